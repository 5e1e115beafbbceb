package vae.autodiff.kernel.simd;

import java.util.List;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.Unary;
import vae.autodiff.kernel.scalar.FloatFunctions;

/** What a thread keeps between the loops of one kernel; of no meaning between two kernels. */
final class Scratch {

  /** Elements of a block: it stays in the first caches, and a call for it costs nothing. */
  static final int BLOCK = 4096;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  /** The logical lanes of a sum. */
  final float[] lanes = new float[Kernels.LANES];

  /** Those of a second sum over the same elements. */
  final float[] otherLanes = new float[Kernels.LANES];

  /** Intermediate values of a block of elements. */
  final float[] values = new float[BLOCK];

  /** What is subtracted before, and added after. */
  final float[] shifts = new float[BLOCK];

  private final Split.Range[] functions = new Split.Range[Unary.values().length];

  private final Split.Range decays = this::decay;
  private float[] source;
  private float[] target;

  private Scratch() {
    for (Unary f : List.of(Unary.EXP, Unary.LOG)) {
      functions[f.ordinal()] = VectorUnary.of(f, 0, 0, values, values);
    }
  }

  static Scratch ofThread() {
    return OF_THREAD.get();
  }

  /** Rows of {@code columns} elements that make a block, at least 1. */
  static int rows(int columns) {
    return Math.max(1, BLOCK / Math.max(1, columns));
  }

  /** target[i] = e^−|source[i]| over whole vectors; compiled by itself, as {@link #apply} is. */
  void decay(float[] source, float[] target, int from, int to) {
    this.source = source;
    this.target = target;
    Split.alone(decays, from, to);
    this.source = null;
    this.target = null;
  }

  private void decay(int from, int to) {
    VectorUnary.decay(source, target, from, to);
  }

  /**
   * values[i] = f(values[i]) over n elements.
   *
   * <p>What is called comes out of an array, so that C2 cannot tell which loop it is and compiles
   * that loop by itself.
   *
   * @param f EXP or LOG
   */
  void apply(Unary f, int n) {
    int whole = Lanes.whole(n);
    Split.alone(functions[f.ordinal()], 0, whole);
    for (int i = whole; i < n; i++) {
      values[i] = FloatFunctions.value(f, 0, 0, values[i]);
    }
  }
}
