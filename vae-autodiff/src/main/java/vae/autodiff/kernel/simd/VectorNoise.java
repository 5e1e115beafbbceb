package vae.autodiff.kernel.simd;

import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import vae.autodiff.kernel.NoiseKernels;
import vae.autodiff.kernel.scalar.ScalarFloatNoiseKernels;
import vae.autodiff.random.Key;

/**
 * Random numbers by vectors: chunks of Philox blocks, whatever rows and samples they belong to.
 *
 * <p>A stream, the numbers of one row and sample, takes ⌈count/4⌉ blocks; what the last of them has
 * too many is left out when numbers are copied from the chunk.
 */
final class VectorNoise implements NoiseKernels<float[]> {

  /**
   * Fewer numbers are drawn one by one: they cost microseconds, and a program that never draws more
   * at once does without the time it takes to compile the vector loops.
   */
  private static final int MIN_VALUES = 4096;

  private final ScalarFloatNoiseKernels scalar = new ScalarFloatNoiseKernels();
  private final Split split;

  VectorNoise(Split split) {
    this.split = split;
  }

  /**
   * Takes n numbers of a chunk that begin at {@code from} to the output that begins at {@code to}.
   */
  @FunctionalInterface
  private interface Sink {
    void take(float[] numbers, int from, int to, int n);
  }

  @Override
  public void normal(Key key, int samples, int rows, int count, float[] y) {
    if (!split.pays((long) samples * rows * count, MIN_VALUES)) {
      scalar.normal(key, samples, rows, count, y);
      return;
    }
    Sink sink = (numbers, from, to, n) -> System.arraycopy(numbers, from, y, to, n);
    split.rows(
        Math.multiplyExact(samples, rows),
        count,
        Split.COSTLY,
        (from, to) -> draw(key, true, rows, count, from, to, sink));
  }

  @Override
  public void uniform(Key key, int samples, int rows, int count, float[] y) {
    if (!split.pays((long) samples * rows * count, MIN_VALUES)) {
      scalar.uniform(key, samples, rows, count, y);
      return;
    }
    Sink sink = (numbers, from, to, n) -> System.arraycopy(numbers, from, y, to, n);
    split.rows(
        Math.multiplyExact(samples, rows),
        count,
        Split.COSTLY,
        (from, to) -> draw(key, false, rows, count, from, to, sink));
  }

  @Override
  public void bernoulli(Key key, int rows, int count, float[] x, int offset) {
    if (!split.pays((long) rows * count, MIN_VALUES)) {
      scalar.bernoulli(key, rows, count, x, offset);
      return;
    }
    Sink sink = (numbers, from, to, n) -> below(numbers, from, x, offset + to, n);
    split.rows(
        rows, count, Split.COSTLY, (from, to) -> draw(key, false, rows, count, from, to, sink));
  }

  /** x[i] = u[i] < x[i]. */
  private static void below(float[] u, int uOffset, float[] x, int xOffset, int n) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += WIDTH) {
      FloatVector uniform = FloatVector.fromArray(SPECIES, u, uOffset + i);
      FloatVector share = FloatVector.fromArray(SPECIES, x, xOffset + i);
      FloatVector.zero(SPECIES)
          .blend(1f, uniform.compare(VectorOperators.LT, share))
          .intoArray(x, xOffset + i);
    }
    for (int i = whole; i < n; i++) {
      x[xOffset + i] = u[uOffset + i] < x[xOffset + i] ? 1 : 0;
    }
  }

  /** Draws the streams [from, to). */
  private static void draw(
      Key key, boolean normal, int rows, int count, int from, int to, Sink sink) {
    NoiseChunk chunk = NoiseChunk.ofThread();
    int groups = (count + 3) / 4;
    long end = (long) to * groups;
    for (long first = (long) from * groups; first < end; first += NoiseChunk.BLOCKS) {
      int blocks = (int) Math.min(NoiseChunk.BLOCKS, end - first);
      int stream = (int) (first / groups);
      int group = (int) (first % groups);
      chunk.counters(key, rows, groups, stream, group, blocks);
      float[] numbers = normal ? chunk.normals(key, blocks) : chunk.uniforms(key, blocks);
      if (count % 4 == 0) {
        sink.take(numbers, 0, stream * count + 4 * group, 4 * blocks);
      } else {
        copy(numbers, count, stream, 4 * group, 4 * blocks, sink);
      }
    }
  }

  /** Hands on a chunk's numbers stream by stream. */
  private static void copy(
      float[] numbers, int count, int stream, int coordinate, int size, Sink sink) {
    int padded = (count + 3) / 4 * 4;
    for (int at = 0; at < size; ) {
      int here = Math.min(padded - coordinate, size - at);
      int n = Math.min(count - coordinate, here);
      sink.take(numbers, at, stream * count + coordinate, n);
      at += here;
      stream++;
      coordinate = 0;
    }
  }
}
