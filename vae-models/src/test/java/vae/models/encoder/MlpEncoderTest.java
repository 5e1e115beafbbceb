package vae.models.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.HasMean;
import vae.core.distribution.Posterior;
import vae.core.model.Encoder;
import vae.core.network.Initialization;
import vae.core.network.NormalizationSpec;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.models.posterior.Diagonal;
import vae.models.wiring.ModelSlots;

final class MlpEncoderTest {

  private final ModelSlots slots = ModelSlots.of(5, 2, new double[5]);

  private Encoder encoder(Integer... hidden) {
    return slots.make(
        Encoder.class,
        new MlpEncoder.Spec(
            List.of(hidden),
            Activation.TANH,
            Initialization.GLOROT_UNIFORM,
            new Diagonal.Spec(),
            NormalizationSpec.none(),
            0));
  }

  @Test
  void parametersAreNamedBelowTheSlot() {
    encoder(7, 3);
    assertEquals(
        List.of(
            "encoder.hidden.0.bias [7]",
            "encoder.hidden.0.weight [5, 7]",
            "encoder.hidden.1.bias [3]",
            "encoder.hidden.1.weight [7, 3]",
            "encoder.output.bias [4]",
            "encoder.output.weight [3, 4]"),
        slots.parameters().list().stream().map(Parameter::toString).toList());
  }

  @Test
  void dataOfABatchBecomeABatchOfPosteriors() {
    Encoder encoder = encoder(7);
    DoubleTape.run(
        tape -> {
          Posterior q = encoder.encode(tape.normal(Key.of(1), Shape.of(1, 6, 5)).reshape(6, 5));
          assertEquals(Shape.of(6), q.batchShape());
          assertEquals(Shape.of(2), q.eventShape());
          assertEquals(Shape.of(3, 6, 2), q.draw(3, Key.of(2)).z().shape());
        });
  }

  @Test
  void anExampleIsEncodedAloneAsInItsBatch() {
    Encoder encoder = encoder(7);
    DoubleTape.run(
        tape -> {
          Tensor x = tape.normal(Key.of(1), Shape.of(1, 6, 5)).reshape(6, 5);
          double[] all = ((HasMean) encoder.encode(x)).mean().toArray().toDoubles();
          double[] one = ((HasMean) encoder.encode(x.gather(4))).mean().toArray().toDoubles();
          assertArrayEquals(Arrays.copyOfRange(all, 8, 10), one);
        });
  }

  @Test
  void everyParameterIsTrained() {
    Encoder encoder = encoder(3);
    GradientCheck.check(
        "posterior",
        slots.parameters().list(),
        tape -> {
          Tensor x = tape.normal(Key.of(1), Shape.of(1, 4, 5)).reshape(4, 5);
          return encoder.encode(x).draw(2, Key.of(3)).z().square().sum();
        });
  }
}
