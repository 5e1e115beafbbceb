package vae.autodiff.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;

/** The reverse pass is a loop: depth costs memory, never stack. */
class DeepChainTest {

  private static final int DEPTH = 100_000;

  @Test
  void aChainOfManyOperationsIsDifferentiated() {
    Parameter x = new Parameter("x", NdArray.of(Shape.of(2), new double[] {0.5, -1}));
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F64)) {
      Tensor y = tape.parameter(x);
      for (int i = 0; i < DEPTH / 2; i++) {
        y = y.multiply(2).multiply(0.5);
      }
      y = y.sum();
      tape.backward(y);
      assertEquals(-0.5, y.item());
      assertArrayEquals(new double[] {1, 1}, tape.gradient(x).toDoubles());
    }
  }

  /** Gradients of intermediates go back to the pool: the reverse pass needs two more at a time. */
  @Test
  void theReversePassOfAChainTakesNoMemoryOfItsOwn() {
    Parameter x = new Parameter("x", NdArray.of(Shape.of(2), new double[] {0.5, -1}));
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F64)) {
      Tensor y = tape.parameter(x);
      for (int i = 0; i < 100; i++) {
        y = y.tanh();
      }
      y = y.sum();
      long forward = tape.allocatedElements();
      tape.backward(y);
      assertEquals(forward + 1 + 2 * x.shape().size(), tape.allocatedElements());
    }
  }
}
