package vae.core.distribution;

import java.util.List;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;

/**
 * A Gaussian seen through a chain of maps that are computed one way only, \(z = f_T \circ \cdots
 * \circ f_1(z_0)\).
 *
 * <p>\[ \log q(z) = \log q_0(z_0) - \sum_t \log \lvert \det J_t(z_{t-1}) \rvert \]
 *
 * <p>The density is known at its own draws alone: an estimator that holds z or q constant in it is
 * refused. Where the maps have inverses, take {@link NormalizingFlow}. Batch [*S, B], event [m].
 *
 * <p>Source: Rezende and Mohamed (2015), section 3.
 *
 * @param base the distribution of \(z_0\)
 * @param steps \(f_1, \ldots, f_T\)
 */
public record ForwardFlow(DiagonalGaussian base, List<FlowStep> steps)
    implements Posterior, VectorDistribution {

  public ForwardFlow {
    steps = List.copyOf(steps);
  }

  @Override
  public Shape rows() {
    return base.rows();
  }

  @Override
  public Draws draw(int samples, Key key) {
    return Path.of(base, steps, samples, key);
  }

  @Override
  public ForwardFlow stopGradient() {
    DiagonalGaussian heldBase = base.stopGradient();
    List<FlowStep> heldSteps = steps.stream().map(FlowStep::stopGradient).toList();
    boolean nothing = heldBase.equals(base) && heldSteps.equals(steps);
    return nothing ? this : new ForwardFlow(heldBase, heldSteps);
  }

  /** Draws with the density that was computed on the way. */
  record Path(Tensor z, Tensor logProb) implements Draws {

    static Path of(DiagonalGaussian base, List<? extends FlowStep> steps, int samples, Key key) {
      Draws start = base.draw(samples, key);
      Tensor z = start.z();
      Tensor logProb = start.logProb();
      for (FlowStep step : steps) {
        FlowStep.Image image = step.forward(z);
        z = image.value();
        logProb = logProb.subtract(image.logVolume());
      }
      return new Path(z, logProb);
    }

    @Override
    public Draws stopGradient() {
      return unlessDifferentiated();
    }

    @Override
    public Draws detached() {
      return unlessDifferentiated();
    }

    private Draws unlessDifferentiated() {
      if (z.tape().isDifferentiable(z)) {
        throw new MisfitException(
            "needs a posterior whose density is known at every z, and a flow without an inverse"
                + " has one at its own draws alone",
            "Take an estimator that differentiates the whole log weight, such as \"iwae\".");
      }
      return this;
    }
  }
}
