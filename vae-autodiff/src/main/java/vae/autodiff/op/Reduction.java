package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Kernels;

/**
 * Sums an array down to a shape that broadcasts to its own.
 *
 * <p>Runs are added in order: a run that is reduced is a lane sum, a run that is kept is added
 * element by element.
 */
final class Reduction {

  private Reduction() {}

  /** y += the sum of x over the axes along which y's shape is repeated. */
  static <A> void addTo(Kernels<A> kernels, Shape from, A x, Shape to, A y) {
    addTo(kernels, from, x, to, y, false);
  }

  /**
   * The same where it is known whether the last axis is kept.
   *
   * @param lastKept the last axis is no summed one: its elements are added in the order of the
   *     others, also when there is only one, so that a batch of one row gives the bits of that row
   *     in a larger batch
   */
  static <A> void addTo(Kernels<A> kernels, Shape from, A x, Shape to, A y, boolean lastKept) {
    Runs.forEach(
        from,
        from,
        to,
        (offset, same, stride, target, targetStride, n) -> {
          if (targetStride == 0 && lastKept) {
            for (int i = 0; i < n; i++) {
              kernels.accumulate(x, offset + i, y, target, 1);
            }
          } else if (targetStride == 0) {
            kernels.sumInto(x, offset, n, y, target);
          } else {
            kernels.accumulate(x, offset, y, target, n);
          }
        });
  }
}
