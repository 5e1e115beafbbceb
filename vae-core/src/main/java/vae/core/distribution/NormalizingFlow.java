package vae.core.distribution;

import java.util.List;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;

/**
 * A Gaussian seen through a chain of invertible maps, \(z = f_T \circ \cdots \circ f_1(z_0)\).
 *
 * <p>\[ \log q(z) = \log q_0(z_0) - \sum_t \log \lvert \det J_t(z_{t-1}) \rvert \]
 *
 * <p>Draws carry the density of the path that made them. The density elsewhere, and both parts of
 * the gradient of {@link Draws#logProb}, take the inverse maps, which may cost far more. Batch [*S,
 * B] as a posterior, batch [] as a prior; event [m].
 *
 * <p>Source: Rezende and Mohamed (2015), section 3.
 *
 * @param base the distribution of \(z_0\)
 * @param steps \(f_1, \ldots, f_T\)
 */
public record NormalizingFlow(DiagonalGaussian base, List<Bijection> steps)
    implements Posterior, VectorDistribution, HasDensity {

  public NormalizingFlow {
    steps = List.copyOf(steps);
  }

  @Override
  public Shape rows() {
    return base.rows();
  }

  @Override
  public Draws draw(int samples, Key key) {
    ForwardFlow.Path path = ForwardFlow.Path.of(base, steps, samples, key);
    return new Along(this, path.z(), path.logProb());
  }

  /** Draws with the density that was computed on the way. */
  private record Along(NormalizingFlow q, Tensor z, Tensor logProb) implements Draws {

    @Override
    public Draws stopGradient() {
      NormalizingFlow held = q.stopGradient();
      return held == q ? this : new Inverted(held, z, logProb.detach());
    }

    @Override
    public Draws detached() {
      Tensor held = z.detach();
      return held == z ? this : new Inverted(q, held, logProb.detach());
    }
  }

  /** The same with z or q held: the value is the path's, the gradient that of the inverse. */
  private record Inverted(NormalizingFlow q, Tensor z, Tensor value) implements Draws {

    @Override
    public Tensor logProb() {
      Tensor density = q.logProb(z);
      return value.add(density.subtract(density.detach()));
    }

    @Override
    public Draws stopGradient() {
      return new Inverted(q.stopGradient(), z, value);
    }

    @Override
    public Draws detached() {
      return new Inverted(q, z.detach(), value);
    }
  }

  @Override
  public Tensor logProb(Tensor z) {
    Tensor origin = z;
    Tensor logVolume = null;
    for (Bijection step : steps.reversed()) {
      Bijection.Image image = step.inverse(origin);
      origin = image.value();
      logVolume = logVolume == null ? image.logVolume() : logVolume.add(image.logVolume());
    }
    Tensor start = base.logProb(origin);
    return logVolume == null ? start : start.add(logVolume);
  }

  @Override
  public NormalizingFlow stopGradient() {
    DiagonalGaussian heldBase = base.stopGradient();
    List<Bijection> heldSteps = steps.stream().map(Bijection::stopGradient).toList();
    boolean nothing = heldBase.equals(base) && heldSteps.equals(steps);
    return nothing ? this : new NormalizingFlow(heldBase, heldSteps);
  }
}
