package vae.core.oracle;

import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.GenerativeModel;

/**
 * The evidence of any model with one or two latent dimensions, by quadrature:
 *
 * <p>\[ \log p_\theta(x) = \log \int p_\theta(x \mid z)\, \pi(z)\, \mathrm dz \]
 *
 * <p>The error is judged by a rule with two thirds of the points.
 */
public final class QuadratureOracle {

  /** Panels of ten points for each latent dimension, for m = 1 and m = 2. */
  private static final int[] PANELS = {96, 30};

  /** Deviations of the prior on either side; what lies beyond has a mass of 1e-15. */
  private static final double REACH = 8;

  /**
   * @param value log p(x), in nats
   * @param error how far the coarser rule is off
   */
  public record LogEvidence(double value, double error) {}

  private final int latentSize;
  private final double scale;

  /**
   * For a prior near N(0, I).
   *
   * @param latentSize m, 1 or 2
   */
  public QuadratureOracle(int latentSize) {
    this(latentSize, 1);
  }

  /**
   * @param latentSize m, 1 or 2
   * @param scale about the prior's standard deviation
   */
  public QuadratureOracle(int latentSize, double scale) {
    if (latentSize < 1 || latentSize > 2) {
      throw new IllegalArgumentException("expected 1 or 2 latent dimensions, got " + latentSize);
    }
    this.latentSize = latentSize;
    this.scale = scale;
  }

  /** log p(x) for one example. */
  public LogEvidence logEvidence(Tape tape, GenerativeModel p, Tensor x) {
    int panels = PANELS[latentSize - 1];
    double fine = logEvidence(tape, p, x, panels);
    return new LogEvidence(fine, Math.abs(fine - logEvidence(tape, p, x, 2 * panels / 3)));
  }

  /** x [1, d]. */
  private double logEvidence(Tape tape, GenerativeModel p, Tensor x, int panels) {
    QuadratureRule line = QuadratureRule.interval(-REACH * scale, REACH * scale, panels);
    QuadratureRule rule = latentSize == 1 ? line : line.times(line);
    return rule.logIntegral(p.logJoint(x, rule.on(tape)));
  }
}
