package hostile;

import vae.core.model.Prior;
import vae.core.wiring.SlotModule;
import vae.experiments.evaluation.Metric;
import vae.experiments.training.Callback;

/** The modules of the jar. */
final class Rogues {

  private Rogues() {}

  public static final class Priors extends SlotModule<Prior> {
    public Priors() {
      super("prior", Prior.class, Prior.Spec.class);
    }

    @Override
    protected void components() {
      modelComponent(
          "rogue", RoguePrior.Spec.class, (spec, at) -> new RoguePrior(at.sizes().latent()));
    }
  }

  public static final class Callbacks extends SlotModule<Callback> {
    public Callbacks() {
      super("callback", Callback.class, Callback.Spec.class);
    }

    @Override
    protected void components() {
      component("rogue", RogueCallback.Spec.class, (spec, at) -> new RogueCallback(spec));
    }
  }

  public static final class Metrics extends SlotModule<Metric> {
    public Metrics() {
      super("metric", Metric.class, Metric.Spec.class);
    }

    @Override
    protected void components() {
      component("rogue", RogueMetric.Spec.class, (spec, at) -> new RogueMetric(spec));
    }
  }
}
