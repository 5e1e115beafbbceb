package vae.autodiff.optim;

import java.util.List;
import java.util.function.UnaryOperator;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** One parameter and an optimiser that lowers a function of it. */
final class Descent implements AutoCloseable {

  /** Curvatures of {@link #quadratic}: from flat to steep. */
  static final double[] CURVATURE = {0.1, 1, 3, 10};

  private final KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
  private final Tape tape;
  private final Optimizer optimizer;
  private final Parameter parameter;

  Descent(Optimizer optimizer, DType type, double... start) {
    this.optimizer = optimizer;
    tape = Tape.of(kernels, type);
    parameter = new Parameter("w", NdArray.zeros(type, Shape.of(start.length)));
    overwrite(start);
  }

  void overwrite(double... elements) {
    for (int i = 0; i < elements.length; i++) {
      parameter.value().set(i, elements[i]);
    }
  }

  /** ½ Σ c w². */
  static Tensor quadratic(Tensor w) {
    Tensor curvature = w.tape().constant(Shape.of(4), CURVATURE);
    return w.square().multiply(curvature).multiply(0.5).sum();
  }

  void step(UnaryOperator<Tensor> function, double rate) {
    tape.reset();
    tape.backward(function.apply(tape.parameter(parameter)));
    optimizer.step(tape, List.of(parameter), rate);
  }

  /** A step on an objective that does not depend on the parameter. */
  void stepAside(double rate) {
    tape.reset();
    tape.backward(tape.scalar(1));
    optimizer.step(tape, List.of(parameter), rate);
  }

  double[] value() {
    return parameter.value().toDoubles();
  }

  @Override
  public void close() {
    tape.close();
    kernels.close();
  }
}
