package outside;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.model.Claim;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;
import vae.core.model.Quantity;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/** The importance-weighted bound of half the samples, under a name of its own. */
public final class HalfBound implements Estimator {

  @Describe("The importance-weighted bound of half as many samples.")
  public record Spec(@Default("4") @Describe("samples, at least 2") int samples)
      implements Estimator.Spec {
    public Spec {
      Require.atLeast("samples", samples, 2);
    }
  }

  private final int samples;

  HalfBound(Spec spec) {
    samples = spec.samples() / 2;
  }

  @Override
  public Claim claim() {
    return new Claim(
        Quantity.bound("half-iwae", "half IWAE bound"),
        "importance-weighted bound of half the samples",
        Claim.Direction.UNBIASED,
        "below log p(x) by a gap that closes as 1/K",
        true);
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Tensor logWeights = p.logWeights(x, encoder.encode(x).draw(samples, key));
    return Estimate.ofBound(logWeights.logMeanExp(Distribution.SAMPLE));
  }
}
