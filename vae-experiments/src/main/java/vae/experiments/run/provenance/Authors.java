package vae.experiments.run.provenance;

import java.nio.file.Path;
import java.util.List;
import vae.experiments.citation.Author;

/** Who made a run, as far as anyone said so. */
public final class Authors {

  private Authors() {}

  /**
   * The name that the person gave git for all repositories, or no one: that of the repository in
   * the working folder may be a stranger's.
   */
  public static List<Author> known() {
    return Git.ask(Path.of("."), List.of("config", "--global", "user.name"))
        .filter(name -> !name.isBlank())
        .map(name -> List.of(Author.of(name)))
        .orElse(List.of());
  }
}
