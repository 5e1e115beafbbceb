package vae.models.likelihood;

import java.util.Optional;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Observation;
import vae.core.distribution.StudentT;
import vae.core.model.LikelihoodModel;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/**
 * Student-t observations about the decoder's output, for real-valued data with heavy tails.
 *
 * <p>\[ x_j = f_j(z) + s\,t_\nu \]
 *
 * <p>Gaussian as ν → ∞, Cauchy at ν = 1. A learned log s has the parameter {@code
 * likelihood.log-scale} and a soft floor.
 */
public final class StudentTLikelihood implements LikelihoodModel {

  /**
   * @param degreesOfFreedom ν &gt; 0; the mean exists above 1, the variance above 2
   */
  @Describe("Student-t observations about the decoder's output, for data with heavy tails.")
  public record Spec(
      @Default("4.0") @Describe("degrees of freedom, above 0") double degreesOfFreedom,
      @Default("0.1") @Describe("scale, above 0, in units of the data") double scale,
      @Default("false") @Describe("whether the scale is learned, from the given one")
          boolean learned,
      @Default("-6.0") @Describe(LogScale.FLOOR) double floor)
      implements LikelihoodModel.Spec {

    public Spec {
      Require.positive("degreesOfFreedom", degreesOfFreedom);
      LogScale.require(scale, learned, floor);
    }

    @Override
    public double[] outputFor(double[] mean) {
      return mean.clone();
    }
  }

  private final double degreesOfFreedom;
  private final LogScale scale;

  public StudentTLikelihood(Spec spec, ModelSite at) {
    degreesOfFreedom = spec.degreesOfFreedom();
    scale = LogScale.of(at, spec.scale(), spec.learned(), spec.floor());
  }

  @Override
  public Observation given(Tensor output) {
    return new StudentT(output, scale.on(output.tape()), degreesOfFreedom);
  }

  @Override
  public Optional<String> concern() {
    return scale.concern();
  }
}
