package vae.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.data.format.DataException;

/**
 * F5: in a locale that is not installed, names with accents become other names, in another order.
 * Where the launcher does not set the locale, such names are refused.
 */
final class FileNamesTest {

  @TempDir private Path folder;

  /** Lists the folder in a process of its own. */
  public static final class Lister {

    private Lister() {}

    /** Prints the number of files, or why they are refused. */
    public static void main(String[] arguments) {
      try {
        System.out.println("files " + DataFolder.walk(Path.of(arguments[0])).files().size());
      } catch (DataException e) {
        System.out.println("refused " + e.problem());
      }
    }
  }

  private static String output(String locale, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
    builder.environment().put("LC_ALL", locale);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), text);
    return text;
  }

  private String listed(String locale) throws IOException, InterruptedException {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return output(locale, List.of(java, "-cp", path, Lister.class.getName(), folder.toString()));
  }

  @Test
  void namesThatTheLocaleCannotSpellAreRefused() throws IOException, InterruptedException {
    String make = "touch \"$0/$(printf 'caf\\303\\251.png')\" \"$0/plain.png\"";
    output("C", List.of("sh", "-c", make, folder.toString()));
    assertTrue(listed("C.UTF-8").contains("files 2"));
    String refused = listed("C");
    assertTrue(refused.contains("refused the name cannot be read in the encoding"), refused);
  }
}
