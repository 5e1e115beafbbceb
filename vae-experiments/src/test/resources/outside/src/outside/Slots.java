package outside;

import vae.core.model.Prior;
import vae.core.wiring.SlotModule;
import vae.data.source.DataSource;

/** The modules of the jar: a line for each component. */
final class Slots {

  private Slots() {}

  public static final class Priors extends SlotModule<Prior> {
    public Priors() {
      super("prior", Prior.class, Prior.Spec.class);
    }

    @Override
    protected void components() {
      modelComponent(
          "laplace",
          LaplacePrior.Spec.class,
          (spec, at) -> new LaplacePrior(at.sizes().latent(), spec.scale()));
    }
  }

  public static final class Sources extends SlotModule<DataSource> {
    public Sources() {
      super("data", DataSource.class, DataSource.Spec.class);
    }

    @Override
    protected void components() {
      component("spiral", Spiral.Spec.class, (spec, at) -> new Spiral(spec));
    }
  }
}
