package vae.models.wiring;

import vae.core.model.Decoder;
import vae.core.wiring.SlotModule;
import vae.models.decoder.ConvDecoder;
import vae.models.decoder.GatedMlpDecoder;
import vae.models.decoder.HierarchicalDecoder;
import vae.models.decoder.MlpDecoder;

/** The components of slot {@code decoder}. */
public final class DecoderModule extends SlotModule<Decoder> {

  public DecoderModule() {
    super("decoder", Decoder.class, Decoder.Spec.class);
  }

  @Override
  protected void components() {
    modelComponent("mlp", MlpDecoder.Spec.class, MlpDecoder::of);
    modelComponent("gated-mlp", GatedMlpDecoder.Spec.class, GatedMlpDecoder::of);
    modelComponent("conv", ConvDecoder.Spec.class, ConvDecoder::of);
    modelComponent("hierarchical", HierarchicalDecoder.Spec.class, HierarchicalDecoder::of);
  }
}
