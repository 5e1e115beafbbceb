package vae.data.wiring;

import vae.core.wiring.SlotModule;
import vae.data.missing.MaskFile;
import vae.data.missing.MissingAtRandom;
import vae.data.missing.MissingNumbers;
import vae.data.missing.MissingValues;
import vae.data.missing.NothingMissing;

public final class MissingModule extends SlotModule<MissingValues> {

  public MissingModule() {
    super("missing", MissingValues.class, MissingValues.Spec.class);
  }

  @Override
  protected void components() {
    component("none", NothingMissing.Spec.class, (_, _) -> new NothingMissing());
    component("nan", MissingNumbers.Spec.class, (_, _) -> new MissingNumbers());
    component("mask", MaskFile.Spec.class, (spec, _) -> new MaskFile(spec));
    component("at-random", MissingAtRandom.Spec.class, (spec, _) -> new MissingAtRandom(spec));
  }
}
