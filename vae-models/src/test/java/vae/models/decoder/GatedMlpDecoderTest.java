package vae.models.decoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.core.model.Decoder;
import vae.core.network.Initialization;
import vae.core.network.NormalizationSpec;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.models.wiring.ModelSlots;

final class GatedMlpDecoderTest {

  private final ModelSlots slots = ModelSlots.of(5, 2, new double[5]);
  private final Decoder decoder =
      slots.make(
          Decoder.class,
          new GatedMlpDecoder.Spec(
              List.of(3), Initialization.KAIMING_NORMAL, NormalizationSpec.none(), 0));

  @Test
  void parametersAreNamedBelowTheSlot() {
    assertEquals(
        List.of(
            "decoder.hidden.0.bias [3]",
            "decoder.hidden.0.gate.bias [3]",
            "decoder.hidden.0.gate.weight [2, 3]",
            "decoder.hidden.0.weight [2, 3]",
            "decoder.output.bias [5]",
            "decoder.output.weight [3, 5]"),
        slots.parameters().list().stream().map(Parameter::toString).toList());
  }

  @Test
  void drawsBecomeTheirOutputsAndEveryParameterIsTrained() {
    DoubleTape.run(
        tape ->
            assertEquals(
                Shape.of(3, 4, 5),
                decoder.decode(tape.normal(Key.of(1), Shape.of(3, 4, 2))).shape()));
    GradientCheck.check(
        "outputs",
        slots.parameters().list(),
        tape -> decoder.decode(tape.normal(Key.of(1), Shape.of(3, 4, 2))).square().sum());
  }
}
