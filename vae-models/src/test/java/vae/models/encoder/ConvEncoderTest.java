package vae.models.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import vae.core.model.ImageShape;
import vae.core.network.ConvolutionSpec;
import vae.core.network.Initialization;
import vae.core.network.NormalizationSpec;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.spec.SpecException;
import vae.models.posterior.Diagonal;
import vae.models.wiring.ModelSlots;

final class ConvEncoderTest {

  private final ModelSlots slots = ModelSlots.ofImages(new ImageShape(4, 4, 2), 3, 1);

  private static ConvEncoder.Spec spec(NormalizationSpec normalization, int... channels) {
    return new ConvEncoder.Spec(
        Arrays.stream(channels).mapToObj(it -> new ConvolutionSpec(it, 4, 2, 1)).toList(),
        normalization,
        0,
        List.of(5),
        Activation.TANH,
        Initialization.FAN_IN_UNIFORM,
        new Diagonal.Spec(),
        0);
  }

  private Encoder encoder() {
    return slots.make(Encoder.class, spec(NormalizationSpec.none(), 3, 4));
  }

  @Test
  void parametersAreNamedBelowTheSlot() {
    encoder();
    assertEquals(
        List.of(
            "encoder.convolution.0.bias [3]",
            "encoder.convolution.0.weight [4, 4, 2, 3]",
            "encoder.convolution.1.bias [4]",
            "encoder.convolution.1.weight [4, 4, 3, 4]",
            "encoder.hidden.0.bias [5]",
            "encoder.hidden.0.weight [4, 5]",
            "encoder.output.bias [6]",
            "encoder.output.weight [5, 6]"),
        slots.parameters().list().stream().map(Parameter::toString).toList());
  }

  @Test
  void dataOfABatchBecomeABatchOfPosteriors() {
    Encoder encoder = encoder();
    DoubleTape.run(
        tape -> {
          Posterior q = encoder.encode(tape.normal(Key.of(1), Shape.of(1, 6, 32)).reshape(6, 32));
          assertEquals(Shape.of(6), q.batchShape());
          assertEquals(Shape.of(3), q.eventShape());
          assertEquals(Shape.of(2, 6, 3), q.draw(2, Key.of(2)).z().shape());
        });
  }

  @Test
  void anExampleIsEncodedAloneAsInItsBatch() {
    Encoder encoder =
        slots.make(
            Encoder.class, spec(new NormalizationSpec(NormalizationSpec.Type.GROUP, 2, 0.1), 4, 2));
    DoubleTape.run(
        tape -> {
          Tensor x = tape.normal(Key.of(1), Shape.of(1, 6, 32)).reshape(6, 32);
          double[] all = ((HasMean) encoder.encode(x)).mean().toArray().toDoubles();
          double[] one = ((HasMean) encoder.encode(x.gather(4))).mean().toArray().toDoubles();
          assertArrayEquals(Arrays.copyOfRange(all, 12, 15), one);
        });
  }

  @Test
  void everyParameterIsTrained() {
    Encoder encoder = encoder();
    GradientCheck.check(
        "posterior",
        slots.parameters().list(),
        tape -> {
          Tensor x = tape.normal(Key.of(1), Shape.of(1, 2, 32)).reshape(2, 32);
          return encoder.encode(x).draw(2, Key.of(3)).z().square().sum();
        });
  }

  @Test
  void dataThatAreNoImagesAreRefused() {
    SpecException refusal =
        assertThrows(
            SpecException.class,
            () ->
                ModelSlots.of(32, 3, new double[32])
                    .make(Encoder.class, spec(NormalizationSpec.none(), 3)));
    assertEquals("encoder.type", refusal.path());
    assertEquals(
        "Take {\"type\": \"mlp\"}, or data with the axes [examples, height, width] or [examples,"
            + " height, width, channels], channels last.",
        refusal.fix());
  }

  @Test
  void aNetworkWithoutConvolutionsIsRefused() {
    SpecException refusal = assertThrows(SpecException.class, () -> spec(NormalizationSpec.none()));
    assertEquals("layers", refusal.path());
    assertEquals("A network without convolutions is {\"type\": \"mlp\"}.", refusal.fix());
  }
}
