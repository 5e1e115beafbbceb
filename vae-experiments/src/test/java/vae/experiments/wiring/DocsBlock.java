package vae.experiments.wiring;

import java.io.IOException;
import java.nio.file.Path;
import java.util.NoSuchElementException;

/** A block of a page, for tests that run it with what it needs. */
public final class DocsBlock {

  private DocsBlock() {}

  /**
   * The text of a marked block.
   *
   * @param page below the repository, such as {@code docs/arrays.md}
   */
  public static String text(String page, String name) throws IOException {
    return DocsPage.read(Path.of("..", page)).blocks().stream()
        .filter(it -> it.name().equals(name))
        .map(DocsPage.Block::text)
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException(page + ": no block " + name));
  }
}
