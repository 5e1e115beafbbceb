package vae.experiments.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** S16: the native library, loaded by processes of their own. */
final class SqliteTest {

  @TempDir private Path folder;

  /** Opens a database and says how that went; ends without tidying up, as a killed process does. */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) throws SQLException {
      try (Connection database = Sqlite.inMemory()) {
        System.out.println("opened " + database.isValid(1));
      } catch (NativeLibraryException e) {
        System.out.println(e.getMessage());
      }
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  private static String child(String... options) throws IOException, InterruptedException {
    List<String> command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                Stream.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"),
                Stream.of(options),
                Stream.of("-cp", System.getProperty("java.class.path"), Child.class.getName()))
            .flatMap(it -> it)
            .toList();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return out;
  }

  @Test
  void aProcessThatIsKilledLeavesNoLibraryBehind() throws IOException, InterruptedException {
    assertEquals("opened true\n", child("-Djava.io.tmpdir=" + folder));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void aLibraryThatCannotBeUnpackedIsAMessageThatNamesTheOption()
      throws IOException, InterruptedException {
    String missing = folder.resolve("missing").toString();
    String out = child("-Djava.io.tmpdir=" + missing);
    assertTrue(out.contains("cannot be loaded from " + missing), out);
    assertTrue(out.contains("-Dorg.sqlite.tmpdir=FOLDER"), out);
  }
}
