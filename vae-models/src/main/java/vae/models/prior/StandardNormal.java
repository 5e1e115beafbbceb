package vae.models.prior;

import com.google.inject.Inject;
import vae.autodiff.tape.Tape;
import vae.core.distribution.Distribution;
import vae.core.distribution.StandardGaussian;
import vae.core.model.ModelContext;
import vae.core.model.Prior;
import vae.core.spec.ComponentFactory;
import vae.core.spec.Describe;

/**
 * The standard normal prior, \(\pi(z) = \mathcal N(0, I_m)\).
 *
 * <p>Source: Kingma and Welling (2014), section 3.
 */
public final class StandardNormal implements Prior {

  /** No parameters. */
  @Describe(
      value = "The standard normal prior N(0, I).",
      source = "Kingma and Welling (2014), section 3")
  public record Spec() implements Prior.Spec {}

  private final int latentSize;

  /**
   * @param latentSize m ≥ 1
   */
  public StandardNormal(int latentSize) {
    this.latentSize = latentSize;
  }

  @Override
  public Distribution on(Tape tape) {
    return new StandardGaussian(tape, latentSize);
  }

  /** Makes it for the run's latent size. */
  public static final class Factory implements ComponentFactory<Prior, Spec> {

    private final ModelContext context;

    @Inject
    Factory(ModelContext context) {
      this.context = context;
    }

    @Override
    public Prior create(Spec spec) {
      return new StandardNormal(context.latentSize());
    }
  }
}
