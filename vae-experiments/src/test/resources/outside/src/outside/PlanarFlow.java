package outside;

import java.util.ArrayList;
import java.util.List;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Draws;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.core.model.PosteriorFamily;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * A Gaussian bent by K planar maps, \(f(z) = z + \hat u \tanh(w^\top z + b)\): its density is known
 * at its own draws, and its mean is not known at all.
 *
 * <p>\[ \log q(z_K) = \log q_0(z_0) - \sum_k \log |1 + \hat u_k^\top w_k (1 - \tanh^2(w_k^\top
 * z_{k-1} + b_k))| \]
 *
 * <p>Source: Rezende and Mohamed (2015), eqs. 10 to 13 and appendix A.1.
 */
public record PlanarFlow(int size, int maps) implements PosteriorFamily {

  @Describe("Gaussian bent by planar maps whose numbers the encoder gives.")
  public record Spec(@Default("2") @Describe("planar maps, at least 1") int maps)
      implements PosteriorFamily.Spec {
    public Spec {
      Require.atLeast("maps", maps, 1);
    }
  }

  @Override
  public int parameterCount() {
    return 2 * size + maps * (2 * size + 1);
  }

  /** [*S, B, P]: mean and log deviation of z₀, then u, w and b of each map. */
  @Override
  public Posterior of(Tensor parameters) {
    Tensor mean = parameters.slice(-1, 0, size);
    Tensor logDeviation = parameters.slice(-1, size, 2 * size);
    List<Map> chain = new ArrayList<>();
    for (int at = 2 * size; at < parameterCount(); at += 2 * size + 1) {
      Tensor u = parameters.slice(-1, at, at + size);
      Tensor w = parameters.slice(-1, at + size, at + 2 * size);
      chain.add(new Map(u, w, parameters.slice(-1, at + 2 * size, at + 2 * size + 1)));
    }
    return new Flow(new DiagonalGaussian(mean, logDeviation), List.copyOf(chain));
  }

  /** u and w [*S, B, m], b [*S, B, 1]. */
  private record Map(Tensor u, Tensor w, Tensor b) {

    /** u, moved along w so that \(w^\top \hat u > -1\), where the map has an inverse. */
    Tensor invertible() {
      Tensor product = u.multiply(w).sumKeeping(-1);
      Tensor shift = product.softplus().add(-1).subtract(product);
      return u.add(w.multiply(shift.divide(w.square().sumKeeping(-1).add(1e-6))));
    }

    Map held() {
      return new Map(u.detach(), w.detach(), b.detach());
    }
  }

  private record Flow(DiagonalGaussian base, List<Map> chain) implements Posterior {

    @Override
    public Shape batchShape() {
      return base.batchShape();
    }

    @Override
    public Shape eventShape() {
      return base.eventShape();
    }

    @Override
    public Draws draw(int samples, Key key) {
      Draws start = base.draw(samples, key);
      Tensor z = start.z();
      Tensor logProb = start.logProb();
      for (Map map : chain) {
        Tensor u = map.invertible();
        Tensor bend = z.multiply(map.w()).sumKeeping(-1).add(map.b()).tanh(); // [S, *, B, 1]
        Tensor slope = bend.square().negate().add(1);
        Tensor volume = u.multiply(map.w()).sumKeeping(-1).multiply(slope).add(1).abs();
        logProb = logProb.subtract(volume.log().sum(-1));
        z = z.add(u.multiply(bend));
      }
      return new Along(z, logProb);
    }

    @Override
    public Posterior stopGradient() {
      return new Flow(base.stopGradient(), chain.stream().map(Map::held).toList());
    }
  }

  /** Draws whose density was computed on the way: without an inverse there is no other. */
  private record Along(Tensor z, Tensor logProb) implements Draws {

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
            "needs a posterior whose density is known at any point, and a planar flow's is not",
            "Take an estimator that differentiates the whole log weight, such as \"iwae\".");
      }
      return this;
    }
  }
}
