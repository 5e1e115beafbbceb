package vae.models.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Posterior;
import vae.core.model.Encoder;
import vae.core.model.PosteriorFamily;
import vae.core.network.Initialization;
import vae.core.network.NormalizationSpec;
import vae.core.oracle.DoubleTape;
import vae.core.spec.SpecException;
import vae.core.wiring.Catalogue;
import vae.core.wiring.SlotModule;
import vae.models.encoder.MlpEncoder;
import vae.models.posterior.Diagonal;

/** A researcher adds a posterior with one class and one line. */
final class PluginTest {

  /** One width for all dimensions and examples. */
  record SharedWidth(int latentSize) implements PosteriorFamily {

    record Spec() implements PosteriorFamily.Spec {}

    @Override
    public int parameterCount() {
      return latentSize;
    }

    @Override
    public Posterior of(Tensor mean) {
      return new DiagonalGaussian(mean, mean.tape().full(mean.shape(), -1));
    }
  }

  static final class Plugin extends SlotModule<PosteriorFamily> {
    private final String name;

    Plugin(String name) {
      super("posterior", PosteriorFamily.class, PosteriorFamily.Spec.class);
      this.name = name;
    }

    @Override
    protected void components() {
      modelComponent(name, SharedWidth.Spec.class, (_, at) -> new SharedWidth(at.sizes().latent()));
    }
  }

  private static MlpEncoder.Spec encoder(PosteriorFamily.Spec posterior) {
    return new MlpEncoder.Spec(
        List.of(3),
        Activation.TANH,
        Initialization.GLOROT_UNIFORM,
        posterior,
        NormalizationSpec.none(),
        0);
  }

  @Test
  void ourEncoderTakesThePluginsPosterior() {
    ModelSlots slots = ModelSlots.of(4, 2, new double[4], new Plugin("shared-width"));
    Encoder encoder = slots.make(Encoder.class, encoder(new SharedWidth.Spec()));
    DoubleTape.run(
        tape -> {
          DiagonalGaussian q =
              assertInstanceOf(
                  DiagonalGaussian.class, encoder.encode(tape.full(Shape.of(5, 4), 0.5)));
          assertEquals(Shape.of(5, 2), q.mean().shape());
          assertEquals(-1, q.logDeviation().get(0));
        });
    assertInstanceOf(
        Diagonal.class, slots.make(PosteriorFamily.class, new Diagonal.Spec()), "ours is kept");
  }

  @Test
  void withoutThePluginItsSpecIsUnknown() {
    ModelSlots slots = ModelSlots.of(4, 2, new double[4]);
    SpecException unknown =
        assertThrows(
            SpecException.class, () -> slots.make(Encoder.class, encoder(new SharedWidth.Spec())));
    assertEquals("encoder.posterior", unknown.path());
    assertEquals(SharedWidth.Spec.class.getName(), unknown.got());
  }

  @Test
  void aNameOfOursIsTaken() {
    List<SlotModule<?>> modules = new ArrayList<>(ModelSlots.modules());
    modules.add(new Plugin("diagonal"));
    IllegalArgumentException taken =
        assertThrows(IllegalArgumentException.class, () -> Catalogue.of(modules));
    assertTrue(taken.getMessage().contains(Diagonal.Spec.class.getName()), taken.getMessage());
    assertTrue(taken.getMessage().contains(SharedWidth.Spec.class.getName()), taken.getMessage());
  }
}
