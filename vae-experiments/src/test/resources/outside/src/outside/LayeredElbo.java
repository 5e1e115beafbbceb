package outside;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.Draws;
import vae.core.distribution.Kl;
import vae.core.distribution.LayeredDensity.Order;
import vae.core.distribution.LayeredPosterior;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.core.distribution.StandardGaussian;
import vae.core.model.Claim;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;
import vae.core.model.Quantity;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * The ELBO of two latent layers, with the KL of each apart.
 *
 * <p>\[ \mathbb E \log p(x \mid z_1, z_2) - \mathrm{KL}(q(z_1 \mid x) \,\|\, \mathcal N(0, I)) -
 * \mathbb E_{q(z_1 \mid x)} \mathrm{KL}(q(z_2 \mid z_1) \,\|\, \mathcal N(0, I)) \]
 */
public record LayeredElbo(Spec spec) implements Estimator {

  @Describe("ELBO of two latent layers, with the KL of each apart.")
  public record Spec(@Default("1") @Describe("draws of z for each example, at least 1") int samples)
      implements Estimator.Spec {
    public Spec {
      Require.atLeast("samples", samples, 1);
    }
  }

  private static final Quantity FIRST = rate("rate-first", "rate of the first layer");
  private static final Quantity SECOND = rate("rate-second", "rate of the second layer");

  private static Quantity rate(String name, String title) {
    return new Quantity(
        name, title, Quantity.Unit.NATS, Quantity.Better.NEITHER, Quantity.Shown.SUMMARY);
  }

  @Override
  public Claim claim() {
    return new Claim(
        Quantity.ELBO,
        "ELBO with the KL of each layer in closed form",
        Claim.Direction.LOWER,
        "unbiased for the ELBO with any number of draws",
        true,
        Quantity.RATE,
        Quantity.DISTORTION,
        FIRST,
        SECOND);
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    if (!(encoder.encode(x) instanceof LayeredPosterior q) || q.order() != Order.BOTTOM_UP) {
      throw new MisfitException(
          "needs an encoder of two layers", "Take the encoder {\"type\": \"hierarchical\"}.");
    }
    if (!(p.prior() instanceof StandardGaussian)) {
      throw new MisfitException(
          "needs a prior under which the layers are independent",
          "Take the prior {\"type\": \"standard-normal\"}.");
    }
    Draws draws = q.draw(spec.samples(), key);
    Tensor z1 = draws.z().slice(-1, 0, q.first().eventShape().size());
    if (!(q.second().given(z1) instanceof Posterior given)) {
      throw new MisfitException("needs the KL of the second layer", "Take another estimator.");
    }
    Tensor first = Kl.closedForm(q.first(), standard(x, q.first())); // [B]
    Tensor second = Kl.closedForm(given, standard(x, given)).mean(Distribution.SAMPLE); // [B]
    return Estimate.ofElbo(p.distortion(x, draws), first.add(second))
        .with(FIRST, first)
        .with(SECOND, second);
  }

  private static StandardGaussian standard(Tensor x, Distribution layer) {
    return new StandardGaussian(x.tape(), layer.eventShape().size());
  }
}
