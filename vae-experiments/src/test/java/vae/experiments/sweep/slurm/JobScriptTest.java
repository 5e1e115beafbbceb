package vae.experiments.sweep.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.process.Command;
import vae.experiments.process.Outcome;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.worker.WorkerSettings;

/** S20: what SLURM is given holds no secret, and paths mean themselves. */
final class JobScriptTest {

  private static final WorkerSettings WORKERS =
      new WorkerSettings(
          Optional.empty(), "", KernelSet.Choice.SCALAR, Optional.empty(), List.of());

  @TempDir private Path root;

  private Outcome.Exited run(List<String> words) throws InterruptedException {
    return assertInstanceOf(
        Outcome.Exited.class, Command.of(words).in(root).run(Duration.ofMinutes(1)));
  }

  @Test
  void optionsAreInAFileForItsOwnerAlone() throws IOException {
    Submission submission = Submission.write(SweepFolder.of(root, "secret"), WORKERS, List.of(), 1);
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(submission.options())));
    List<String> options = JobScript.options();
    assertFalse(options.isEmpty(), "the JVM of the tests has options");
    String script = Files.readString(submission.script());
    String file = Files.readString(submission.options());
    for (String option : options) {
      assertFalse(script.contains(option), script);
      assertTrue(file.contains(option.replace("\\", "\\\\").replace("\"", "\\\"")), file);
    }
    assertTrue(script.contains("'@" + submission.options().toAbsolutePath() + "'"), script);
  }

  @Test
  void javaReadsOptionsAsTheyAre() throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
    List<String> values =
        List.of("a b", "\"", "\\", "'", "#x", "@y", "$HOME", "*", "a\nb", "tab\there", "\\n", "");
    for (int i = 0; i < values.size(); i++) {
      options.add("-Dvae.value" + i + "=" + values.get(i));
    }
    Path file = Files.writeString(root.resolve("options"), JobScript.argumentFile(options));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> words = List.of(java, "@" + file, "-cp", classPath(), Printer.class.getName());
    Outcome.Exited done = run(words);
    assertEquals(values.toString(), done.out().text(), done.err().text());
  }

  private static String classPath() {
    return Path.of("target", "test-classes").toAbsolutePath().toString();
  }

  @Test
  void theScriptIsOneOfTheShellWhateverThePath() throws IOException, InterruptedException {
    Path odd = Files.createDirectories(root.resolve("it's 100% $(touch ran) \"`touch ran`"));
    Submission submission = Submission.write(SweepFolder.of(odd, "odd"), WORKERS, List.of(), 1);
    Path nodes = Files.createDirectories(root.resolve("nodes/bin"));
    Path java = Files.writeString(nodes.resolve("java"), "#!/bin/sh\nprintf '%s\\n' \"$1\"\n");
    assertTrue(java.toFile().setExecutable(true));
    Command task =
        Command.of(List.of("/bin/sh", submission.script().toString()))
            .in(root)
            .with("SLURM_ARRAY_TASK_ID", "0")
            .with("VAE_JAVA_HOME", root.resolve("nodes").toString());
    Outcome.Exited done = assertInstanceOf(Outcome.Exited.class, task.run(Duration.ofMinutes(1)));
    assertEquals("@" + submission.options().toAbsolutePath() + "\n", done.out().text());
    assertFalse(Files.exists(root.resolve("ran")));
  }

  @Test
  void percentSignsOfPathsAreNoSymbolsOfSlurm() {
    assertEquals("/runs/100%%a %%%%", SlurmLauncher.pattern(Path.of("/runs/100%a %%")));
    RunFolderException refused =
        assertThrows(RunFolderException.class, () -> SlurmLauncher.pattern(Path.of("/runs/a\\b")));
    assertTrue(refused.getMessage().contains("backslash"), refused.getMessage());
  }

  /** Prints the values that it was given. */
  static final class Printer {

    private Printer() {}

    public static void main(String[] arguments) {
      List<String> values = new ArrayList<>();
      for (int i = 0; System.getProperty("vae.value" + i) != null; i++) {
        values.add(System.getProperty("vae.value" + i));
      }
      System.out.print(values);
    }
  }
}
