package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.recorded.RecordException;
import vae.experiments.report.run.RunReport;
import vae.experiments.reproduction.EvaluationReproduction;
import vae.experiments.reproduction.Reproduction;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.provenance.RecordedPlugins;
import vae.experiments.run.verification.Verdict;
import vae.experiments.wiring.Slots;

/** {@code vae reproduce}: makes a run again and compares. */
@Command(
    name = "reproduce",
    description = {
      "Repeats a run from its folder alone and compares the two bit for bit.",
      "Says BITWISE, or DIFFERENT with the first step and parameter that differ (exit code 5)."
    })
final class ReproduceCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "The run's folder; it is only read.")
  private Path run;

  @Option(
      names = "--from",
      paramLabel = "CHECKPOINT|RUN",
      description =
          "Start from a checkpoint of the run instead of the beginning. A folder: that of the run"
              + " at whose parameters the run starts, where it is not beside it.")
  private Path from;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Keep the second run in this folder (default: it is removed).")
  private Path runs;

  @Option(
      names = "--evaluations",
      description = "Also compute the saved evaluations of the run again and compare them.")
  private boolean evaluations;

  @Option(names = "--json", description = "Print the verdict as JSON in the last line.")
  private boolean json;

  @Mixin private ComponentOptions options;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    Optional<Path> parent = Optional.ofNullable(from).filter(Files::isDirectory);
    if (from != null && parent.isEmpty() && !Files.isRegularFile(from)) {
      throw CommandException.badInput(
          "--from: expected a checkpoint or a run's folder, found neither: " + from);
    }
    RecordedPlugins.requireSame(run, options.plugins()); // before a plugin's code is loaded
    Slots slots = options.slots();
    try (KernelSet kernels = options.kernels()) {
      Reproduction reproduction =
          new Reproduction(slots, kernels, options.locations(), RunReport::write);
      parent.ifPresent(reproduction::lookIn);
      Verdict verdict = verdict(reproduction);
      if (verdict instanceof Verdict.Bitwise same) {
        verdict =
            withEvaluations(same, new EvaluationReproduction(slots, kernels, options.locations()));
      }
      print(verdict);
      return switch (verdict) {
        case Verdict.Bitwise _ -> ExitCode.DONE.code();
        case Verdict.Different _ -> ExitCode.NOT_REPRODUCED.code();
      };
    }
  }

  private Verdict withEvaluations(Verdict.Bitwise same, EvaluationReproduction reproduction)
      throws IOException {
    if (!evaluations) {
      return reproduction.of(run, same, Optional.empty());
    }
    Path scratch = Files.createTempDirectory("vae-evaluations");
    try {
      return reproduction.of(run, same, Optional.of(scratch));
    } finally {
      delete(scratch);
    }
  }

  private Verdict verdict(Reproduction reproduction) throws IOException {
    Path root = runs == null ? Files.createTempDirectory("vae-reproduce") : runs;
    try (ConsoleProgress progress =
        new ConsoleProgress(vae.err(), reproduction.experiment(run).spec())) {
      return reproduction.run(
          run, root, Optional.ofNullable(from).filter(Files::isRegularFile), progress);
    } catch (CorruptFileException | RecordException e) {
      throw new CommandException(ExitCode.NOT_REPRODUCED, e.getMessage(), e);
    } finally {
      if (runs == null) {
        delete(root);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> below;
    try (Stream<Path> files = Files.walk(folder)) {
      below = new ArrayList<>(files.sorted(Comparator.reverseOrder()).toList());
    }
    for (Path file : below) {
      Files.delete(file);
    }
  }

  private void print(Verdict verdict) {
    switch (verdict) {
      case Verdict.Bitwise same -> {
        vae.out().println("BITWISE   " + run.toAbsolutePath().normalize().getFileName());
        line("digest", same.digest());
        line("compared", same.steps() + " steps, and every file that follows from the spec");
        Verdict.NOT_REPRODUCIBLE.forEach(it -> line("not reproducible", it));
        same.notCompared().forEach(it -> line("not compared", it));
      }
      case Verdict.Different other -> {
        vae.out().println("DIFFERENT " + other.where() + ": " + other.what());
        line("expected", other.expected());
        line("got", other.got());
      }
    }
    verdict.notes().forEach(note -> line("note", note));
    if (json) {
      vae.out().println(verdict.json());
    }
    vae.out().flush();
  }

  private void line(String label, String text) {
    vae.out().printf("  %-16s %s%n", label, text);
  }
}
