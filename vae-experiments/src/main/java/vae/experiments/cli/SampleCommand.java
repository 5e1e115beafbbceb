package vae.experiments.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import vae.autodiff.array.NdArray;
import vae.autodiff.random.Key;
import vae.data.format.ElementKind;
import vae.data.format.Limits;
import vae.experiments.sampler.GaussianMixtureSampler;
import vae.experiments.sampler.LatentSampler;
import vae.experiments.sampler.TwoStageSampler;
import vae.experiments.trained.CodesFile;
import vae.experiments.trained.FileKind;
import vae.experiments.trained.ResultFile;
import vae.experiments.trained.Samples;
import vae.experiments.trained.Target;
import vae.experiments.trained.TrainedModel;

/** {@code vae sample}: draws from the model. */
@Command(
    name = "sample",
    description = {
      "Draws z from the prior and writes what the model makes of it: means of x as .png or .csv;"
          + " z, mean, and draws x as .npz.",
      "Without --label, a model that is conditioned on labels takes its classes in turn."
    })
final class SampleCommand implements Callable<Integer> {

  @Mixin private TrainedOptions trained;

  @Option(
      names = "-n",
      paramLabel = "N",
      defaultValue = "64",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private int n;

  /** What {@code --sampler} takes. */
  enum Sampler {
    PRIOR,
    GAUSSIAN_MIXTURE,
    TWO_STAGE
  }

  @Option(
      names = "--sampler",
      defaultValue = "prior",
      description =
          "Where z is drawn from: the prior, or a Gaussian mixture or a second VAE that is fitted"
              + " to codes of the training data (default: ${DEFAULT-VALUE}).")
  private Sampler sampler;

  @Option(
      names = "--components",
      paramLabel = "K",
      defaultValue = "10",
      description = "Components of the mixture (default: ${DEFAULT-VALUE}).")
  private int components;

  @Mixin private ConditionOptions condition;

  @Mixin private SeedOption seed;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    if (n < 1) {
      throw CommandException.badInput("-n: expected at least 1, got " + n);
    }
    return trained.write(vae, List.of("x"), List.of(FileKind.values()), this::samples);
  }

  private ResultFile samples(TrainedModel model, Target target) {
    int d = model.inputs().dimension() + model.latentSize() + model.inputs().conditionSize();
    Limits.standard().elements("-n", -1, new int[] {n, 3, d}, ElementKind.F8);
    ResultFile.requireDrawable(model.data(), target, n);
    Key key = seed.key(model, "sample");
    Optional<NdArray> given = condition.of(model, n);
    Samples samples =
        switch (sampler) {
          case PRIOR -> given.isPresent() ? model.sample(given.get(), key) : model.sample(n, key);
          default -> model.sampleAt(fitted(model, key).draw(n, key.fold("draw")), given, key);
        };
    ResultFile result =
        new ResultFile(model.data(), "mean")
            .examples("mean", samples.mean())
            .examples("x", samples.x())
            .with("z", samples.z());
    given.ifPresent(it -> result.with(CodesFile.CONDITION, it));
    return result;
  }

  private LatentSampler fitted(TrainedModel model, Key key) {
    if (model.inputs().conditionSize() > 0) {
      throw CommandException.badInput(
          "--sampler: this model is conditional, and others than the prior are fitted to the codes"
              + " of all examples\nTake the prior.");
    }
    NdArray codes = model.encode(model.inputs().train(), 1, key.fold("codes"));
    Key fit = key.fold("fit");
    LatentSampler fitted =
        sampler == Sampler.TWO_STAGE
            ? TwoStageSampler.fit(codes, TwoStageSampler.Settings.DEFAULT, fit, model.kernels())
            : GaussianMixtureSampler.fit(codes, components, fit);
    LatentSampler.Description said = fitted.description();
    vae.out()
        .println(
            "z is drawn by %s, fitted to the codes of the training data%s"
                .formatted(
                    said.name(),
                    said.definedBits() ? "" : "; its bits may differ between machines"));
    return fitted;
  }
}
