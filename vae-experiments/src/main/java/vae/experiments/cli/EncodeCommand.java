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

/** {@code vae encode}: codes of examples. */
@Command(
    name = "encode",
    description = {
      "Writes the codes of examples: mean and standard deviation of z given each, as .npz, or the"
          + " means as .csv.",
      "Data of a run that binarizes are binarized as its held-out data are."
    })
final class EncodeCommand implements Callable<Integer> {

  @Mixin private TrainedOptions trained;

  @Parameters(index = "1", arity = "0..1", paramLabel = "DATA", description = GivenOptions.DATA)
  private String data;

  @Mixin private GivenOptions given;

  @Option(
      names = "--draws",
      paramLabel = "S",
      defaultValue = "0",
      description = "Also write S draws of z given each example (default: ${DEFAULT-VALUE}).")
  private int draws;

  @Mixin private SeedOption seed;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    if (draws < 0) {
      throw CommandException.badInput("--draws: expected at least 0, got " + draws);
    }
    return trained.write(
        vae,
        List.of("z"),
        List.of(FileKind.NPZ, FileKind.CSV),
        (model, target) ->
            new OverData(model, given.of(model, data, trained.locations(), vae.out()), target)
                .encode(draws, seed.key(model, "encode")));
  }
}
