package vae.autodiff.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** Where a function has no derivative, the gradient is the one that its description names. */
class KinkTest {

  private static void gradient(double[] expected, double[] at, UnaryOperator<Tensor> function) {
    for (DType type : DType.values()) {
      NdArray value = NdArray.zeros(type, Shape.of(at.length));
      for (int i = 0; i < at.length; i++) {
        value.set(i, at[i]);
      }
      Parameter x = new Parameter("x", value);
      try (KernelSet kernels = Indexed.kernels();
          Tape tape = Tape.of(kernels, type)) {
        tape.backward(function.apply(tape.parameter(x)).sum());
        assertArrayEquals(expected, tape.gradient(x).toDoubles(), type.toString());
      }
    }
  }

  @Test
  void absAndReluAreFlatAtZero() {
    double[] at = {-1, -0.0, 0, 1};
    gradient(new double[] {-1, 0, 0, 1}, at, Tensor::abs);
    gradient(new double[] {0, 0, 0, 1}, at, Tensor::relu);
    gradient(new double[] {0.25, 0.25, 0.25, 1}, at, x -> x.leakyRelu(0.25));
  }

  @Test
  void clampPassesTheGradientInsideAndAtTheEnds() {
    double[] at = {-2, -1, 0, 1, 2};
    gradient(new double[] {0, 1, 1, 1, 0}, at, x -> x.clamp(-1, 1));
  }

  @Test
  void equalPairsGiveTheGradientOfTheirMaximumToTheSecond() {
    double[] at = {1, 2, 3};
    gradient(new double[] {0, 0, 1}, at, x -> x.maximum(x.tape().constant(Shape.of(3), 2, 2, 2)));
    gradient(new double[] {0, 1, 1}, at, x -> x.tape().constant(Shape.of(3), 2, 2, 2).maximum(x));
  }
}
