package vae.experiments.cli;

import picocli.CommandLine.Option;
import vae.autodiff.random.Key;
import vae.experiments.trained.TrainedModel;

/** The seed of what a trained model draws. */
final class SeedOption {

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of what is drawn (default: the run's own).")
  private Long seed;

  /**
   * The key of a command's draws.
   *
   * @param command whose draws are independent of another's
   */
  Key key(TrainedModel model, String command) {
    long number = seed == null ? model.experiment().spec().seed() : seed;
    return Key.of(number).fold("vae " + command);
  }
}
