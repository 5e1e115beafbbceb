package vae.experiments.run;

import java.nio.file.Path;
import java.util.List;
import vae.experiments.citation.Author;

/** Who made a run, as far as anyone said so. */
public final class Authors {

  private Authors() {}

  /** The name that git has for the person, or no one. */
  public static List<Author> known() {
    String name = Git.ask(Path.of("."), List.of("config", "user.name"));
    return name.isEmpty() ? List.of() : List.of(Author.of(name));
  }
}
