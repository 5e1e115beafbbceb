package vae.experiments.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.experiments.trained.FileKind;
import vae.experiments.trained.OverData;

/** {@code vae reconstruct}: examples as the model returns them. */
@Command(
    name = "reconstruct",
    description =
        "Writes examples as the model returns them: means of x at the mean codes, as .npz, .csv, or"
            + " .png with the originals above.")
final class ReconstructCommand implements Callable<Integer> {

  @Mixin private TrainedOptions trained;

  @Parameters(index = "1", arity = "0..1", paramLabel = "DATA", description = GivenOptions.DATA)
  private String data;

  @Mixin private GivenOptions given;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    return trained.write(
        vae,
        List.of("x"),
        List.of(FileKind.values()),
        (model, target) ->
            new OverData(model, given.of(model, data, trained.locations(), vae.out()), target)
                .reconstruct());
  }
}
