package vae.models.likelihood;

import java.util.Optional;
import java.util.OptionalInt;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiscretizedLogistic;
import vae.core.distribution.Observation;
import vae.core.model.LikelihoodModel;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/**
 * Grey levels as rounded logistic variables about the decoder's output, with one learned scale.
 *
 * <p>\[ p(x = k w \mid z) = \sigma\Bigl(\frac{(k + \frac12) w - f(z)}s\Bigr) - \sigma\Bigl(\frac{(k
 * - \frac12) w - f(z)}s\Bigr), \qquad w = \frac1{K-1} \]
 *
 * <p>The lowest and the highest level take the tails. Data lie in [0, 1] and are rounded to the
 * nearest of K levels, so nats compare with those of other masses on the same levels and not with
 * densities. The parameter is {@code likelihood.log-scale}, with a soft floor.
 *
 * <p>Source: Kingma et al. (2016), section 5; Salimans et al. (2017), section 2.1.
 */
public final class DiscretizedLogisticLikelihood implements LikelihoodModel {

  @Describe(
      value = "Grey levels as rounded logistic variables about the decoder's output.",
      source = "Kingma et al. (2016), section 5; Salimans et al. (2017), section 2.1")
  public record Spec(
      @Default("256") @Describe("grey levels on [0, 1], from 2 to 65536") int levels,
      @Default("0.1") @Describe("first scale, in units of the data; it is learned") double scale,
      @Default("-6.0") @Describe(LogScale.FLOOR) double floor)
      implements LikelihoodModel.Spec {

    public Spec {
      Require.between("levels", levels, 2, 65536);
      Require.positive("scale", scale);
      Require.finite("floor", floor);
      LogScale.requireAboveFloor("scale", scale, floor);
    }

    /** The locations at the first scale, with means held within [0.001, 0.999]. */
    @Override
    public double[] outputFor(double[] mean) {
      return UnitMeans.outputs(mean, p -> DiscretizedLogistic.locationFor(p, scale, levels));
    }

    @Override
    public OptionalInt greyLevels() {
      return OptionalInt.of(levels);
    }

    @Override
    public boolean needsUnitInterval() {
      return true;
    }
  }

  private final int levels;
  private final LogScale scale;

  public DiscretizedLogisticLikelihood(Spec spec, ModelSite at) {
    levels = spec.levels();
    scale = LogScale.learned(at, "log-scale", Shape.SCALAR, spec.scale(), spec.floor());
  }

  @Override
  public Observation given(Tensor output) {
    return new DiscretizedLogistic(output, scale.on(output.tape()), levels);
  }

  @Override
  public Optional<String> concern() {
    return scale.concern();
  }
}
