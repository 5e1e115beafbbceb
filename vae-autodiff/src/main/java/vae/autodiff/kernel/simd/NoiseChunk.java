package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;
import static vae.autodiff.random.GaussianCoefficients.*;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import vae.autodiff.random.Key;
import vae.autodiff.random.Philox;

/**
 * A number of Philox blocks that are encrypted and turned into numbers together; it stays in the
 * first cache.
 *
 * <p>Words are kept in 64-bit lanes while they are multiplied, the upper halves holding anything,
 * and as pairs of 32-bit words otherwise: the two words from which a pair of normal numbers comes
 * make one lane of a {@code LongVector}. Each loop repeats {@link vae.autodiff.random.Philox} or
 * {@code GaussianTransform} statement by statement.
 */
final class NoiseChunk {

  /** Blocks of a chunk, a multiple of the lanes of any vector. */
  static final int BLOCKS = 256;

  private static final VectorShape SHAPE = SPECIES.vectorShape();
  private static final VectorSpecies<Long> LONGS = VectorSpecies.of(long.class, SHAPE);
  private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SHAPE);
  private static final int LONG_WIDTH = LONGS.length();
  private static final VectorShuffle<Long> ZIP_LOW = VectorShuffle.makeZip(LONGS, 0);
  private static final VectorShuffle<Long> ZIP_HIGH = VectorShuffle.makeZip(LONGS, 1);
  private static final long LOW = 0xFFFFFFFFL;
  private static final long HIGH = ~LOW;

  private static final ThreadLocal<NoiseChunk> OF_THREAD = ThreadLocal.withInitial(NoiseChunk::new);

  /** Counters: the row's identity, and the sample below the group. */
  private final long[] rows = new long[BLOCKS];

  private final long[] places = new long[BLOCKS];
  private final int[] words = new int[4 * BLOCKS];
  private final float[] units = new float[2 * BLOCKS];
  private final float[] rests = new float[2 * BLOCKS];
  private final float[] numbers = new float[4 * BLOCKS];

  private NoiseChunk() {}

  static NoiseChunk ofThread() {
    return OF_THREAD.get();
  }

  /** Sets the counters of blocks that begin with the group of the stream. */
  void counters(Key key, int rowCount, int groups, int stream, int group, int blocks) {
    for (int at = 0; at < blocks; stream++, group = 0) {
      long row = key.row(stream % rowCount);
      long sample = stream / rowCount;
      int end = Math.min(blocks, at + groups - group);
      for (; at < end; at++, group++) {
        rows[at] = row;
        places[at] = (long) group << 32 | sample;
      }
    }
  }

  /** The blocks as uniform numbers, as many as there are words. */
  float[] uniforms(Key key, int blocks) {
    encrypt(rows, places, key.k0(), key.k1(), words, blocks);
    for (int i = 0; i < 4 * blocks; i += WIDTH) {
      IntVector word = IntVector.fromArray(INTS, words, i);
      toFloat(word.lanewise(LSHR, 8)).mul(0x1p-24f).intoArray(numbers, i);
    }
    return numbers;
  }

  /** The blocks as normal numbers, as many as there are words. */
  float[] normals(Key key, int blocks) {
    encrypt(rows, places, key.k0(), key.k1(), words, blocks);
    units(words, units, rests, 4 * blocks);
    radii(units, rests, 2 * blocks);
    directions(words, units, numbers, 4 * blocks);
    return numbers;
  }

  private static FloatVector toFloat(IntVector x) {
    return (FloatVector) x.convertShape(I2F, SPECIES, 0);
  }

  /** words[4i … 4i + 3] = the encrypted counter i, for whole vectors of blocks. */
  private static void encrypt(long[] rows, long[] places, int k0, int k1, int[] words, int blocks) {
    LongVector mask = LongVector.broadcast(LONGS, LOW);
    LongVector m0 = LongVector.broadcast(LONGS, Philox.M0 & LOW);
    LongVector m1 = LongVector.broadcast(LONGS, Philox.M1 & LOW);
    LongVector w0 = LongVector.broadcast(LONGS, Philox.W0 & LOW);
    LongVector w1 = LongVector.broadcast(LONGS, Philox.W1 & LOW);
    for (int i = 0; i < blocks; i += LONG_WIDTH) {
      LongVector c0 = LongVector.fromArray(LONGS, rows, i);
      LongVector c1 = c0.lanewise(LSHR, 32);
      LongVector c2 = LongVector.fromArray(LONGS, places, i);
      LongVector c3 = c2.lanewise(LSHR, 32);
      LongVector key0 = LongVector.broadcast(LONGS, k0 & LOW);
      LongVector key1 = LongVector.broadcast(LONGS, k1 & LOW);
      for (int round = 0; round < Philox.ROUNDS; round++) {
        LongVector p0 = c0.and(mask).mul(m0.and(mask));
        LongVector p1 = c2.and(mask).mul(m1.and(mask));
        c0 = p1.lanewise(LSHR, 32).lanewise(XOR, c1).lanewise(XOR, key0);
        c2 = p0.lanewise(LSHR, 32).lanewise(XOR, c3).lanewise(XOR, key1);
        c1 = p1;
        c3 = p0;
        key0 = key0.add(w0);
        key1 = key1.add(w1);
      }
      LongVector first = c0.and(mask).or(c1.lanewise(LSHL, 32));
      LongVector second = c2.and(mask).or(c3.lanewise(LSHL, 32));
      first.rearrange(ZIP_LOW, second).reinterpretAsInts().intoArray(words, 4 * i);
      first.rearrange(ZIP_HIGH, second).reinterpretAsInts().intoArray(words, 4 * i + WIDTH);
    }
  }

  /**
   * The uniform numbers u and 1 − u of two vectors of pairs, from the first words: those of the
   * first vector in the even lanes, those of the second in the odd ones.
   *
   * <p>A loop apart from {@link #radii}: C2 boxes some of the vectors of both in one.
   */
  private static void units(int[] words, float[] units, float[] rests, int n) {
    for (int i = 0; i < n; i += 2 * WIDTH) {
      LongVector even = IntVector.fromArray(INTS, words, i).reinterpretAsLongs();
      LongVector odd = IntVector.fromArray(INTS, words, i + WIDTH).reinterpretAsLongs();
      IntVector word = even.and(LOW).or(odd.lanewise(LSHL, 32)).reinterpretAsInts();
      unit(word).intoArray(units, i / 2);
      unit(word.not()).intoArray(rests, i / 2);
    }
  }

  /** The radii √(−2 log u), from u and 1 − u, in place of u. */
  private static void radii(float[] units, float[] rests, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector u = FloatVector.fromArray(SPECIES, units, i);
      FloatVector rest = FloatVector.fromArray(SPECIES, rests, i);
      IntVector bits = u.reinterpretAsInts();
      IntVector k = bits.sub(TWO_THIRDS);
      IntVector e = k.lanewise(ASHR, 23);
      FloatVector m = bits.sub(k.and(EXPONENT)).reinterpretAsFloats().sub(1f);
      IntVector below = e.lanewise(ASHR, 31);
      IntVector chosen =
          m.reinterpretAsInts().and(below).or(rest.neg().reinterpretAsInts().and(below.not()));
      FloatVector f = chosen.reinterpretAsFloats();
      FloatVector p = f.fma(LOG_7, LOG_6);
      p = p.fma(f, FloatVector.broadcast(SPECIES, LOG_5));
      p = p.fma(f, FloatVector.broadcast(SPECIES, LOG_4));
      p = p.fma(f, FloatVector.broadcast(SPECIES, LOG_3));
      p = p.fma(f, FloatVector.broadcast(SPECIES, LOG_2));
      p = p.fma(f, FloatVector.broadcast(SPECIES, LOG_1));
      p = p.fma(f, FloatVector.broadcast(SPECIES, LOG_0));
      p = p.fma(f, FloatVector.broadcast(SPECIES, -0.5f));
      FloatVector log = toFloat(e).fma(FloatVector.broadcast(SPECIES, LN2), f.mul(f).fma(p, f));
      log.mul(-2f).sqrt().intoArray(units, i);
    }
  }

  private static FloatVector unit(IntVector word) {
    FloatVector low = toFloat(word.and(0xFF)).add(0.5f).mul(0x1p-32f);
    return toFloat(word.lanewise(LSHR, 8)).fma(FloatVector.broadcast(SPECIES, 0x1p-24f), low);
  }

  /** The numbers of pairs, from the second words and the radii. */
  private static void directions(int[] words, float[] radii, float[] out, int n) {
    for (int i = 0; i < n; i += 2 * WIDTH) {
      LongVector even = IntVector.fromArray(INTS, words, i).reinterpretAsLongs();
      LongVector odd = IntVector.fromArray(INTS, words, i + WIDTH).reinterpretAsLongs();
      IntVector word = even.lanewise(LSHR, 32).or(odd.and(HIGH)).reinterpretAsInts();
      FloatVector radius = FloatVector.fromArray(SPECIES, radii, i / 2);
      IntVector quarter = word.add(0x20000000).lanewise(LSHR, 30);
      FloatVector t = toFloat(word.sub(quarter.lanewise(LSHL, 30))).mul(0x1p-32f);
      FloatVector v = t.mul(t);
      FloatVector s = v.fma(SIN_3, SIN_2);
      s = s.fma(v, FloatVector.broadcast(SPECIES, SIN_1));
      s = s.fma(v, FloatVector.broadcast(SPECIES, SIN_0));
      FloatVector c = v.fma(COS_4, COS_3);
      c = c.fma(v, FloatVector.broadcast(SPECIES, COS_2));
      c = c.fma(v, FloatVector.broadcast(SPECIES, COS_1));
      c = c.fma(v, FloatVector.broadcast(SPECIES, 1f));
      IntVector sine = radius.mul(s.mul(t)).reinterpretAsInts();
      IntVector cosine = radius.mul(c).reinterpretAsInts();
      IntVector swap = sine.lanewise(XOR, cosine).and(quarter.and(1).neg());
      IntVector cosineSign = quarter.add(1).and(2).lanewise(LSHL, 30);
      IntVector sineSign = quarter.and(2).lanewise(LSHL, 30);
      LongVector x = cosine.lanewise(XOR, swap).lanewise(XOR, cosineSign).reinterpretAsLongs();
      LongVector y = sine.lanewise(XOR, swap).lanewise(XOR, sineSign).reinterpretAsLongs();
      x.and(LOW).or(y.lanewise(LSHL, 32)).reinterpretAsFloats().intoArray(out, i);
      x.lanewise(LSHR, 32).or(y.and(HIGH)).reinterpretAsFloats().intoArray(out, i + WIDTH);
    }
  }
}
