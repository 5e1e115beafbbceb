package vae.models.posterior;

import java.util.Optional;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.model.PosteriorFamily;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.SpecException;

/**
 * Bounds of the log variance that an encoder gives: \(\log\sigma^2\) outside of them counts as the
 * nearer bound, and gets no gradient.
 *
 * <p>Keeps early steps from variances that are extreme. A posterior that should be narrower than
 * the lower bound loses by it: watch the share of log variances there.
 *
 * <p>Source: the code of Tomczak and Welling (2018), a hardtanh on [−6, 2].
 *
 * @param min finite, below {@code max}
 * @param max finite
 */
@Describe(
    value = "Bounds of the log variance, with gradient 0 outside.",
    source = "code of Tomczak and Welling (2018)")
public record LogVarianceClip(
    @Default("-6.0") @Describe("lower bound of log σ²") double min,
    @Default("2.0") @Describe("upper bound of log σ², above min") double max) {

  /**
   * @throws SpecException where a bound is not finite, or they are not in order
   */
  public LogVarianceClip {
    Require.finite("min", min);
    Require.above("max", max, "min", min);
  }

  /** A family whose log variance may have bounds. */
  public interface Option extends PosteriorFamily.Spec {

    /** Empty where there are no bounds. */
    Optional<LogVarianceClip> logVarianceClip();
  }

  /** Means, then logarithms of standard deviations, of a network's outputs [*S, B, n ≥ 2m]. */
  static DiagonalGaussian gaussian(Option family, Tensor outputs, int m) {
    DiagonalGaussian q = DiagonalGaussian.ofOutputs(outputs, m);
    return family
        .logVarianceClip()
        .map(it -> new DiagonalGaussian(q.mean(), it.logDeviation(q.logDeviation())))
        .orElse(q);
  }

  /** log σ with log σ² within the bounds. */
  private Tensor logDeviation(Tensor logDeviation) {
    return logDeviation.clamp(0.5 * min, 0.5 * max);
  }

  /** σ with log σ² within the bounds. */
  Tensor deviation(Tensor deviation) {
    return deviation.clamp(StrictMath.exp(0.5 * min), StrictMath.exp(0.5 * max));
  }
}
