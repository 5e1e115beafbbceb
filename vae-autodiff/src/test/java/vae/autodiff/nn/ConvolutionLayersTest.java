package vae.autodiff.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Convolutions;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

class ConvolutionLayersTest {

  private static ConvolutionLayer convolution(Parameters scope, int in, int out) {
    return ConvolutionLayer.create(
        scope,
        in,
        out,
        4,
        2,
        1,
        Activation.TANH,
        Initializer.kaimingNormal(),
        Initializer.normal(1));
  }

  private static TransposedConvolutionLayer transposed(Parameters scope, int in, int out) {
    return TransposedConvolutionLayer.create(
        scope,
        in,
        out,
        4,
        2,
        1,
        1,
        Activation.TANH,
        Initializer.kaimingNormal(),
        Initializer.normal(1));
  }

  @Test
  void theirParametersBelongToTheScope() {
    Parameters parameters = Parameters.of(DType.F32, Key.of(1));
    ConvolutionLayer down = convolution(parameters.scope("down"), 3, 5);
    TransposedConvolutionLayer up = transposed(parameters.scope("up"), 5, 3);
    assertEquals("down.weight [4, 4, 3, 5]", down.weight().toString());
    assertEquals("down.bias [5]", down.bias().toString());
    assertEquals("up.weight [4, 4, 3, 5]", up.weight().toString());
    assertEquals("up.bias [3]", up.bias().toString());
    assertEquals(2 * 240 + 8, parameters.elements());
  }

  @Test
  void theyApplyTheirParameters() {
    Parameters parameters = Parameters.of(DType.F64, Key.of(1));
    ConvolutionLayer down = convolution(parameters.scope("down"), 3, 5);
    TransposedConvolutionLayer up = transposed(parameters.scope("up"), 5, 3);
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F64)) {
      Tensor x = tape.normal(Key.of(2), Shape.of(2, 7, 9, 3));
      Tensor small = down.apply(x);
      assertEquals(Shape.of(2, 3, 4, 5), small.shape());
      Tensor same =
          Convolutions.convolution(
              x, tape.parameter(down.weight()), tape.parameter(down.bias()), 2, 1, Activation.TANH);
      assertArrayEquals(same.toArray().doubles(), small.toArray().doubles());
      Tensor large = up.apply(small);
      assertEquals(Shape.of(2, 7, 9, 3), large.shape());
      Tensor sameLarge =
          Convolutions.transposedConvolution(
              small,
              tape.parameter(up.weight()),
              tape.parameter(up.bias()),
              2,
              1,
              1,
              Activation.TANH);
      assertArrayEquals(sameLarge.toArray().doubles(), large.toArray().doubles());
      tape.backward(large.sum());
      assertNotNull(tape.gradient(down.weight()));
      assertNotNull(tape.gradient(up.bias()));
    }
  }

  /** Counted on an image that has no borders to speak of. */
  @Test
  void fansCountTheProductsOfAnElement() {
    Fan fan = Fan.ofConvolution(4, 2, 3, 5);
    assertEquals(new Fan(48, 20), fan);
    assertEquals(new Fan(20, 48), fan.reversed());
    assertEquals(new Fan(7, 9), Fan.of(Shape.of(7, 9)));
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F64)) {
      Tensor weight = tape.full(Shape.of(4, 4, 3, 5), 1);
      Tensor x = tape.full(Shape.of(1, 40, 40, 3), 1);
      Tensor y = Convolutions.convolution(x, weight, null, 2, 1, Activation.IDENTITY);
      assertEquals(fan.in(), y.get((10 * 20 + 10) * 5));
      Tensor back =
          Convolutions.transposedConvolution(
              tape.full(y.shape(), 1), weight, null, 2, 1, 0, Activation.IDENTITY);
      assertEquals(fan.out(), back.get((20 * 40 + 21) * 3));
    }
  }

  /** Kaiming's variance keeps the second moment of what passes ReLU layers, whatever the kernel. */
  @Test
  void initialisersUseTheFansOfTheLayer() {
    Parameters parameters = Parameters.of(DType.F64, Key.of(3));
    double[] down = convolution(parameters.scope("down"), 20, 50).weight().value().doubles();
    double[] up = transposed(parameters.scope("up"), 20, 50).weight().value().doubles();
    assertEquals(2.0 / (16 * 20), variance(down), 0.05 * 2 / (16 * 20));
    assertEquals(2.0 / (4 * 20), variance(up), 0.05 * 2 / (4 * 20));
  }

  private static double variance(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += v * v;
    }
    return sum / x.length;
  }
}
