package outside;

import vae.core.model.Decoder;
import vae.core.model.Encoder;
import vae.core.model.Estimator;
import vae.core.model.PosteriorFamily;
import vae.core.model.Prior;
import vae.core.wiring.SlotModule;
import vae.data.source.DataSource;
import vae.experiments.evaluation.Metric;
import vae.experiments.training.Callback;

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
      modelComponent("pseudo-input", PseudoInputPrior.Spec.class, PseudoInputPrior::of);
    }
  }

  public static final class Encoders extends SlotModule<Encoder> {
    public Encoders() {
      super("encoder", Encoder.class, Encoder.Spec.class);
    }

    @Override
    protected void components() {
      modelComponent("label-encoder", LabelEncoder.Spec.class, LabelEncoder::of);
      modelComponent("two-layers", TwoLayers.Spec.class, TwoLayers::of);
    }
  }

  public static final class Decoders extends SlotModule<Decoder> {
    public Decoders() {
      super("decoder", Decoder.class, Decoder.Spec.class);
    }

    @Override
    protected void components() {
      modelComponent("label-decoder", LabelDecoder.Spec.class, LabelDecoder::of);
    }
  }

  public static final class Posteriors extends SlotModule<PosteriorFamily> {
    public Posteriors() {
      super("posterior", PosteriorFamily.class, PosteriorFamily.Spec.class);
    }

    @Override
    protected void components() {
      modelComponent(
          "radial",
          RadialFlow.Spec.class,
          (spec, at) -> new RadialFlow(at.sizes().latent(), spec.maps()));
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

  public static final class Estimators extends SlotModule<Estimator> {
    public Estimators() {
      super("estimator", Estimator.class, Estimator.Spec.class);
    }

    @Override
    protected void components() {
      component("half-iwae", HalfBound.Spec.class, (spec, at) -> new HalfBound(spec));
      component("layered-elbo", LayeredElbo.Spec.class, (spec, at) -> new LayeredElbo(spec));
    }
  }

  public static final class Callbacks extends SlotModule<Callback> {
    public Callbacks() {
      super("callback", Callback.class, Callback.Spec.class);
    }

    @Override
    protected void components() {
      component("target", Target.Spec.class, (spec, at) -> new Target(spec));
    }
  }

  public static final class Metrics extends SlotModule<Metric> {
    public Metrics() {
      super("metric", Metric.class, Metric.Spec.class);
    }

    @Override
    protected void components() {
      component("worst-example", WorstExample.Spec.class, (spec, at) -> new WorstExample(spec));
    }
  }
}
