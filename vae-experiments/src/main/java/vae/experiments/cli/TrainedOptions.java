package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.run.Reevaluation;
import vae.experiments.trained.FileKind;
import vae.experiments.trained.ResultFile;
import vae.experiments.trained.Target;
import vae.experiments.trained.TrainedModel;
import vae.experiments.trained.TrainedParameters;

/** The trained model that a command uses, and where it writes what the model gives. */
final class TrainedOptions {

  @Parameters(index = "0", paramLabel = "RUN", description = "The run's folder.")
  private Path run;

  @Option(
      names = "--best",
      description =
          "Use the parameters with the best bound on validation data, not the final ones.")
  private boolean best;

  @Mixin private OutputFile output;

  @Mixin private ComponentOptions options;

  Locations locations() {
    return options.locations();
  }

  /** What a command makes of a model. */
  @FunctionalInterface
  interface Use {
    ResultFile of(TrainedModel model, Target target) throws IOException;
  }

  /**
   * Opens the model, uses it and writes the result; where it would write is checked first.
   *
   * @param columns names of CSV columns, or what stands before their numbers
   * @param kinds that the result can be written as
   */
  int write(CommandContext vae, List<String> columns, List<FileKind> kinds, Use use)
      throws IOException {
    output.requireOutside(run);
    Path file = output.file();
    Target target = new Target(file, kind(file, kinds));
    try (KernelSet kernels = options.kernels()) {
      Reevaluation by = new Reevaluation(options.slots(), kernels, options.locations());
      TrainedParameters parameters = best ? TrainedParameters.BEST : TrainedParameters.FINAL;
      try (TrainedModel model = TrainedModel.open(run, parameters, by)) {
        ResultFile result = use.of(model, target);
        result.write(target, columns);
        vae.out().println(file + (target.kind() == FileKind.NPZ ? ": " + result.contents() : ""));
        return ExitCode.DONE.code();
      }
    }
  }

  private static FileKind kind(Path file, List<FileKind> kinds) {
    return FileKind.of(file.toString())
        .filter(kinds::contains)
        .orElseThrow(
            () ->
                CommandException.badInput(
                    "-o %s: expected a file ending in %s"
                        .formatted(
                            file,
                            String.join(
                                " or ",
                                kinds.stream()
                                    .map(it -> "." + it.name().toLowerCase(Locale.ROOT))
                                    .toList()))));
  }
}
