package vae.autodiff.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.LinearLayer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.optim.Adam;
import vae.autodiff.random.Key;

/** A training step takes its buffers from the step before it. */
class SteadyStateTest {

  /** What a step may leave to the garbage collector: small records, never arrays of elements. */
  private static final long BYTES_PER_STEP = 16 * 1024;

  /** A small network of 6 parameters, trained with a loss of many small operations. */
  private static final class Training {
    private final Parameters parameters = Parameters.of(DType.F32, Key.of(5));
    private final List<LinearLayer> layers = new ArrayList<>();
    private final Adam adam = new Adam(0.9, 0.999, 1e-8);
    private final NdArray x = NdArray.zeros(DType.F32, Shape.of(8, 20));
    private final Tape tape;

    Training(Tape tape) {
      this.tape = tape;
      int[] widths = {20, 40, 40, 12};
      for (int i = 0; i < 3; i++) {
        layers.add(
            LinearLayer.create(
                parameters.scope("layer" + i),
                widths[i],
                widths[i + 1],
                i < 2 ? Activation.TANH : Activation.IDENTITY,
                Initializer.glorotUniform(),
                Initializer.zeros()));
      }
      Initializer.normal(1).fill(x, Key.of(6));
    }

    void step() {
      tape.reset();
      Tensor h = tape.constant(x);
      for (LinearLayer layer : layers) {
        h = layer.apply(h);
      }
      Tensor mean = h.slice(1, 0, 6);
      Tensor deviation = h.slice(1, 6, 12).softplus().add(0.01);
      Tensor z = mean.add(deviation.multiply(tape.normal(Key.of(7), Shape.of(2, 8, 6))));
      Tensor rate = mean.square().add(deviation.square()).add(-1).multiply(0.5);
      Tensor information = rate.subtract(deviation.log()).sum(-1);
      Tensor far = z.subtract(tape.full(Shape.of(6), 0.3)).square().sum(-1).negate();
      Tensor bound = far.logMeanExp(0).subtract(information);
      tape.backward(bound.add(z.softmax(-1).square().sum(-1).mean(0)).mean().negate());
      adam.step(tape, parameters.list(), 1e-3);
    }
  }

  @Test
  void noElementsAreAllocatedAfterTheFirstSteps() {
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F32)) {
      Training training = new Training(tape);
      training.step();
      training.step();
      long elements = tape.allocatedElements();
      for (int i = 0; i < 20; i++) {
        training.step();
      }
      assertEquals(elements, tape.allocatedElements());
    }
  }

  @Test
  void aStepLeavesOnlySmallObjects() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F32)) {
      Training training = new Training(tape);
      for (int i = 0; i < 3; i++) {
        training.step();
      }
      int steps = 20;
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < steps; i++) {
        training.step();
      }
      long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / steps;
      assertTrue(bytes < BYTES_PER_STEP, bytes + " bytes a step");
    }
  }
}
