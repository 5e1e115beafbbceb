package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.wiring.Slots;

/** What the command line says of slips: cause, place and fix. */
final class MessagesTest {

  /** What a parser or the JDK says to programmers. */
  private static final Pattern INTERNALS =
      Pattern.compile(
          "REDACTED|Source:|StreamRead|JsonRead|CTRL-CHAR|start marker|\\(code \\d|end-of-input"
              + "|No enum constant|tools\\.jackson|java\\.|Exception|unexpected;");

  private static final String SWEEP =
      """
      { "name": "mine", "base": {"name": "mine"},
        "parameters": {"latentSize": {"values": [2]}} }
      """;

  private static void refused(Invocation said, String message) {
    assertEquals(2, said.code(), said.out());
    assertEquals(Paragraph.hanging("vae: ", message) + System.lineSeparator(), said.err());
  }

  /** U6. */
  @Test
  void aDocumentOfAnotherKindNamesItsCommand(@TempDir Path folder) throws IOException {
    Path sweep = Files.writeString(folder.resolve("sweep.json"), SWEEP);
    Path run = Files.writeString(folder.resolve("run.json"), "{\"name\": \"mine\"}");
    String study =
        "{\"name\": \"s\", \"experiment\": {\"type\": \"vary\"}, \"base\": {\"name\": \"x\"}}";
    Path studied = Files.writeString(folder.resolve("study.json"), study);
    refused(
        Invocation.of("run", sweep),
        "%s: this is a sweep\nRun it with `vae sweep %s`.".formatted(sweep, sweep));
    refused(
        Invocation.of("sweep", run, "--runs", folder),
        "%s: this is an experiment\nRun it with `vae run %s`.".formatted(run, run));
    refused(
        Invocation.of("sweep", studied, "--runs", folder),
        "%s: this is a study\nRun it with `vae run %s`.".formatted(studied, studied));
  }

  /** U6: editors write it, and an id does not depend on it. */
  @Test
  void theSchemaOfADocumentIsNoPartOfIt(@TempDir Path folder) throws IOException {
    SpecReader reader = new SpecReader(Slots.load(null).catalogue());
    String schema = "{\"$schema\": \"experiment.schema.json\", \"name\": \"x\"}";
    assertEquals(reader.read("{\"name\": \"x\"}"), reader.read(schema));
    Path sweep =
        Files.writeString(
            folder.resolve("sweep.json"),
            SWEEP
                .replaceFirst("\\{", "{\"\\$schema\": \"sweep.schema.json\",")
                .replace("\"base\": {", "\"base\": {\"$schema\": \"x\", "));
    Path plain = Files.writeString(folder.resolve("plain.json"), SWEEP);
    Invocation with = Invocation.of("sweep", sweep, "--dry-run", "--runs", folder);
    assertEquals(0, with.code(), with.err());
    Invocation without = Invocation.of("sweep", plain, "--dry-run", "--runs", folder);
    assertEquals(without.out().lines().findFirst(), with.out().lines().findFirst());
    Path wrong =
        Files.writeString(
            folder.resolve("wrong.json"), schema.replace("\"experiment.schema.json\"", "1"));
    assertTrue(Invocation.of("run", wrong).err().contains("$schema: expected a string, got 1"));
  }

  /** U6. */
  @Test
  void keysAreDocumentedWhereTheyAreLookedFor() {
    for (String key :
        List.of(
            "training epochs",
            "evaluation draws",
            "nll samples",
            "schedule warmUp",
            "split test",
            "sweep seeds",
            "study base")) {
      String[] words = key.split(" ");
      Invocation page = Invocation.of("components", words[0]);
      assertEquals(0, page.code(), page.err());
      assertTrue(page.out().startsWith(words[0] + "\n"), page.out());
      assertTrue(
          page.out().lines().anyMatch(it -> it.strip().startsWith(words[1] + " ")), page.out());
    }
    assertTrue(Invocation.of("components").out().contains("\ntraining\n"));
  }

  /** U6. */
  @Test
  void aKeyThatIsFurtherInIsNamedByItsPath() {
    String start = "vae: --set %s: %s: unknown key \"%s\"; did you mean ";
    for (String each :
        List.of(
            "epochs=3 \"training.epochs\"?",
            "sigma=0.2 \"likelihood.noise.sigma\"?",
            "hidden=[4] \"encoder.hidden\" or \"decoder.hidden\"?")) {
      String[] words = each.split(" ", 2);
      String key = words[0].replaceFirst("=.*", "");
      Invocation said = Invocation.of("run", "--set", words[0]);
      assertEquals(2, said.code());
      String line = said.err().replaceAll("\\s+", " ");
      assertTrue(line.startsWith(start.formatted(words[0], key, key) + words[1]), line);
    }
  }

  /** F12: nobody has the file of the built-in experiment. */
  @Test
  void theBuiltInExperimentIsNamedAsSuch() {
    assertEquals("the built-in experiment", SpecReader.place(SpecSource.embeddedDefault(), "data"));
  }

  /** F12. */
  @Test
  void pathsThatAreNoneAreRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path sweep = Files.writeString(folder.resolve("sweep.json"), SWEEP);
    String taken = "--runs: " + file + " is a file; name the folder of your runs";
    refused(Invocation.of("run", Invocation.TINY, "--runs", file), taken);
    refused(Invocation.of("sweep", sweep, "--runs", file), taken);
    for (String option : List.of("--runs", "--data")) {
      Invocation said = Invocation.of("run", Invocation.TINY, option, "");
      assertEquals(2, said.code());
      assertTrue(said.err().startsWith("vae: " + option + ": "), said.err());
      assertTrue(said.err().contains("expected a path, got nothing"), said.err());
    }
    Invocation nul = Invocation.of("verify", "a\0b");
    assertEquals(2, nul.code());
    assertTrue(nul.err().contains("expected a path, got \"a\\x00b\""), nul.err());
  }

  /** F12. */
  @Test
  void anOptionAfterTheEndOfOptionsIsSaidToBeThere() {
    refused(
        Invocation.of("run", "--", "spec.json", "--threads", "2"),
        "unexpected argument \"--threads\": after \"--\" nothing is read as an option\n"
            + "Put the option before the \"--\".");
  }

  /** F12: files that are cut short, read by every command that reads them. */
  @Test
  void cutFilesAreNamedWithoutTheParsersWords(@TempDir Path runs) throws IOException {
    Invocation made = Invocation.of("run", Invocation.TINY, "--runs", runs);
    assertEquals(0, made.code(), made.err());
    Path run = Invocation.children(runs).getFirst();
    for (String name :
        List.of("result.json", "experiment.json", "provenance.json", "metrics.jsonl")) {
      byte[] whole = Files.readAllBytes(run.resolve(name));
      for (int length : new int[] {0, 1, whole.length / 2, whole.length - 3}) {
        Files.write(run.resolve(name), Arrays.copyOf(whole, length));
        for (Object[] command :
            new Object[][] {
              {"verify", run},
              {"report", run},
              {"compare", run, run},
              {"cite", run},
              {"evaluate", run},
              {"reproduce", run},
              {"run", Invocation.TINY, "--runs", runs},
              {"runs", "--runs", runs}
            }) {
          Invocation said = Invocation.of(command);
          String all = said.out() + said.err();
          String which = String.join(" ", command[0].toString(), name, "" + length, all);
          assertFalse(INTERNALS.matcher(all).find(), which);
          assertTrue(said.code() == 0 ? !command[0].equals("verify") : said.code() > 1, which);
        }
      }
      Files.write(run.resolve(name), whole);
    }
  }

  /** S21: threads are not memory. */
  @Test
  void aLackOfThreadsIsNotMendedByMemory() {
    StringWriter err = new StringWriter();
    Throwable lack =
        new IllegalStateException(
            new OutOfMemoryError(
                "unable to create native thread: possibly out of memory or process/resource limits"
                    + " reached"));
    ErrorReport.print(new PrintWriter(err), lack, false);
    assertEquals(
        """
        vae: out of threads: the system lets this user or container start no more of them.
             Raise the limit (`ulimit -u`, or pids.max of a container), end other processes, or use fewer
             with --threads.
        """,
        err.toString());
  }
}
