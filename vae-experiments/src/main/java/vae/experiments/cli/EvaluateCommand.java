package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.evaluation.Measured;
import vae.experiments.quantity.Quantities;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.run.EvaluationRequest;
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
        known(request, known.get());
        return ExitCode.DONE.code();
      }
      Reevaluated evaluated = evaluation.evaluate(request);
      RunResult result = evaluated.result();
      Summary summary = print(request, result.quantities(), result.measured());
      summary.costs("evaluation", evaluated.costs().spent());
      if (perExample != null) {
        evaluated.writePerExample(perExample);
      }
      if (save) {
        saved(summary, SavedEvaluation.save(evaluated, kernels, slots.plugins(), begin));
      }
      if (json) {
        vae.out().println(Panel.json(result));
      }
      return ExitCode.DONE.code();
    }
  }

  /** Shows what the same settings gave before. */
  private void known(EvaluationRequest request, RecordedEvaluation evaluation) {
    saved(print(request, evaluation.quantities(), evaluation.measured()), evaluation);
    vae.out().println("It was saved before; nothing was computed.");
    if (json) {
      vae.out().println(evaluation.tree());
    }
    vae.out().flush();
  }

  private void saved(Summary summary, RecordedEvaluation evaluation) {
    Path folder = run.resolve(RecordedEvaluation.FOLDER).resolve(evaluation.id());
    summary.line("saved", folder.toString());
    summary.line("digest", evaluation.digest());
  }

  /** Every value by its name, and below them the summary that a run ends with. */
  private Summary print(
      EvaluationRequest request, Quantities quantities, SortedMap<String, Measured> measured) {
    measured.forEach(
        (name, value) -> {
          String text = Summary.text(value) + " " + quantities.of(name).unit().symbol();
          vae.out().printf("%-36s %s%n", name, text.strip());
        });
    vae.out().printf("%n%s   evaluated again%n", request.trained().folder().getFileName());
    int latentSize = request.experiment().spec().latentSize();
    Summary summary = new Summary(vae.out(), quantities, measured, latentSize);
    summary.values();
    return summary;
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
