package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** The identity matrix as a constant. */
final class Identity {

  private Identity() {}

  /** I [n, n]. */
  static Tensor of(Tape tape, int n) {
    double[] elements = new double[n * n];
    for (int i = 0; i < n; i++) {
      elements[i * n + i] = 1;
    }
    return tape.constant(Shape.of(n, n), elements);
  }
}
