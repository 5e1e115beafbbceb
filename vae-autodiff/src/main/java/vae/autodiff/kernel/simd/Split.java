package vae.autodiff.kernel.simd;

import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.Team;
import vae.autodiff.kernel.Unary;

/**
 * Shares the elements or rows of one operation among a team: equal ranges, one for each thread, as
 * far as every range is worth waking a thread for.
 *
 * <p>A range writes its own elements only, so that the bits do not depend on the split.
 *
 * <p>{@link #alone} is the one call site of {@link Range#run}, on purpose: C2 inlines no call that
 * has many targets, so that loops are compiled one by one and each stays within the limits beyond
 * which vectors are boxed (see {@link VectorElementary}). It does inline a range that it sees being
 * made, so a range calls at most one elementary function; a kernel that needs two takes the second
 * from {@link Scratch#apply}.
 *
 * @param divisor 1; more splits finer, for tests
 */
record Split(Team team, int divisor) {

  /** What computes the elements or rows [from, to). */
  @FunctionalInterface
  interface Range {
    void run(int from, int to);
  }

  /** Elements of sums and products that are worth a thread: about five microseconds. */
  static final int PLAIN = 1 << 15;

  /** Elements of exponentials and the like that are worth a thread. */
  static final int COSTLY = 1 << 13;

  /** What the function's elements are worth: {@link #PLAIN} or {@link #COSTLY}. */
  static int worth(Unary f) {
    return switch (f) {
      case AFFINE, SQRT, SQUARE, RECIPROCAL, ABS, RELU, LEAKY_RELU, CLAMP -> PLAIN;
      case EXP, LOG, LOG1P, TANH, SIGMOID, SOFTPLUS, ELU, GELU, SILU, ERF -> COSTLY;
    };
  }

  static int worth(Activation f) {
    return f == Activation.IDENTITY ? PLAIN : worth(f.function());
  }

  /** Whether this many elements are worth what {@code least} are, divided as all sizes here. */
  boolean pays(long elements, int least) {
    return elements >= Math.max(1, least / divisor);
  }

  /**
   * Runs all of [from, to); every range begins at a multiple of 16 elements behind {@code from}.
   *
   * @param worth {@link #PLAIN} or {@link #COSTLY}
   */
  void elements(int from, int to, int worth, Range range) {
    run(from, to, worth / divisor, Kernels.LANES, range);
  }

  /**
   * Whether {@link #elements} would leave n elements to one thread: kernels that are called for
   * many short runs of plain arithmetic ask first, and make no range for them.
   */
  boolean isWhole(int n, int worth) {
    return team.threads() == 1 || n / Math.max(1, worth / divisor) <= 1;
  }

  /** Runs the rows [0, rows) of {@code columns} elements each. */
  void rows(int rows, int columns, int worth, Range range) {
    run(0, rows, worth / divisor / Math.max(1, columns), 1, range);
  }

  /** Runs the columns [0, columns) of {@code rows} elements each, in ranges as of elements. */
  void columns(int columns, int rows, int worth, Range range) {
    run(0, columns, worth / divisor / Math.max(1, rows), Kernels.LANES, range);
  }

  /**
   * Runs the rows [0, rows) of a sparse matrix, in ranges of about equally many entries.
   *
   * @param starts where the entries of each row begin, and those of the last row end
   * @param columns elements computed for each entry
   */
  void entries(int[] starts, int rows, int columns, Range range) {
    int parts = (int) Math.min(team.threads(), (long) starts[rows] * columns / (PLAIN / divisor));
    if (parts > 1) {
      team.run(
          parts,
          part ->
              alone(
                  range,
                  rowOfShare(starts, rows, parts, part),
                  rowOfShare(starts, rows, parts, part + 1)));
    } else {
      alone(range, 0, rows);
    }
  }

  /**
   * Runs work that knows itself how to divide {@code elements} into equal shares.
   *
   * @param range is given the number of a share, from 0 on, and how many there are
   */
  void shares(long elements, int worth, Range range) {
    int parts = (int) Math.min(team.threads(), elements / Math.max(1, worth / divisor));
    if (parts > 1) {
      team.run(parts, part -> range.run(part, parts));
    } else {
      range.run(0, 1);
    }
  }

  /** The first row of a part: a row counts as its entries and one more. */
  private static int rowOfShare(int[] starts, int rows, int parts, int part) {
    long before = ((long) starts[rows] + rows) * part / parts;
    int low = 0;
    int high = rows;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if ((long) starts[middle] + middle < before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void run(int from, int to, int worth, int unit, Range range) {
    int n = to - from;
    int parts = Math.min(team.threads(), n / Math.max(1, worth));
    if (parts > 1) {
      int units = (n - 1) / unit + 1;
      share(from, to, ((units - 1) / parts + 1) * unit, range);
    } else {
      alone(range, from, to);
    }
  }

  /** Runs all of [from, to) on the calling thread. */
  static void alone(Range range, int from, int to) {
    if (from < to) {
      range.run(from, to);
    }
  }

  private void share(int from, int to, int size, Range range) {
    team.run(
        (to - from - 1) / size + 1,
        part -> {
          int begin = from + part * size;
          alone(range, begin, begin + Math.min(size, to - begin));
        });
  }
}
