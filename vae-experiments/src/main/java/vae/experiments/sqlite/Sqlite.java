package vae.experiments.sqlite;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Opens databases of SQLite.
 *
 * <p>Its native library is a file in the jar that must be unpacked to be loaded: into a new folder
 * that only this user can enter, below {@code org.sqlite.tmpdir} or else the temporary folder. The
 * folder is removed as soon as the library is loaded, so that a process that is killed leaves
 * nothing.
 */
public final class Sqlite {

  private static final String FOLDER = "org.sqlite.tmpdir";

  private static boolean loaded;

  private Sqlite() {}

  /**
   * A new database in memory.
   *
   * @throws NativeLibraryException where the library cannot be loaded
   */
  public static Connection inMemory() throws SQLException, NativeLibraryException {
    load();
    return DriverManager.getConnection("jdbc:sqlite::memory:");
  }

  /**
   * A database in a file.
   *
   * @throws NativeLibraryException where the library cannot be loaded
   */
  public static Connection inFile(Path file) throws SQLException, NativeLibraryException {
    load();
    return DriverManager.getConnection("jdbc:sqlite:" + file);
  }

  private static synchronized void load() throws NativeLibraryException {
    if (loaded) {
      return;
    }
    String chosen = System.getProperty(FOLDER);
    String base = chosen == null ? System.getProperty("java.io.tmpdir") : chosen;
    Path own = null;
    try {
      own = Files.createTempDirectory(Path.of(base), "vae-sqlite-");
      System.setProperty(FOLDER, own.toString());
      SQLiteJDBCLoader.initialize();
      loaded = true;
    } catch (Exception | LinkageError e) {
      throw new NativeLibraryException(base, e);
    } finally {
      restore(chosen);
      remove(own);
    }
  }

  private static void restore(String chosen) {
    if (chosen == null) {
      System.clearProperty(FOLDER);
    } else {
      System.setProperty(FOLDER, chosen);
    }
  }

  /** A library that is loaded needs no file any more on the systems that let it be removed. */
  private static void remove(Path folder) {
    if (folder == null) {
      return;
    }
    try {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      return; // what stays is a library in a folder of its own
    }
  }
}
