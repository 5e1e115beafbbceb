package vae.experiments.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.autodiff.array.NdArray;
import vae.experiments.trained.CodesFile;
import vae.experiments.trained.FileKind;
import vae.experiments.trained.ResultFile;
import vae.experiments.trained.Target;
import vae.experiments.trained.TrainedModel;

/** {@code vae decode}: examples from codes. */
@Command(
    name = "decode",
    description =
        "Writes what the model makes of codes: the mean of x given z, as .npz, .csv or .png.")
final class DecodeCommand implements Callable<Integer> {

  @Mixin private TrainedOptions trained;

  @Parameters(
      index = "1",
      paramLabel = "Z",
      description = "Codes [n, m]: a file ending in .npy, .npz (its array z or mean) or .csv.")
  private String codes;

  @Mixin private ConditionOptions condition;

  @Option(names = "--draw", description = "Draw x given z instead of taking its mean.")
  private boolean draw;

  @Mixin private SeedOption seed;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    return trained.write(vae, List.of("x"), List.of(FileKind.values()), this::decoded);
  }

  private ResultFile decoded(TrainedModel model, Target target) {
    CodesFile file = CodesFile.read(codes, trained.locations());
    int n = file.z().shape().extent(0);
    ResultFile.requireDrawable(model.data(), target, n);
    Optional<NdArray> given =
        condition.given() || file.condition().isEmpty() ? condition.of(model, n) : file.condition();
    NdArray x =
        draw
            ? model.drawGiven(file.z(), given, seed.key(model, "decode"))
            : model.decode(file.z(), given);
    return new ResultFile(model.data(), "x").examples("x", x).with("z", file.z());
  }
}
