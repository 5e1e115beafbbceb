package vae.experiments.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.experiments.trained.FileKind;
import vae.experiments.trained.OverData;

/** {@code vae impute}: missing values from the known ones. */
@Command(
    name = "impute",
    description = {
      "Fills in missing values by their conditional means given the known ones, by importance"
          + " sampling; writes .npz, .csv, or .png with the originals above.",
      "Missing values are NaN, and empty cells of a CSV file."
    })
final class ImputeCommand implements Callable<Integer> {

  @Mixin private TrainedOptions trained;

  @Parameters(index = "1", arity = "0..1", paramLabel = "DATA", description = GivenOptions.DATA)
  private String data;

  @Mixin private GivenOptions given;

  @Option(
      names = "--samples",
      paramLabel = "K",
      defaultValue = "1000",
      description = "Importance samples of each example (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--draws",
      paramLabel = "M",
      defaultValue = "0",
      description = "Also write M completed data sets, for Rubin's rules (default: 0).")
  private int draws;

  @Mixin private SeedOption seed;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    if (samples < 1 || samples > 1_000_000 || draws < 0) {
      throw CommandException.badInput(
          "expected --samples from 1 to 1000000 and --draws of at least 0, got %d and %d"
              .formatted(samples, draws));
    }
    return trained.write(
        vae,
        List.of("x"),
        List.of(FileKind.values()),
        (model, target) ->
            new OverData(model, given.of(model, data, trained.locations(), vae.out()), target)
                .impute(samples, draws, seed.key(model, "impute")));
  }
}
