package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Kernels;

/**
 * What an operation sees of the tape while it computes: inputs, output, gradients, scratch.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Frame<A> {

  /** The arithmetic. */
  Kernels<A> kernels();

  /** Number of inputs. */
  int inputs();

  /** Shape of input i. */
  Shape shape(int i);

  /** Elements of input i; not to be written. */
  A value(int i);

  /** Shape of the output. */
  Shape shape();

  /** Elements of the output. */
  A value();

  /** Gradient of the objective by the output; backward only. */
  A gradient();

  /** True where the gradient by input i is wanted; backward only. */
  boolean wants(int i);

  /** Gradient by input i, to be added to; backward only, where {@link #wants}. */
  A gradient(int i);

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
