package vae.models.decoder;

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
import vae.core.model.Decoder;
import vae.core.model.LikelihoodModel;
import vae.core.network.Initialization;
import vae.core.network.NormalizationSpec;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.models.likelihood.BernoulliLikelihood;
import vae.models.likelihood.FixedNoise;
import vae.models.likelihood.GaussianLikelihood;
import vae.models.wiring.ModelSlots;

final class MlpDecoderTest {

  private static final double[] DATA_MEAN = {0.1, 0.5, 0.95};

  private static ModelSlots slots(LikelihoodModel.Spec likelihood) {
    return ModelSlots.of(3, 2, likelihood.outputFor(DATA_MEAN));
  }

  private static Decoder decoder(
      ModelSlots slots, MlpDecoder.OutputBias bias, Initialization way, Integer... hidden) {
    return slots.make(
        Decoder.class,
        new MlpDecoder.Spec(
            List.of(hidden), Activation.TANH, way, bias, NormalizationSpec.none(), 0));
  }

  private static Decoder plain(ModelSlots slots, Integer... hidden) {
    return decoder(
        slots, MlpDecoder.OutputBias.INITIALIZATION, Initialization.GLOROT_UNIFORM, hidden);
  }

  @Test
  void parametersAreNamedBelowTheSlot() {
    ModelSlots slots = slots(new BernoulliLikelihood.Spec());
    plain(slots, 4);
    assertEquals(
        List.of(
            "decoder.hidden.0.bias [4]",
            "decoder.hidden.0.weight [2, 4]",
            "decoder.output.bias [3]",
            "decoder.output.weight [4, 3]"),
        slots.parameters().list().stream().map(Parameter::toString).toList());
  }

  @Test
  void samplesAndBatchPassThrough() {
    Decoder decoder = plain(slots(new BernoulliLikelihood.Spec()), 4);
    DoubleTape.run(
        tape -> {
          Tensor z = tape.normal(Key.of(1), Shape.of(6, 5, 2));
          double[] all = decoder.decode(z).toArray().toDoubles();
          assertEquals(Shape.of(6, 5, 3), decoder.decode(z).shape());
          Tensor one = z.slice(0, 4, 5).reshape(5, 2);
          assertEquals(Shape.of(5, 3), decoder.decode(one).shape());
          double[] alone = decoder.decode(one).toArray().toDoubles();
          assertArrayEquals(Arrays.copyOfRange(all, 60, 75), alone);
        });
  }

  @Test
  void everyParameterIsTrained() {
    ModelSlots slots = slots(new BernoulliLikelihood.Spec());
    Decoder decoder = plain(slots, 4);
    GradientCheck.check(
        "outputs",
        slots.parameters().list(),
        tape -> decoder.decode(tape.normal(Key.of(1), Shape.of(2, 3, 2))).square().sum());
  }

  private static void zeroLastWeights(ModelSlots slots) {
    for (Parameter parameter : slots.parameters().list()) {
      for (int i = 0; parameter.name().equals("decoder.output.weight") && i < 12; i++) {
        parameter.value().set(i, 0);
      }
    }
  }

  private static void startsAtTheDataMean(LikelihoodModel.Spec spec) {
    ModelSlots slots = slots(spec);
    Decoder decoder =
        decoder(slots, MlpDecoder.OutputBias.DATA_MEAN, Initialization.KAIMING_UNIFORM, 4);
    LikelihoodModel likelihood = slots.make(LikelihoodModel.class, spec);
    zeroLastWeights(slots);
    DoubleTape.run(
        tape -> {
          Tensor z = tape.normal(Key.of(1), Shape.of(1, 2, 2));
          double[] mean = likelihood.given(decoder.decode(z)).mean().toArray().toDoubles();
          double[] twice = {0.1, 0.5, 0.95, 0.1, 0.5, 0.95};
          assertArrayEquals(twice, mean, 1e-12);
        });
  }

  @Test
  void withoutWeightsTheMeanIsTheDatas() {
    startsAtTheDataMean(new BernoulliLikelihood.Spec());
    startsAtTheDataMean(new GaussianLikelihood.Spec(new FixedNoise.Spec(0.1)));
  }

  @Test
  void otherwiseTheOutputBiasStartsAsTheOthers() {
    for (Initialization way : Initialization.values()) {
      ModelSlots slots = slots(new BernoulliLikelihood.Spec());
      decoder(slots, MlpDecoder.OutputBias.INITIALIZATION, way, 4);
      for (Parameter parameter : slots.parameters().list()) {
        if (parameter.name().endsWith("bias")) {
          boolean zero = Arrays.stream(parameter.value().toDoubles()).allMatch(v -> v == 0);
          assertEquals(way != Initialization.FAN_IN_UNIFORM, zero, way + ": " + parameter);
        }
      }
    }
  }
}
