package vae.experiments.sqlite;

import java.io.IOException;

/** SQLite's native library cannot be loaded: why, and the option that mends it. */
public final class NativeLibraryException extends IOException {

  private static final long serialVersionUID = 1L;

  NativeLibraryException(String folder, Throwable cause) {
    super(
        "SQLite's native library cannot be loaded from "
            + folder
            + " ("
            + cause.getMessage()
            + "). Where that folder may not hold programs, name another one:"
            + " VAE_JAVA_OPTS=-Dorg.sqlite.tmpdir=FOLDER.",
        cause);
  }
}
