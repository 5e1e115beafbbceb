package vae.experiments.training.callback;

import vae.core.wiring.SlotModule;
import vae.experiments.training.Callback;

/** The components of slot {@code callback}. */
public final class CallbackModule extends SlotModule<Callback> {

  public CallbackModule() {
    super("callback", Callback.class, Callback.Spec.class);
  }

  @Override
  protected void components() {
    component("early-stopping", EarlyStopping.Spec.class, (spec, _) -> new EarlyStopping(spec));
    component("sample-sheet", SampleSheet.Spec.class, (spec, _) -> new SampleSheet(spec));
    component("weight-average", WeightAverage.Spec.class, (spec, _) -> new WeightAverage(spec));
  }
}
