package vae.models.posterior;

import java.util.Optional;
import java.util.stream.IntStream;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.FlowStep;
import vae.core.distribution.ForwardFlow;
import vae.core.model.PosteriorFamily;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;

/**
 * Planar flow: a diagonal Gaussian bent along T directions, all numbers from the encoder.
 *
 * <p>\[ z_0 = \mu + \sigma_0 \odot \varepsilon, \qquad z_t = z_{t-1} + \hat u_t \tanh(w_t^\top
 * z_{t-1} + b_t), \qquad \log q(z_T \mid x) = \log q_0(z_0) - \sum_t \log \lvert 1 + \hat u_t^\top
 * w_t (1 - \tanh^2(w_t^\top z_{t-1} + b_t)) \rvert \]
 *
 * <p>with \(\hat u_t\) from \(u_t\) such that each step has an inverse. The encoder gives 2m + T(2m
 * + 1) numbers.
 *
 * <p>Cheap: a step takes O(m). A step bends z along one direction only, so that a large m needs
 * many; "iaf" bends all coordinates at once. The inverse has no closed form, and the density is
 * known at its own draws alone: the prior "vamp" and the estimators "stl", "dreg" and "rws" are
 * refused. The KL is that of draws.
 *
 * <p>Source: Rezende and Mohamed (2015), sections 4.1 and 4.2.
 *
 * @param latentSize m ≥ 1
 */
public record Planar(int latentSize, Spec spec) implements PosteriorFamily {

  @Describe(
      value = "Gaussian bent along a chain of directions that the encoder gives.",
      source = "Rezende and Mohamed (2015), section 4.1")
  public record Spec(
      @Default("10") @Describe("T, steps of the flow, at least 1") int steps,
      @Since("0.2.0")
          @Default("null")
          @Describe("bounds of log σ² of z₀, with gradient 0 outside; null for none")
          Optional<LogVarianceClip> logVarianceClip)
      implements LogVarianceClip.Option {

    public Spec {
      Require.atLeast("steps", steps, 1);
    }

    public Spec(int steps) {
      this(steps, Optional.empty());
    }
  }

  /**
   * 2m + T(2m + 1).
   *
   * @throws ArithmeticException where that is more than an int holds
   */
  @Override
  public int parameterCount() {
    return Math.addExact(
        Math.multiplyExact(2, latentSize), Math.multiplyExact(spec.steps(), perStep()));
  }

  private int perStep() {
    return Math.addExact(Math.multiplyExact(2, latentSize), 1);
  }

  /**
   * [*S, B, 2m + T(2m + 1)]: means of z₀, then logarithms of its standard deviations, then u₁, w₁,
   * b₁, u₂, w₂, b₂, …
   */
  @Override
  public ForwardFlow of(Tensor parameters) {
    DiagonalGaussian base = LogVarianceClip.gaussian(spec, parameters, latentSize);
    return new ForwardFlow(
        base,
        IntStream.range(0, spec.steps())
            .mapToObj(t -> step(parameters, 2 * latentSize + t * perStep()))
            .toList());
  }

  private FlowStep step(Tensor parameters, int from) {
    int w = from + latentSize;
    int b = w + latentSize;
    return PlanarStep.of(
        parameters.slice(-1, from, w), parameters.slice(-1, w, b), parameters.slice(-1, b, b + 1));
  }
}
