package faulty;

import vae.autodiff.tape.Tensor;
import vae.core.model.Decoder;
import vae.core.spec.Describe;
import vae.core.wiring.SlotModule;

/** A decoder that forgets the size of the data. */
public final class FaultyNetwork implements Decoder {

  @Describe("A decoder that gives z back.")
  public record Spec() implements Decoder.Spec {}

  @Override
  public Tensor decode(Tensor z) {
    return z;
  }

  public static final class Slot extends SlotModule<Decoder> {

    public Slot() {
      super("decoder", Decoder.class, Decoder.Spec.class);
    }

    @Override
    protected void components() {
      component("faulty", Spec.class, (_, _) -> new FaultyNetwork());
    }
  }
}
