package vae.autodiff.kernel.simd;

import vae.autodiff.kernel.Kernels;

/** What a thread keeps between the loops of one kernel; of no meaning between two kernels. */
final class Scratch {

  /** Elements of a block: it stays in the first caches, and a call for it costs nothing. */
  static final int BLOCK = 8192;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  /** The logical lanes of a sum. */
  final float[] lanes = new float[Kernels.LANES];

  /** Intermediate values of a block of elements. */
  final float[] values = new float[BLOCK];

  /** What is subtracted before, and added after. */
  final float[] shifts = new float[BLOCK];

  private Scratch() {}

  /** The calling thread's. */
  static Scratch ofThread() {
    return OF_THREAD.get();
  }

  /** Rows of {@code columns} elements that make a block, at least 1. */
  static int rows(int columns) {
    return Math.max(1, BLOCK / Math.max(1, columns));
  }
}
