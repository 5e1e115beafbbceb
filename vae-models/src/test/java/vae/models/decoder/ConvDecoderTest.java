package vae.models.decoder;

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
import vae.core.model.Decoder;
import vae.core.model.ImageShape;
import vae.core.model.LikelihoodModel;
import vae.core.network.ConvolutionSpec;
import vae.core.network.Initialization;
import vae.core.network.NormalizationSpec;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.spec.SpecException;
import vae.models.likelihood.CategoricalLikelihood;
import vae.models.wiring.ModelSlots;

final class ConvDecoderTest {

  private static final ImageShape IMAGE = new ImageShape(4, 4, 2);
  private final ModelSlots slots = ModelSlots.ofImages(IMAGE, 3, 1);

  private static ConvDecoder.Spec spec(NormalizationSpec.Type normalization, int blocks) {
    return new ConvDecoder.Spec(
        List.of(new ConvolutionSpec(4, 4, 2, 1), new ConvolutionSpec(2, 3, 1, 1)),
        new NormalizationSpec(normalization, 2, 0.1),
        blocks,
        List.of(5),
        Activation.TANH,
        Initialization.FAN_IN_UNIFORM,
        0);
  }

  private Decoder decoder(NormalizationSpec.Type normalization, int blocks) {
    return slots.make(Decoder.class, spec(normalization, blocks));
  }

  @Test
  void parametersAreNamedBelowTheSlot() {
    decoder(NormalizationSpec.Type.NONE, 0);
    assertEquals(
        List.of(
            "decoder.convolution.0.bias [2]",
            "decoder.convolution.0.weight [4, 4, 2, 4]",
            "decoder.convolution.1.bias [2]",
            "decoder.convolution.1.weight [3, 3, 2, 2]",
            "decoder.hidden.0.bias [5]",
            "decoder.hidden.0.weight [3, 5]",
            "decoder.image.bias [16]",
            "decoder.image.weight [5, 16]"),
        slots.parameters().list().stream().map(Parameter::toString).toList());
  }

  @Test
  void samplesAndBatchPassThrough() {
    Decoder decoder = decoder(NormalizationSpec.Type.GROUP, 1);
    DoubleTape.run(
        tape -> {
          Tensor z = tape.normal(Key.of(1), Shape.of(6, 5, 3));
          double[] all = decoder.decode(z).toArray().toDoubles();
          assertEquals(Shape.of(6, 5, 32), decoder.decode(z).shape());
          Tensor one = z.slice(0, 4, 5).reshape(5, 3);
          assertEquals(Shape.of(5, 32), decoder.decode(one).shape());
          double[] alone = decoder.decode(one).toArray().toDoubles();
          assertArrayEquals(Arrays.copyOfRange(all, 640, 800), alone);
        });
  }

  @Test
  void everyParameterIsTrained() {
    Decoder decoder = decoder(NormalizationSpec.Type.LAYER, 0);
    GradientCheck.check(
        "outputs",
        slots.parameters().list(),
        tape -> decoder.decode(tape.normal(Key.of(1), Shape.of(2, 1, 3))).square().sum());
  }

  /** The outputs of a number lie side by side, where the likelihood looks for them. */
  @Test
  void aPixelsLogitsAreItsOwn() {
    CategoricalLikelihood.Spec levels = new CategoricalLikelihood.Spec(5);
    ModelSlots five = ModelSlots.ofImages(IMAGE, 3, 5);
    Decoder decoder =
        five.make(
            Decoder.class,
            new ConvDecoder.Spec(
                List.of(new ConvolutionSpec(4, 1, 1, 0)),
                NormalizationSpec.none(),
                0,
                List.of(),
                Activation.TANH,
                Initialization.FAN_IN_UNIFORM,
                0));
    LikelihoodModel likelihood = five.make(LikelihoodModel.class, levels);
    for (Parameter parameter : five.parameters().list()) {
      for (int i = 0; i < parameter.shape().size(); i++) {
        // Channel 0 prefers level 1 of 5, channel 1 level 3, whatever the latent variables are.
        boolean bias = parameter.name().equals("decoder.convolution.0.bias");
        parameter.value().set(i, bias && (i == 1 || i == 8) ? 50 : 0);
      }
    }
    DoubleTape.run(
        tape -> {
          Tensor z = tape.normal(Key.of(1), Shape.of(1, 1, 3));
          double[] mean = likelihood.given(decoder.decode(z)).mean().toArray().toDoubles();
          double[] expected = new double[32];
          for (int i = 0; i < 32; i++) {
            expected[i] = i % 2 == 0 ? 0.25 : 0.75;
          }
          assertArrayEquals(expected, mean, 1e-9);
        });
  }

  @Test
  void dataThatAreNoImagesAreRefused() {
    SpecException refusal =
        assertThrows(
            SpecException.class,
            () ->
                ModelSlots.of(32, 3, new double[32])
                    .make(Decoder.class, spec(NormalizationSpec.Type.NONE, 0)));
    assertEquals("decoder.type", refusal.path());
  }
}
