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
 * A Gaussian pushed to or from a centre by K radial maps, \(f(z) = z + \beta g (z - c)\) with \(g =
 * 1 / (\alpha + r)\) and \(r = \lVert z - c \rVert\): its density is known at its own draws, and
 * its mean is not known at all.
 *
 * <p>\[ \log q(z_K) = \log q_0(z_0) - \sum_k \left( (m - 1) \log (1 + \beta_k g_k) + \log (1 +
 * \alpha_k \beta_k g_k^2) \right), \qquad \beta_k > -\alpha_k \]
 *
 * <p>Source: Rezende and Mohamed (2015), eq. 14 and appendix A.2.
 */
public record RadialFlow(int size, int maps) implements PosteriorFamily {

  @Describe("Gaussian pushed by radial maps whose numbers the encoder gives.")
  public record Spec(@Default("2") @Describe("radial maps, at least 1") int maps)
      implements PosteriorFamily.Spec {
    public Spec {
      Require.atLeast("maps", maps, 1);
    }
  }

  @Override
  public int parameterCount() {
    return 2 * size + maps * (size + 2);
  }

  /** [*S, B, P]: mean and log deviation of z₀, then centre, log α and β̂ of each map. */
  @Override
  public Posterior of(Tensor parameters) {
    Tensor mean = parameters.slice(-1, 0, size);
    Tensor logDeviation = parameters.slice(-1, size, 2 * size);
    List<Map> chain = new ArrayList<>();
    for (int at = 2 * size; at < parameterCount(); at += size + 2) {
      Tensor alpha = parameters.slice(-1, at + size, at + size + 1).exp();
      Tensor beta = parameters.slice(-1, at + size + 1, at + size + 2).softplus().subtract(alpha);
      chain.add(new Map(parameters.slice(-1, at, at + size), alpha, beta));
    }
    return new Flow(new DiagonalGaussian(mean, logDeviation), List.copyOf(chain));
  }

  /** The centre [*S, B, m], α and β [*S, B, 1]. */
  private record Map(Tensor centre, Tensor alpha, Tensor beta) {

    Map held() {
      return new Map(centre.detach(), alpha.detach(), beta.detach());
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
        Tensor apart = z.subtract(map.centre());
        Tensor radius = apart.square().sumKeeping(-1).sqrt(); // [S, *, B, 1]
        Tensor pull = radius.add(map.alpha()).reciprocal();
        Tensor push = map.beta().multiply(pull);
        Tensor across = push.add(1).log().multiply(base.eventShape().size() - 1);
        Tensor along = push.multiply(pull).multiply(map.alpha()).add(1).log();
        logProb = logProb.subtract(across.add(along).sum(-1));
        z = z.add(apart.multiply(push));
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
            "needs a posterior whose density is known at any point, and a radial flow's is not",
            "Take an estimator that differentiates the whole log weight, such as \"iwae\".");
      }
      return this;
    }
  }
}
