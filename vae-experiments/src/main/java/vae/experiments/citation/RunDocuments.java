package vae.experiments.citation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The documents of a run folder that say how to cite, check and archive it. */
public final class RunDocuments {

  private RunDocuments() {}

  /**
   * Writes {@code CITATION.cff}, {@code CHECKLIST.md} and {@code ro-crate-metadata.json}, in place
   * of earlier ones; the manifest is to be written after it.
   *
   * @param folder of a run that ended
   * @param authors in order; may be empty
   */
  public static void write(Path folder, List<Author> authors) throws IOException {
    Citation citation = Citation.of(folder, authors);
    replace(folder.resolve("CITATION.cff"), citation.text(Citation.Format.CFF));
    replace(folder.resolve("CHECKLIST.md"), Checklist.of(folder));
    replace(folder.resolve(RoCrate.FILE), citation.text(Citation.Format.RO_CRATE));
  }

  /** A reader never sees half a file. */
  private static void replace(Path file, String text) throws IOException {
    Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    try {
      Files.writeString(temporary, text, StandardCharsets.UTF_8);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
