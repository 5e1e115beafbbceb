package outside;

import java.nio.charset.StandardCharsets;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.experiments.training.Callback;
import vae.experiments.training.Training;

/** Ends training as soon as the bound on training data has reached a value. */
public record Target(Spec spec) implements Callback {

  @Describe("Training ends as soon as the bound on training data has reached a value.")
  public record Spec(@Default("-10.0") @Describe("in nats") double value)
      implements Callback.Spec {}

  @Override
  public void afterEpoch(Training training) {
    double bound = training.metrics().getOrDefault("train/elbo", Double.NaN);
    if (bound >= spec.value()) {
      training.stop("train/elbo has reached " + spec.value());
    }
  }

  @Override
  public void end(Training training) {
    String text = "steps " + training.step() + "\n";
    training.write("steps.txt", text.getBytes(StandardCharsets.UTF_8));
  }
}
