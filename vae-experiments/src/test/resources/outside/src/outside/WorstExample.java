package outside;

import java.util.Arrays;
import java.util.List;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.model.Quantity;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Metric;

/** A quantile over examples of the distortion: how bad the worst reconstructions are. */
public final class WorstExample implements Metric {

  @Describe("A quantile over examples of the distortion.")
  public record Spec(@Default("1") @Describe("the quantile, above 0, at most 1") double quantile)
      implements Metric.Spec {
    public Spec {
      Require.between("quantile", quantile, 0.001, 1);
    }
  }

  private static final Quantity WORST =
      new Quantity(
          "worst-distortion",
          "worst distortion",
          Quantity.Unit.NATS,
          Quantity.Better.SMALLER,
          Quantity.Shown.SUMMARY);

  private final double quantile;

  WorstExample(Spec spec) {
    quantile = spec.quantile();
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(WORST);
  }

  @Override
  public boolean everyEpoch() {
    return true;
  }

  @Override
  public void measure(Evaluator on, Measurements out) {
    double[] each = new double[on.size()];
    on.forEachChunk(
        0,
        (model, noise, from) -> {
          Tensor z = model.posterior().draw(1, noise).z();
          Tensor fit = model.generative().likelihood(z).logProb(model.x());
          Tensor distortion = fit.mean(Distribution.SAMPLE).negate();
          for (int i = 0; i < distortion.shape().size(); i++) {
            each[from + i] = distortion.get(i);
          }
        });
    out.putEach(WORST, each);
    double[] sorted = each.clone();
    Arrays.sort(sorted);
    int place = (int) Math.ceil(quantile * sorted.length) - 1;
    out.put(WORST, Measured.unmeasured(sorted[place]));
  }
}
