package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.junit.jupiter.api.Test;

/** What the logging configuration prints, seen from outside the process. */
class LoggingTest {

  /** Logs one line of each kind. */
  static final class Talker {
    private static final Logger LOG = LogManager.getLogger("vae.talker");

    private Talker() {}

    static void main() {
      LOG.info("details of {}", "one");
      LOG.debug("of a file: {}", "\033]0;title\007\r\u009b2J\u202e kept");
      LOG.warn("slow: {}", "no vectors");
      LOG.error("lost", new IOException("disk full"));
    }
  }

  private static String stderr(String... options) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Talker.class.getName()));
    Process talker = new ProcessBuilder(command).start();
    String said = new String(talker.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, talker.waitFor(), said);
    assertEquals(0, talker.getInputStream().readAllBytes().length);
    return said;
  }

  @Test
  void warningsAndErrorsAreOnePlainLineEach() throws IOException, InterruptedException {
    assertEquals("vae: slow: no vectors\nvae: lost (disk full)\n", stderr());
  }

  /** S7: what a file says reaches no terminal as a control character. */
  @Test
  void controlCharactersAreNotLogged() throws IOException, InterruptedException {
    String said = stderr("-Dvae.log=debug");
    assertTrue(said.contains("vae: of a file: ?]0;title???2J? kept\n"), said);
  }

  @Test
  void theLevelIsAProperty() throws IOException, InterruptedException {
    assertEquals(
        "vae: details of one\nvae: slow: no vectors\nvae: lost (disk full)\n",
        stderr("-Dvae.log=info"));
    assertEquals("", stderr("-Dvae.log=off"));
  }
}
