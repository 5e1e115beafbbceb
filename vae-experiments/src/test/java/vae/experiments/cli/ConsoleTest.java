package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.experiments.run.ChildJvm;

/** What reaches the streams of the process. */
final class ConsoleTest {

  private static final String HOSTILE = "a\033]0;title\007\r\b\177\u009b2J\u202e\u2066\u2028z";
  private static final String SHOWN =
      "a\\x1b]0;title\\x07\\x0d\\x08\\u007f\\u009b2J\\u202e\\u2066\\u2028z";

  /** A disk without room. */
  private static final class Full extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      throw new IOException("no space left on device");
    }
  }

  /** S7. */
  @Test
  void controlCharactersAreShownHoweverTheyArePrinted() {
    StringWriter written = new StringWriter();
    Console console = new Console(written);
    console.text().print(HOSTILE);
    console.text().println(HOSTILE);
    console.text().printf("%s%n", HOSTILE);
    console.text().append(HOSTILE).append('\033').println('\033');
    console.text().write(HOSTILE.toCharArray());
    String line = System.lineSeparator();
    assertEquals(
        SHOWN + SHOWN + line + SHOWN + line + SHOWN + "\\x1b\\x1b" + line + SHOWN,
        written.toString());
  }

  /** S7: lines stay lines, tables keep their tabs, and letters of all scripts are letters. */
  @Test
  void textStaysAsItIs() {
    String text = "α Ω → “x”\t– 日本 \uD83D\uDE00 עברית\nnext";
    assertEquals(text, Console.visible(text));
  }

  /** S7: the codes of our own screens reach the terminal. */
  @Test
  void aTerminalsOwnCodesPass() {
    StringWriter written = new StringWriter();
    Console console = new Console(written);
    console.control("\033[2A");
    console.text().print("\033[2A");
    assertEquals("\033[2A\\x1b[2A", written.toString());
  }

  /** S7: stdout and stderr of whole commands, whatever an argument or a file says. */
  @Test
  void commandsShowWhatTheyRepeat(@TempDir Path folder) throws IOException {
    Path spec = Files.writeString(folder.resolve("spec.json"), "{\"name\": \"x\", \"\u009b\": 1}");
    for (List<Object> command :
        List.<List<Object>>of(
            List.of("run", spec),
            List.of("run", "no\033[2Jsuch.json"),
            List.of("verify", folder.resolve("\033[2J")),
            List.of("runs", "--runs", folder, "--where", "\033[2J=1"),
            List.of("components", "\u202e"),
            List.of("\033[2J"))) {
      Invocation said = Invocation.of(command.toArray());
      assertEquals(2, said.code(), said.err());
      String all = said.out() + said.err();
      assertEquals(Console.visible(all), all);
      assertTrue(all.contains("\\x1b[2J") || all.contains("\\u"), all);
    }
  }

  /** S12. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "schema",
        "schema sweep",
        "components prior",
        "doctor",
        "data list",
        "runs --runs EMPTY",
        "runs --runs EMPTY --format json"
      })
  void outputThatIsLostIsAFailure(String command, @TempDir Path empty) {
    String[] words = command.replace("EMPTY", empty.toString()).split(" ");
    String line =
        "vae: standard output cannot be written; what was printed is incomplete"
            + System.lineSeparator();
    for (PrintWriter out :
        List.of(
            new PrintWriter(new Full()), // notices when it is flushed
            new PrintWriter(new PrintStream(new Full(), true), true))) {
      StringWriter err = new StringWriter();
      assertEquals(1, Main.execute(out, new PrintWriter(err), words), command);
      assertEquals(line, err.toString());
    }
  }

  /** S12: a run that cannot say its result has one all the same. */
  @Test
  void aRunWhoseOutputIsLostIsComplete(@TempDir Path runs) throws IOException {
    List<String> arguments =
        Stream.of(List.of("run", "--json", "--runs", runs.toString()), Invocation.TINY)
            .flatMap(List::stream)
            .toList();
    StringWriter err = new StringWriter();
    int code =
        Main.execute(
            new PrintWriter(new Full()), new PrintWriter(err), arguments.toArray(String[]::new));
    assertEquals(1, code);
    assertTrue(err.toString().contains("standard output cannot be written"), err.toString());
    Path run = Invocation.children(runs).getFirst();
    for (List<Object> command :
        List.<List<Object>>of(
            List.of("verify", run), List.of("cite", run), List.of("compare", run, run))) {
      StringWriter said = new StringWriter();
      String[] words = command.stream().map(Object::toString).toArray(String[]::new);
      assertEquals(
          1, Main.execute(new PrintWriter(new Full()), new PrintWriter(said), words), words[0]);
      assertTrue(said.toString().contains("standard output cannot be written"), said.toString());
      assertEquals(0, Invocation.of(command.toArray()).code());
    }
  }

  /** S12: an error of its own keeps its code. */
  @Test
  void aBadCommandStaysOne() {
    StringWriter err = new StringWriter();
    PrintWriter full = new PrintWriter(new Full());
    assertEquals(2, Main.execute(full, new PrintWriter(err), "components", "priors"));
  }

  /** S12, S7: the real streams. */
  @Test
  void aFullDeviceIsNoticedByTheProcess(@TempDir Path folder)
      throws IOException, InterruptedException {
    assumeTrue(Files.exists(Path.of("/dev/full")));
    List<String> command = ChildJvm.shortLived(Main.class, List.of("schema"));
    File err = folder.resolve("err").toFile();
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(new File("/dev/full"))
            .redirectError(err)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(1, process.exitValue());
    String said = Files.readString(err.toPath());
    assertTrue(said.contains("vae: standard output cannot be written"), said);
    assertFalse(said.contains("Exception"), said);
  }

  /** S12: a pipe into {@code head} that has enough is no fault, and what is lost is not hidden. */
  @Test
  void aReaderThatHasEnoughIsNoFault(@TempDir Path folder)
      throws IOException, InterruptedException {
    List<String> command = ChildJvm.shortLived(Main.class, List.of("schema"));
    File err = folder.resolve("err").toFile();
    Process process = new ProcessBuilder(command).redirectError(err).start();
    process.getInputStream().close();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(141, process.exitValue());
    String said = Files.readString(err.toPath());
    assertFalse(said.contains("vae:"), said);
    assertFalse(said.contains("Exception"), said);
  }
}
