package faulty;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.distribution.HasMarginals;
import vae.core.distribution.HasMean;
import vae.core.distribution.Posterior;
import vae.core.model.PosteriorFamily;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.wiring.ModelSite;
import vae.core.wiring.SlotModule;

/** Diagonal Gaussians with a fault that their spec names. */
public final class FaultyPosterior implements PosteriorFamily {

  @Describe("A posterior with a fault.")
  public record Spec(@Default("\"none\"") @Describe("the fault") String fault)
      implements PosteriorFamily.Spec {}

  private final String fault;
  private final int size;

  private FaultyPosterior(String fault, int size) {
    this.fault = fault;
    this.size = size;
  }

  @Override
  public int parameterCount() {
    return 2 * size;
  }

  @Override
  public Posterior of(Tensor parameters) {
    Tensor mean = parameters.slice(-1, 0, size);
    Tensor logDeviation = parameters.slice(-1, size, 2 * size);
    return new Member(fault, new DiagonalGaussian(mean, logDeviation));
  }

  private record Member(String fault, DiagonalGaussian q)
      implements Posterior, HasDensity, HasMean, HasMarginals {

    @Override
    public Shape batchShape() {
      return q.batchShape();
    }

    @Override
    public Shape eventShape() {
      return q.eventShape();
    }

    @Override
    public Draws draw(int samples, Key key) {
      Tensor z = q.draw(samples, key).z();
      return Draws.of(this, fault.equals("shifted-samples") ? z.add(0.4) : z);
    }

    @Override
    public Tensor logProb(Tensor z) {
      Tensor density = q.logProb(z);
      return fault.equals("scalar-density") ? density.sum() : density;
    }

    @Override
    public Tensor mean() {
      return q.mean();
    }

    @Override
    public DiagonalGaussian marginals() {
      return q;
    }

    @Override
    public Posterior stopGradient() {
      return new Member(fault, q.stopGradient());
    }
  }

  static FaultyPosterior of(Spec spec, ModelSite at) {
    if (spec.fault().equals("throws-in-factory")) {
      throw new IllegalStateException("the factory");
    }
    return new FaultyPosterior(spec.fault(), at.sizes().latent());
  }

  public static final class Slot extends SlotModule<PosteriorFamily> {

    public Slot() {
      super("posterior", PosteriorFamily.class, PosteriorFamily.Spec.class);
    }

    @Override
    protected void components() {
      modelComponent("faulty", Spec.class, FaultyPosterior::of);
    }
  }
}
