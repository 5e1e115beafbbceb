package vae.data.transform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;

final class BinarizationProperties {

  private static final KernelSet KERNELS = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
  private static final Binarization DYNAMIC = new DynamicBinarization();
  private static final Binarization STATIC = new StaticBinarization(new StaticBinarization.Spec(5));
  private static final Binarization THRESHOLD =
      new ThresholdBinarization(new ThresholdBinarization.Spec(0.5));

  @Provide
  Arbitrary<Binarization> all() {
    return Arbitraries.of(DYNAMIC, STATIC, THRESHOLD, new NoBinarization());
  }

  private static float[] values(Random random, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(256) / 255f;
    }
    return values;
  }

  private static void apply(
      Binarization binarization, float[] values, Key key, long... identities) {
    Shape shape = Shape.of(identities.length, values.length / identities.length);
    binarization.apply(KERNELS, NdArray.of(shape, values), identities, key);
  }

  /** One row at any place of another batch is what it is in the whole batch. */
  @Property(tries = 200, seed = "51")
  void theBatchLayoutDoesNotMatter(
      @ForAll("all") Binarization binarization,
      @ForAll @IntRange(min = 1, max = 6) int count,
      @ForAll @IntRange(min = 1, max = 19) int dimension,
      @ForAll @IntRange(min = 0, max = 3) int place,
      @ForAll Random random) {
    Key key = Key.of(random.nextLong()).fold("binarize").fold(3);
    long[] identities = random.longs(count, 0, 1L << 40).toArray();
    float[] source = values(random, count * dimension);
    float[] batch = source.clone();
    apply(binarization, batch, key, identities);
    for (int row = 0; row < count; row++) {
      float[] other = new float[4 * dimension];
      long[] others = {1, 2, 3, 4};
      others[place] = identities[row];
      System.arraycopy(source, row * dimension, other, place * dimension, dimension);
      apply(binarization, other, key, others);
      assertArrayEquals(
          Arrays.copyOfRange(batch, row * dimension, (row + 1) * dimension),
          Arrays.copyOfRange(other, place * dimension, (place + 1) * dimension));
    }
  }

  @Property(tries = 100, seed = "52")
  void bothPrecisionsDecideAlike(@ForAll("all") Binarization binarization, @ForAll Random random) {
    Key key = Key.of(random.nextLong());
    float[] single = values(random, 60);
    double[] twice = new double[60];
    for (int i = 0; i < 60; i++) {
      twice[i] = single[i];
    }
    long[] identities = {3, 1, 4};
    apply(binarization, single, key, identities);
    binarization.apply(KERNELS, NdArray.of(Shape.of(3, 20), twice), identities, key);
    for (int i = 0; i < 60; i++) {
      assertEquals(single[i], twice[i]);
    }
  }

  @Property(tries = 50, seed = "53")
  void onlyDynamicDrawsDependOnTheKey(@ForAll Random random) {
    float[] source = values(random, 400);
    for (Binarization binarization : new Binarization[] {DYNAMIC, STATIC, THRESHOLD}) {
      float[] first = source.clone();
      float[] second = source.clone();
      apply(binarization, first, Key.of(1).fold(1), 9);
      apply(binarization, second, Key.of(1).fold(2), 9);
      assertEquals(binarization == DYNAMIC, !Arrays.equals(first, second));
    }
  }

  /** Zeros and ones are certain, and the share of ones of p = 0.3 is within five deviations. */
  @Example
  void onesComeWithTheProbabilityOfTheValue() {
    int n = 100_000;
    for (float p : new float[] {0, 0.3f, 1}) {
      float[] batch = new float[n];
      Arrays.fill(batch, p);
      apply(DYNAMIC, batch, Key.of(8), 0);
      double ones = 0;
      for (float value : batch) {
        assertTrue(value == 0 || value == 1);
        ones += value;
      }
      assertEquals(p, ones / n, 5 * Math.sqrt(p * (1 - p) / n) + 1e-7);
    }
  }

  @Example
  void differentSeedsAreDifferentStaticDataSets() {
    float[] first = values(new Random(1), 400);
    float[] second = first.clone();
    apply(STATIC, first, Key.of(0), 0);
    apply(new StaticBinarization(new StaticBinarization.Spec(6)), second, Key.of(0), 0);
    assertFalse(Arrays.equals(first, second));
  }

  /** N3: held-out data are drawn by a seed of their own where the spec has one. */
  @Property(tries = 50, seed = "54")
  void heldOutDrawsFollowTheirOwnSeedWhereThereIsOne(
      @ForAll long experiment, @ForAll long other, @ForAll long own) {
    Key first = Key.of(experiment).fold("held-out binarization");
    Key second = Key.of(other).fold("held-out binarization");
    assertEquals(first, DYNAMIC.heldOut(first));
    DynamicBinarization.Spec spec = new DynamicBinarization.Spec(Optional.of(own));
    Binarization keyed = new DynamicBinarization(spec);
    assertEquals(keyed.heldOut(first), keyed.heldOut(second));
    DynamicBinarization.Spec next = new DynamicBinarization.Spec(Optional.of(own + 1));
    assertFalse(keyed.heldOut(first).equals(new DynamicBinarization(next).heldOut(first)));
  }

  @Example
  void theThresholdItselfIsAOne() {
    float[] batch = {0.49f, 0.5f, 0.51f};
    apply(THRESHOLD, batch, Key.of(0), 0);
    assertArrayEquals(new float[] {0, 1, 1}, batch);
  }

  @Example
  void rowsWithoutAnIdentityAreRefused() {
    NdArray batch = NdArray.zeros(DType.F32, Shape.of(2, 3));
    for (Binarization binarization : new Binarization[] {DYNAMIC, STATIC}) {
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> binarization.apply(KERNELS, batch, new long[1], Key.of(0)));
    }
  }
}
