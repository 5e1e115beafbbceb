package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.evaluation.Measured;
import vae.experiments.quantity.Quantities;
import vae.experiments.run.LikelihoodSamples;
import vae.experiments.run.Reevaluation;
import vae.experiments.run.RunResult;
import vae.experiments.wiring.Slots;

/** {@code vae evaluate}: evaluates a finished run again. */
@Command(
    name = "evaluate",
    description = {
      "Evaluates a finished run again, for example with more samples.",
      "The run's folder stays as it is."
    })
final class EvaluateCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "The run's folder.")
  private Path run;

  @Option(
      names = "--set",
      paramLabel = "evaluation.…=value",
      description = "Changes one value of the evaluation; may be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--per-example",
      paramLabel = "FILE.npz",
      description = "Write the negative log-likelihood of each example.")
  private Path perExample;

  @Option(names = "--json", description = "Print the metrics as JSON in the last line.")
  private boolean json;

  @Mixin private RunsFolder runs;

  @Mixin private ComponentOptions options;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    for (String setting : settings) {
      if (!setting.matches("(?s)evaluation[.=].*")) {
        throw CommandException.badInput(
            ("--set %s: only values below evaluation can change after training"
                    + "\nFor example --set evaluation.nll.samples=5000.")
                .formatted(setting));
      }
    }
    requireFolderOf(perExample);
    Slots slots = options.slots();
    try (KernelSet kernels = options.kernels()) {
      Reevaluation evaluation = new Reevaluation(slots, kernels, options.locations());
      RunResult result = evaluation.evaluate(run, settings, perExample);
      result.metrics().forEach(this::print);
      result.further().forEach(this::print);
      for (String part : Quantities.PARTS) {
        LikelihoodSamples.of(part, result)
            .flatMap(LikelihoodSamples::concern)
            .ifPresent(concern -> vae.err().println("vae: " + part + "/nll: " + concern));
      }
      Panel.print(vae.out(), result);
      if (json) {
        vae.out().println(Panel.json(result));
      }
      return ExitCode.DONE.code();
    }
  }

  private void print(String name, Measured measured) {
    vae.out()
        .printf(
            Locale.ROOT,
            measured.hasError() ? "%-36s %.4f ± %.4f%n" : "%-36s %.4f%n",
            name,
            measured.value(),
            measured.standardError().orElse(Double.NaN));
  }

  /** Found out before the evaluation, not after it. */
  private static void requireFolderOf(Path file) {
    if (file != null && !Files.isDirectory(file.toAbsolutePath().getParent())) {
      throw CommandException.badInput(
          "--per-example %s: its folder does not exist".formatted(file));
    }
  }
}
