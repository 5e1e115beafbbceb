package vae.models.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tensor;
import vae.core.model.Encoder;
import vae.core.network.Initialization;
import vae.core.network.NormalizationSpec;
import vae.core.oracle.GradientCheck;
import vae.models.posterior.Diagonal;
import vae.models.wiring.ModelSlots;

final class GatedMlpEncoderTest {

  private final ModelSlots slots = ModelSlots.of(5, 2, new double[5]);
  private final Encoder encoder =
      slots.make(
          Encoder.class,
          new GatedMlpEncoder.Spec(
              List.of(3),
              Initialization.KAIMING_NORMAL,
              new Diagonal.Spec(),
              NormalizationSpec.none(),
              0));

  @Test
  void parametersAreNamedBelowTheSlot() {
    assertEquals(
        List.of(
            "encoder.hidden.0.bias [3]",
            "encoder.hidden.0.gate.bias [3]",
            "encoder.hidden.0.gate.weight [5, 3]",
            "encoder.hidden.0.weight [5, 3]",
            "encoder.output.bias [4]",
            "encoder.output.weight [3, 4]"),
        slots.parameters().list().stream().map(Parameter::toString).toList());
  }

  @Test
  void everyParameterIsTrained() {
    GradientCheck.check(
        "posterior",
        slots.parameters().list(),
        tape -> {
          Tensor x = tape.normal(Key.of(1), Shape.of(1, 4, 5)).reshape(4, 5);
          return encoder.encode(x).draw(2, Key.of(3)).z().square().sum();
        });
  }
}
