package vae.autodiff.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

class SelectTest {

  private static final double NAN = Double.NaN;

  @Test
  void whatIsNotChosenDoesNoHarmInTheValueOrInTheGradient() {
    Parameter a = new Parameter("a", NdArray.of(Shape.of(4), new double[] {1, NAN, 3, NAN}));
    Parameter b = new Parameter("b", NdArray.of(Shape.of(4), new double[] {NAN, 6, NAN, 8}));
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor condition = tape.constant(Shape.of(4), 1, 0, -2, 0);
      Tensor y = tape.parameter(a).where(condition, tape.parameter(b));
      tape.backward(y.square().sum());
      assertArrayEquals(new double[] {1, 6, 3, 8}, y.toArray().doubles());
      assertArrayEquals(new double[] {2, 0, 6, 0}, tape.gradient(a).doubles());
      assertArrayEquals(new double[] {0, 12, 0, 16}, tape.gradient(b).doubles());
    }
  }

  @Test
  void allThreeBroadcast() {
    Parameter a = new Parameter("a", NdArray.of(Shape.of(2, 1), new double[] {1, 2}));
    Parameter b = new Parameter("b", NdArray.of(Shape.SCALAR, new double[] {9}));
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor condition = tape.constant(Shape.of(3), 1, 0, 1);
      Tensor y = tape.parameter(a).where(condition, tape.parameter(b));
      tape.backward(y.sum());
      assertArrayEquals(new double[] {1, 9, 1, 2, 9, 2}, y.toArray().doubles());
      assertArrayEquals(new double[] {2, 2}, tape.gradient(a).doubles());
      assertArrayEquals(new double[] {2}, tape.gradient(b).doubles());
    }
  }

  /** The condition is a constant even where it was computed from a parameter. */
  @Test
  void theConditionHasNoGradient() {
    Parameter a = new Parameter("a", NdArray.of(Shape.of(2), new double[] {1, -1}));
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor x = tape.parameter(a);
      Tensor y = tape.full(Shape.of(2), 5).where(x, x.multiply(3));
      tape.backward(y.sum());
      assertArrayEquals(new double[] {0, 0}, tape.gradient(a).doubles());
    }
  }
}
