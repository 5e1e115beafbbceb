package vae.models.encoder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.HasMean;
import vae.core.model.Encoder;
import vae.core.model.ImageShape;
import vae.core.model.Pass;
import vae.core.network.ConvolutionSpec;
import vae.core.network.Initialization;
import vae.core.network.NormalizationSpec;
import vae.core.oracle.DoubleTape;
import vae.models.posterior.Diagonal;
import vae.models.wiring.ModelSlots;

final class WithMaskTest {

  private static final MlpEncoder.Spec LINEAR =
      new MlpEncoder.Spec(
          List.of(),
          Activation.TANH,
          Initialization.GLOROT_UNIFORM,
          new Diagonal.Spec(),
          NormalizationSpec.none(),
          0);

  private static double[] mean(Encoder encoder, Tensor x) {
    return ((HasMean) encoder.encode(x)).mean().toArray().toDoubles();
  }

  private static Encoder given(Encoder encoder, Tape tape, Tensor observed) {
    Pass pass = new Pass(tape, Optional.empty(), Optional.empty(), encoder, null);
    return encoder.given(pass.observing(observed));
  }

  @Test
  void aLinearEncoderAddsTheWeightsOfWhatIsKnown() {
    ModelSlots slots = ModelSlots.of(3, 2, new double[3]);
    Encoder encoder = slots.make(Encoder.class, new WithMask.Spec(LINEAR));
    assertEquals(
        List.of("encoder.encoder.output.bias [4]", "encoder.encoder.output.weight [6, 4]"),
        slots.parameters().list().stream().map(Parameter::toString).toList());
    Parameter weight = slots.parameters().list().getLast();
    for (int i = 0; i < 24; i++) {
      weight.value().set(i, 0);
    }
    weight.value().set(0, 2); // x_0 → μ_0
    weight.value().set(3 * 4, 10); // whether x_0 is known → μ_0
    weight.value().set(5 * 4 + 1, 100); // whether x_2 is known → μ_1
    DoubleTape.run(
        tape -> {
          Tensor x = tape.constant(Shape.of(2, 3), 7, 0, 0, 0, 1, 1);
          Tensor observed = tape.constant(Shape.of(2, 3), 1, 1, 0, 0, 1, 1);
          assertArrayEquals(
              new double[] {14 + 10, 0, 0, 100}, mean(given(encoder, tape, observed), x));
          assertArrayEquals(
              new double[] {24, 100, 10, 100}, mean(encoder, x), "known in full without a mask");
        });
  }

  /** Channels of a pixel side by side: those of x, then whether each is known. */
  @Test
  void imagesGetChannelsOfWhatIsKnown() {
    ModelSlots slots = ModelSlots.ofImages(new ImageShape(4, 4, 2), 2, 1);
    ConvEncoder.Spec conv =
        new ConvEncoder.Spec(
            List.of(new ConvolutionSpec(1, 1, 1, 0)),
            NormalizationSpec.none(),
            0,
            List.of(),
            Activation.IDENTITY,
            Initialization.KAIMING_UNIFORM,
            new Diagonal.Spec(),
            0);
    Encoder encoder = slots.make(Encoder.class, new WithMask.Spec(conv));
    DoubleTape.run(
        tape -> {
          Tensor x = tape.normal(Key.of(1), Shape.of(1, 5, 32)).reshape(5, 32);
          Tensor observed = x.greaterThan(tape.scalar(0));
          Tensor both =
              Tensor.concat(-1, x.reshape(5, 16, 2), observed.reshape(5, 16, 2)).reshape(5, 64);
          assertArrayEquals(
              mean(((WithMask) encoder).encoder(), both), mean(given(encoder, tape, observed), x));
        });
  }
}
