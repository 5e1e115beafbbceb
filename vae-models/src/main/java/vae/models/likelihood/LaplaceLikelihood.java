package vae.models.likelihood;

import java.util.Optional;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Laplace;
import vae.core.distribution.Observation;
import vae.core.model.LikelihoodModel;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.wiring.ModelSite;

/**
 * Laplace observations about the decoder's output, for real-valued data with outliers: the absolute
 * error in place of the squared one.
 *
 * <p>\[ \log p(x \mid z) = -\frac1b \sum_j |x_j - f_j(z)| - d \log 2b \]
 *
 * <p>A learned log b has the parameter {@code likelihood.log-scale} and a soft floor.
 */
public final class LaplaceLikelihood implements LikelihoodModel {

  @Describe("Laplace observations about the decoder's output, for real-valued data.")
  public record Spec(
      @Default("0.1") @Describe("scale b, above 0, in units of the data") double scale,
      @Default("false") @Describe("whether the scale is learned, from the given one")
          boolean learned,
      @Default("-6.0") @Describe(LogScale.FLOOR) double floor)
      implements LikelihoodModel.Spec {

    public Spec {
      LogScale.require(scale, learned, floor);
    }

    @Override
    public double[] outputFor(double[] mean) {
      return mean.clone();
    }
  }

  private final LogScale scale;

  public LaplaceLikelihood(Spec spec, ModelSite at) {
    scale = LogScale.of(at, spec.scale(), spec.learned(), spec.floor());
  }

  @Override
  public Observation given(Tensor output) {
    return new Laplace(output, scale.on(output.tape()));
  }

  @Override
  public Optional<String> concern() {
    return scale.concern();
  }
}
