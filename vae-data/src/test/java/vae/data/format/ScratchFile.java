package vae.data.format;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** A file that lives as long as one call. */
final class ScratchFile {

  private ScratchFile() {}

  static <T> T with(byte[] bytes, Function<Path, T> use) {
    try {
      Path file = Files.createTempFile("vae-data", ".bin");
      try {
        return use.apply(Files.write(file, bytes));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
