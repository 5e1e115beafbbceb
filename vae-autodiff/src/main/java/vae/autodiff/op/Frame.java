package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.NonZeros;

/** What an operation sees of the tape while it computes: inputs, output, gradients, scratch. */
public interface Frame<A> {

  Kernels<A> kernels();

  int inputs();

  Shape shape(int i);

  /** Elements of input i; not to be written. */
  A value(int i);

  /**
   * Where input i, seen as rows of its last axis, is not zero; null where it is not data, or not
   * sparse. Data are constants that were copied to the tape: gradients by them are never wanted.
   */
  NonZeros nonZeros(int i);

  Shape shape();

  /** Elements of the output. */
  A value();

  /** Gradient of the objective by the output; backward only. */
  A gradient();

  /** True where the gradient by input i is wanted; backward only. */
  boolean wants(int i);

  /** Gradient by input i, to be added to; backward only, where {@link #wants}. */
  A gradient(int i);

  /**
   * Gradient by input i where nothing has been added to it so far, with undefined contents: all of
   * it must then be written, which saves filling it with zeros first. Null where it has been added
   * to: {@link #gradient(int)} gives it. Backward only, where {@link #wants}.
   */
  default A freshGradient(int i) {
    return null;
  }

  /** True where a reverse pass may follow, so that forward may prepare for it. */
  boolean differentiates();

  /**
   * An array of n elements that stays with the output: what forward leaves there, backward finds.
   *
   * @param n the same at every call for one output
   */
  A saved(int n);

  /** An array of n elements with undefined contents, valid until the operation returns. */
  A scratch(int n);
}
