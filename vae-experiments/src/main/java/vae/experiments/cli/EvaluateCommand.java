package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.evaluation.Costs;
import vae.experiments.evaluation.Measured;
import vae.experiments.quantity.Quantities;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.run.EvaluationRequest;
import vae.experiments.run.LikelihoodSamples;
import vae.experiments.run.Reevaluated;
import vae.experiments.run.Reevaluation;
import vae.experiments.run.RunResult;
import vae.experiments.run.SavedEvaluation;
import vae.experiments.wiring.Slots;

/** {@code vae evaluate}: evaluates a finished run again. */
@Command(
    name = "evaluate",
    description = {
      "Evaluates a finished run again, for example with more samples or other metrics.",
      "With --save the result is kept in the run's folder, under a digest of its own."
    })
final class EvaluateCommand implements Callable<Integer> {

  /** Below it four decimals say nothing. */
  private static final double TINY = 1e-3;

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
      description = "Write what is known of each example: values, label, code.")
  private Path perExample;

  @Option(
      names = "--save",
      description =
          "Keep the evaluation in the run's folder; one with the same settings is shown instead of"
              + " computed.")
  private boolean save;

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
    requireWritable(perExample);
    Slots slots = options.slots();
    long begin = System.nanoTime();
    try (KernelSet kernels = options.kernels()) {
      Reevaluation evaluation = new Reevaluation(slots, kernels, options.locations());
      EvaluationRequest request = evaluation.request(run, settings);
      Optional<RecordedEvaluation> known =
          save && perExample == null ? SavedEvaluation.find(run, request.id()) : Optional.empty();
      if (known.isPresent()) {
        known(known.get());
        return ExitCode.DONE.code();
      }
      Reevaluated evaluated = evaluation.evaluate(request);
      RunResult result = evaluated.result();
      print(result.metrics(), result.further());
      vae.out().flush();
      for (String part : Quantities.PARTS) {
        LikelihoodSamples.of(part, result)
            .flatMap(LikelihoodSamples::concern)
            .ifPresent(concern -> vae.err().println("vae: " + part + "/nll: " + concern));
      }
      Panel.print(vae.out(), result);
      Summary.concerns(result).forEach(it -> vae.err().println(Paragraph.hanging("vae: ", it)));
      vae.out().printf("%-36s %s%n", "cost", Costs.words(evaluated.costs().spent()));
      if (perExample != null) {
        evaluated.writePerExample(perExample);
      }
      if (save) {
        saved(SavedEvaluation.save(evaluated, kernels, slots.plugins(), begin));
      }
      if (json) {
        vae.out().println(Panel.json(result));
      }
      return ExitCode.DONE.code();
    }
  }

  /** Shows what the same settings gave before. */
  private void known(RecordedEvaluation evaluation) {
    print(evaluation.metrics(), evaluation.further());
    saved(evaluation);
    vae.out().println("It was saved before; nothing was computed.");
    if (json) {
      vae.out().println(evaluation.tree());
    }
    vae.out().flush();
  }

  private void saved(RecordedEvaluation evaluation) {
    Path folder = run.resolve(RecordedEvaluation.FOLDER).resolve(evaluation.id());
    vae.out().printf("%-36s %s%n", "saved", folder);
    vae.out().printf("%-36s %s%n", "digest", evaluation.digest());
  }

  private void print(SortedMap<String, Measured> metrics, SortedMap<String, Measured> further) {
    metrics.forEach(this::print);
    further.forEach(this::print);
  }

  private void print(String name, Measured measured) {
    boolean tiny = measured.value() != 0 && Math.abs(measured.value()) < TINY; // a p-value
    String format =
        tiny ? "%-36s %.3g%n" : measured.hasError() ? "%-36s %.4f ± %.4f%n" : "%-36s %.4f%n";
    double error = measured.standardError().orElse(Double.NaN);
    vae.out().printf(Locale.ROOT, format, name, measured.value(), error);
  }

  /** Found out before the evaluation, not after it. */
  private void requireWritable(Path file) throws IOException {
    if (file == null) {
      return;
    }
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder == null || Files.isDirectory(file)) {
      throw CommandException.badInput(
          "--per-example %s: this is a folder, where a file is needed".formatted(file));
    }
    if (!Files.isDirectory(folder)) {
      throw CommandException.badInput(
          "--per-example %s: its folder does not exist".formatted(file));
    }
    if (Files.isDirectory(run) && folder.toRealPath().startsWith(run.toRealPath())) {
      throw CommandException.badInput(
          ("--per-example %s: this is in the folder of the run, whose files stay as they are"
                  + "\nName a file elsewhere.")
              .formatted(file));
    }
  }
}
