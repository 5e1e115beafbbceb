package vae.data.wiring;

import vae.core.wiring.SlotModule;
import vae.data.transform.Binarization;
import vae.data.transform.DynamicBinarization;
import vae.data.transform.NoBinarization;
import vae.data.transform.StaticBinarization;
import vae.data.transform.ThresholdBinarization;

public final class BinarizationModule extends SlotModule<Binarization> {

  public BinarizationModule() {
    super("binarization", Binarization.class, Binarization.Spec.class);
  }

  @Override
  protected void components() {
    component("none", NoBinarization.Spec.class, (_, _) -> new NoBinarization());
    component(
        "threshold",
        ThresholdBinarization.Spec.class,
        (spec, _) -> new ThresholdBinarization(spec));
    component(
        "dynamic-per-batch",
        DynamicBinarization.Spec.class,
        (spec, _) -> new DynamicBinarization(spec));
    component("static", StaticBinarization.Spec.class, (spec, _) -> new StaticBinarization(spec));
  }
}
