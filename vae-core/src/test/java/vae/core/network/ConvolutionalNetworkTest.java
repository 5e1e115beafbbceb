package vae.core.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tensor;
import vae.core.model.ImageShape;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.spec.SpecException;

final class ConvolutionalNetworkTest {

  private static final ImageShape SMALL = new ImageShape(6, 4, 2);
  private static final ConvolutionSpec FOUR = new ConvolutionSpec(4, 4, 2, 1);
  private static final ConvolutionSpec TWO = new ConvolutionSpec(2, 3, 1, 1);

  private final Parameters all = Parameters.of(DType.F64, Key.of(1));

  private static ConvolutionSettings settings(
      NormalizationSpec.Type type, int blocks, ConvolutionSpec... layers) {
    return new ConvolutionSettings(
        List.of(layers),
        new NormalizationSpec(type, 2, 0.1),
        blocks,
        List.of(5),
        Activation.TANH,
        Initialization.FAN_IN_UNIFORM,
        0);
  }

  private static ConvolutionSettings plain(ConvolutionSpec... layers) {
    return settings(NormalizationSpec.Type.NONE, 0, layers);
  }

  private List<String> names() {
    return all.list().stream().map(Parameter::toString).toList();
  }

  @Test
  void parametersAreNamedByLayer() {
    ConvolutionalNetwork.create(all, SMALL, settings(NormalizationSpec.Type.GROUP, 1, FOUR), 3);
    assertEquals(
        List.of(
            "convolution.0.bias [4]",
            "convolution.0.normalization.scale [4]",
            "convolution.0.normalization.shift [4]",
            "convolution.0.weight [4, 4, 2, 4]",
            "hidden.0.bias [5]",
            "hidden.0.weight [24, 5]",
            "output.bias [3]",
            "output.weight [5, 3]",
            "residual.0.first.bias [4]",
            "residual.0.first.normalization.scale [4]",
            "residual.0.first.normalization.shift [4]",
            "residual.0.first.weight [3, 3, 4, 4]",
            "residual.0.second.bias [4]",
            "residual.0.second.normalization.scale [4]",
            "residual.0.second.normalization.shift [4]",
            "residual.0.second.weight [3, 3, 4, 4]"),
        names());
  }

  /** The last layer has no normalisation: it gives outputs. */
  @Test
  void parametersOfTheTransposedNetworkAreNamedByLayer() {
    TransposedConvolutionalNetwork.create(
        all, 3, SMALL, 7, settings(NormalizationSpec.Type.LAYER, 0, FOUR, TWO));
    assertEquals(
        List.of(
            "convolution.0.bias [2]",
            "convolution.0.normalization.scale [2]",
            "convolution.0.normalization.shift [2]",
            "convolution.0.weight [4, 4, 2, 4]",
            "convolution.1.bias [14]",
            "convolution.1.weight [3, 3, 14, 2]",
            "hidden.0.bias [5]",
            "hidden.0.weight [3, 5]",
            "image.bias [24]",
            "image.weight [5, 24]"),
        names());
  }

  /** No gradient reaches running moments. */
  private List<Parameter> trained() {
    return all.list().stream().filter(it -> !it.name().contains("running-")).toList();
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAgreeWithDifferences(NormalizationSpec.Type type) {
    ConvolutionalNetwork net =
        ConvolutionalNetwork.create(all, SMALL, settings(type, 1, TWO, FOUR), 2);
    GradientCheck.check(
        "network",
        trained(),
        tape ->
            net.apply(tape.normal(Key.of(2), Shape.of(1, 3, 48)).reshape(3, 48)).square().sum());
  }

  @ParameterizedTest
  @EnumSource
  void gradientsOfTheTransposedNetworkAgreeWithDifferences(NormalizationSpec.Type type) {
    TransposedConvolutionalNetwork net =
        TransposedConvolutionalNetwork.create(all, 3, SMALL, 1, settings(type, 1, FOUR, TWO));
    GradientCheck.check(
        "network",
        trained(),
        tape -> net.apply(tape.normal(Key.of(2), Shape.of(2, 2, 3))).square().sum());
  }

  @Test
  void leadingAxesAreABatch() {
    ConvolutionSettings settings = settings(NormalizationSpec.Type.LAYER, 1, FOUR);
    ConvolutionalNetwork down = ConvolutionalNetwork.create(all.scope("a"), SMALL, settings, 3);
    TransposedConvolutionalNetwork up =
        TransposedConvolutionalNetwork.create(all.scope("b"), 3, SMALL, 2, settings);
    DoubleTape.run(
        tape -> {
          Tensor x = tape.normal(Key.of(3), Shape.of(2, 5, 48));
          Tensor z = down.apply(x);
          assertEquals(Shape.of(2, 5, 3), z.shape());
          Tensor y = up.apply(z);
          assertEquals(Shape.of(2, 5, 96), y.shape());
          Tensor alone = up.apply(down.apply(x.reshape(10, 48).gather(7)));
          assertArrayEquals(
              Arrays.copyOfRange(y.toArray().toDoubles(), 7 * 96, 8 * 96),
              alone.toArray().toDoubles(),
              1e-14);
        });
  }

  /** Channels are last: one number of the image reaches its own pixel's neighbourhood only. */
  @Test
  void rowsAndColumnsAreThoseOfTheImage() {
    ConvolutionSpec one = new ConvolutionSpec(1, 1, 1, 0);
    ConvolutionSettings settings =
        new ConvolutionSettings(
            List.of(one),
            NormalizationSpec.none(),
            0,
            List.of(),
            Activation.IDENTITY,
            Initialization.GLOROT_UNIFORM,
            0);
    ImageShape image = new ImageShape(2, 3, 2);
    TransposedConvolutionalNetwork net =
        TransposedConvolutionalNetwork.create(all, 6, image, 1, settings);
    for (Parameter parameter : all.list()) {
      for (int i = 0; i < parameter.shape().size(); i++) {
        double value = parameter.name().equals("image.weight") ? (i % 7 == 0 ? 1 : 0) : 0;
        parameter.value().set(i, parameter.name().equals("convolution.0.weight") ? i + 1 : value);
      }
    }
    DoubleTape.run(
        tape ->
            assertArrayEquals(
                new double[] {1, 2, 2, 4, 3, 6, 4, 8, 5, 10, 6, 12},
                net.apply(tape.constant(Shape.of(1, 6), 1, 2, 3, 4, 5, 6)).toArray().toDoubles()));
  }

  /** Every kernel, stride and padding: the mirror image of a network ends at its own image. */
  @ParameterizedTest
  @CsvSource({
    "28, 4, 2, 1",
    "27, 4, 2, 1",
    "28, 3, 2, 1",
    "29, 5, 3, 0",
    "7, 7, 4, 2",
    "9, 2, 2, 1"
  })
  void theTransposedNetworkEndsAtTheImage(int side, int kernel, int stride, int padding) {
    ImageShape image = new ImageShape(side, side, 1);
    ConvolutionSettings settings = plain(new ConvolutionSpec(3, kernel, stride, padding));
    ConvolutionalNetwork.create(all.scope("down"), image, settings, 1);
    TransposedConvolutionalNetwork up =
        TransposedConvolutionalNetwork.create(all.scope("up"), 2, image, 1, settings);
    int features = (side + 2 * padding - kernel) / stride + 1;
    assertEquals(
        "down.hidden.0.weight [%d, 5]".formatted(3 * features * features),
        all.scope("down").list().get(3).toString());
    DoubleTape.run(
        tape ->
            assertEquals(
                Shape.of(1, 4, side * side),
                up.apply(tape.normal(Key.of(1), Shape.of(1, 4, 2))).shape()));
  }

  @Test
  void theNormalizationsDiffer() {
    double[][] outputs = new double[NormalizationSpec.Type.values().length][];
    for (NormalizationSpec.Type type : NormalizationSpec.Type.values()) {
      ConvolutionalNetwork net =
          ConvolutionalNetwork.create(
              Parameters.of(DType.F64, Key.of(1)), SMALL, settings(type, 0, FOUR), 2);
      outputs[type.ordinal()] =
          DoubleTape.compute(
              tape -> net.apply(tape.normal(Key.of(2), Shape.of(1, 3, 48))).toArray().toDoubles());
    }
    assertNotEquals(outputs[0][0], outputs[1][0]);
    assertNotEquals(outputs[1][0], outputs[2][0]);
    assertNotEquals(outputs[2][0], outputs[3][0]);
  }

  private static void refused(String path, String problem, String fix, Executable make) {
    SpecException refusal = assertThrows(SpecException.class, make);
    assertEquals(path, refusal.path());
    assertEquals(problem, refusal.problem());
    assertEquals(fix, refusal.fix());
  }

  @Test
  void aKernelLargerThanTheImageIsRefused() {
    ImageShape square = new ImageShape(4, 4, 1);
    String fix = "Take fewer layers, smaller strides or a smaller kernel.";
    refused(
        "layers[2].kernel",
        "expected a kernel of at most 3 for an image that is 1 x 1 here, with padding, got 4",
        fix,
        () -> ConvolutionalNetwork.create(all, square, plain(FOUR, FOUR, FOUR), 1));
    refused(
        "layers[0].kernel",
        "expected a kernel of at most 3 to make an image of 1 x 1, with padding, got 4",
        fix,
        () -> TransposedConvolutionalNetwork.create(all, 3, square, 1, plain(FOUR, FOUR, FOUR)));
  }

  @Test
  void heightAndWidthThatDifferByHalfAStepAreRefused() {
    refused(
        "layers[1].stride",
        "a transposed convolution of kernel 4, stride 2 and padding 1 makes no image of 28 x 27",
        "With height 28 it makes widths 26 and 28; a stride of 1 makes any.",
        () ->
            TransposedConvolutionalNetwork.create(
                all, 3, new ImageShape(28, 27, 1), 1, plain(FOUR, FOUR)));
  }

  @Test
  void groupsThatDoNotDivideTheChannelsAreRefused() {
    refused(
        "normalization.groups",
        "expected a divisor of every layer's channels, [12, 18], got 8",
        "The nearest below is 6.",
        () ->
            new ConvolutionSettings(
                List.of(new ConvolutionSpec(12, 4, 2, 1), new ConvolutionSpec(18, 4, 2, 1)),
                new NormalizationSpec(NormalizationSpec.Type.GROUP, 8, 0.1),
                0,
                List.of(),
                Activation.TANH,
                Initialization.FAN_IN_UNIFORM,
                0));
  }

  @Test
  void mapsBeyondMemoryAreRefusedBeforeTheyAreMade() {
    ConvolutionSpec wide = new ConvolutionSpec(65536, 3, 1, 1);
    refused(
        "layers[0].channels",
        "the feature maps of one image, 28 x 28 x 65536, have more than 16777216 numbers",
        "Take fewer channels, or a larger stride before.",
        () -> ConvolutionalNetwork.create(all, new ImageShape(28, 28, 1), plain(wide), 1));
    assertEquals(List.of(), names());
  }
}
