package vae.autodiff.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import vae.autodiff.kernel.scalar.ScalarDoubleKernels;
import vae.autodiff.kernel.scalar.ScalarFloatKernels;

/** Fingerprints tell arrays apart, and are the same however they are computed. */
final class FingerprintProperties {

  private static final FingerprintKernels<float[]> FLOATS = new ScalarFloatKernels().fingerprints();
  private static final FingerprintKernels<double[]> DOUBLES =
      new ScalarDoubleKernels().fingerprints();

  private static final KernelSet[] SETS = {
    KernelSet.choose(KernelSet.Choice.AUTO, 1),
    KernelSet.choose(KernelSet.Choice.AUTO, 2),
    KernelSet.choose(KernelSet.Choice.AUTO, 3)
  };

  @AfterContainer
  static void endThreads() {
    for (KernelSet set : SETS) {
      set.close();
    }
  }

  private static float[] floats(long seed, int n) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = Float.intBitsToFloat(random.nextInt());
    }
    return x;
  }

  /** Sizes up to what several threads share; NaNs of all kinds among the elements. */
  @Property(seed = "71", tries = 300, edgeCases = EdgeCasesMode.NONE)
  void providersAndThreadsAgree(
      @ForAll @IntRange(max = 200) int n, @ForAll boolean large, @ForAll long seed) {
    int size = large ? 100_000 + n : n;
    float[] x = floats(seed, size + 20);
    long expected = FLOATS.fingerprint(x, size);
    for (KernelSet set : SETS) {
      assertEquals(expected, set.f32().fingerprints().fingerprint(x, size), set.toString());
    }
  }

  @Property(seed = "72", tries = 2000)
  void oneChangedBitChangesBothHalves(
      @ForAll @IntRange(min = 1, max = 300) int n, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = floats(seed, n);
    long before = FLOATS.fingerprint(x, n);
    int at = random.nextInt(n);
    x[at] = Float.intBitsToFloat(Float.floatToRawIntBits(x[at]) ^ 1 << random.nextInt(32));
    long after = FLOATS.fingerprint(x, n);
    assertNotEquals((int) before, (int) after);
    assertNotEquals(before >>> 32, after >>> 32);
  }

  @Property(seed = "73", tries = 1000)
  void oneChangedBitOfADoubleChangesBothHalves(
      @ForAll @IntRange(min = 1, max = 100) int n, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = random.doubles(n).toArray();
    long before = DOUBLES.fingerprint(x, n);
    int at = random.nextInt(n);
    x[at] = Double.longBitsToDouble(Double.doubleToRawLongBits(x[at]) ^ 1L << random.nextInt(64));
    long after = DOUBLES.fingerprint(x, n);
    assertNotEquals((int) before, (int) after);
    assertNotEquals(before >>> 32, after >>> 32);
  }

  /** Weights that change places, and the sign of zero. */
  @Property(seed = "74", tries = 1000)
  void elementsThatChangePlacesAreNoticed(
      @ForAll @IntRange(min = 2, max = 300) int n, @ForAll long seed) {
    float[] x = floats(seed, n);
    int other = 1 + new SplittableRandom(seed).nextInt(n - 1);
    x[0] = 0f;
    x[other] = -0f;
    long before = FLOATS.fingerprint(x, n);
    x[0] = -0f;
    x[other] = 0f;
    assertNotEquals(before, FLOATS.fingerprint(x, n));
  }

  /** The definition, in arithmetic of 64 bits and more. */
  @Example
  void theFormulaIsTheOneOfTheDocumentation() {
    float[] x = {1f, -2.5f, 0f};
    long mask = 0xFFFFFFFFL;
    long plain = 0;
    long weighted = 0;
    for (int i = 0; i < x.length; i++) {
      long k = (i + 1) * 0x9E3779B9L & mask;
      long a = (Float.floatToIntBits(x[i]) & mask ^ k) * 0x85EBCA6BL & mask;
      long b = (a ^ a >> 15) * 0xC2B2AE35L & mask;
      long c = b ^ b >> 13;
      plain += c;
      weighted += c * (k | 1);
    }
    assertEquals((weighted & mask) << 32 | plain & mask, FLOATS.fingerprint(x, x.length));
    assertEquals(0, FLOATS.fingerprint(x, 0));
  }
}
