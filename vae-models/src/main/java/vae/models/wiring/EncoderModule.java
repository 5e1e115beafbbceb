package vae.models.wiring;

import vae.core.model.Encoder;
import vae.core.wiring.SlotModule;
import vae.models.encoder.ConvEncoder;
import vae.models.encoder.GatedMlpEncoder;
import vae.models.encoder.HierarchicalEncoder;
import vae.models.encoder.LadderEncoder;
import vae.models.encoder.MlpEncoder;
import vae.models.encoder.WithMask;

/** The components of slot {@code encoder}. */
public final class EncoderModule extends SlotModule<Encoder> {

  public EncoderModule() {
    super("encoder", Encoder.class, Encoder.Spec.class);
  }

  @Override
  protected void components() {
    modelComponent("mlp", MlpEncoder.Spec.class, MlpEncoder::of);
    modelComponent("gated-mlp", GatedMlpEncoder.Spec.class, GatedMlpEncoder::of);
    modelComponent("conv", ConvEncoder.Spec.class, ConvEncoder::of);
    modelComponent("with-mask", WithMask.Spec.class, WithMask::of);
    modelComponent("hierarchical", HierarchicalEncoder.Spec.class, HierarchicalEncoder::of);
    modelComponent("ladder", LadderEncoder.Spec.class, LadderEncoder::of);
  }
}
