package vae.experiments.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.core.spec.SpecException;
import vae.experiments.evaluation.samples.KernelTwoSampleTest;
import vae.experiments.evaluation.samples.NeighbourBalls;
import vae.experiments.run.SmallRun;
import vae.experiments.sampler.TwoStageSampler.Settings;

/** A second stage trained on codes of known law. */
final class TwoStageSamplerTest {

  private static final Key KEY = Key.of(23);
  private static final Settings SHORT = new Settings(List.of(16), 20, 50, 0.001);

  private static KernelSet kernels;

  @BeforeAll
  static void start() {
    kernels = KernelSet.choose(KernelSet.Choice.AUTO, 1);
  }

  @AfterAll
  static void stop() {
    kernels.close();
  }

  /** Points about a ring of radius √2, whose coordinates have mean 0 and variance near 1. */
  private static NdArray ring(int n, long seed) {
    double[] codes = new double[2 * n];
    float[] uniform = new float[1];
    double[] normal = new double[2];
    for (int i = 0; i < n; i++) {
      Noise.uniform(Key.of(seed).fold("angle"), i, 0, uniform, 0, 1, new int[4]);
      Noise.normal(Key.of(seed).fold("noise"), i, 0, normal, 0, 2, new int[4]);
      double angle = 2 * Math.PI * uniform[0];
      codes[2 * i] = Math.sqrt(2) * StrictMath.cos(angle) + 0.1 * normal[0];
      codes[2 * i + 1] = Math.sqrt(2) * StrictMath.sin(angle) + 0.1 * normal[1];
    }
    return NdArray.of(Shape.of(n, 2), codes);
  }

  private static TwoStageSampler fit(NdArray codes, Settings settings, KernelSet on) {
    return TwoStageSampler.fit(codes, settings, KEY, on);
  }

  @Test
  void samplesAreCloserToARingThanTheStandardNormalLaw() {
    LatentSampler second =
        fit(ring(2000, 1), new Settings(List.of(64, 64), 3000, 128, 0.002), kernels);
    int n = 1000;
    double[] normal = new double[2 * n];
    double[] each = new double[2];
    for (int i = 0; i < n; i++) {
      Noise.normal(Key.of(9), i, 0, each, 0, 2, new int[4]);
      System.arraycopy(each, 0, normal, 2 * i, 2);
    }
    double[][] fresh = ring(n, 2).toRows();
    double[][] prior = NdArray.of(Shape.of(n, 2), normal).toRows();
    double[][] staged = second.draw(n, Key.of(3)).toRows();
    double beforehand = KernelTwoSampleTest.of(fresh, prior, 1, KEY).mmd2();
    double afterwards = KernelTwoSampleTest.of(fresh, staged, 1, KEY).mmd2();
    assertTrue(afterwards < beforehand / 3, () -> afterwards + " against " + beforehand);
    double crowded = NeighbourBalls.of(fresh, prior, 5).density();
    double close = NeighbourBalls.of(fresh, staged, 5).density();
    assertTrue(close > 2 * crowded, () -> close + " against " + crowded);
  }

  @Test
  void drawsAreAFunctionOfTheKeyAndALongerDrawBeginsAsAShorterOne() {
    LatentSampler second = fit(ring(200, 1), SHORT, kernels);
    double[] few = second.draw(5, Key.of(1)).toDoubles();
    double[] many = second.draw(1200, Key.of(1)).toDoubles(); // two chunks
    assertArrayEquals(few, Arrays.copyOf(many, few.length));
    assertFalse(Arrays.equals(few, second.draw(5, Key.of(2)).toDoubles()));
  }

  @Test
  void bitsDependOnCodesSettingsAndKeyAlone() {
    NdArray codes = ring(200, 1);
    double[] simd = fit(codes, SHORT, kernels).draw(20, KEY).toDoubles();
    try (KernelSet scalar = SmallRun.scalar();
        KernelSet threads = KernelSet.choose(KernelSet.Choice.AUTO, 3)) {
      assertArrayEquals(simd, fit(codes, SHORT, scalar).draw(20, KEY).toDoubles());
      assertArrayEquals(simd, fit(codes, SHORT, threads).draw(20, KEY).toDoubles());
    }
    LatentSampler other = TwoStageSampler.fit(codes, SHORT, Key.of(24), kernels);
    assertFalse(Arrays.equals(simd, other.draw(20, KEY).toDoubles()));
    assertTrue(other.description().definedBits());
    assertEquals("two-stage", other.description().name());
    assertEquals(2, other.latentSize());
  }

  @Test
  void drawsAreInTheUnitsOfTheCodes() {
    NdArray codes = ring(200, 1);
    for (int i = 0; i < 200; i++) {
      codes.set(2 * i, 1000 + 0.001 * codes.get(2 * i));
    }
    double[][] drawn = fit(codes, SHORT, kernels).draw(100, KEY).toRows();
    for (double[] z : drawn) {
      assertEquals(1000, z[0], 0.02);
      assertEquals(0, z[1], 20);
    }
  }

  private static void refused(String message, NdArray codes, Settings settings) {
    SpecException refusal = assertThrows(SpecException.class, () -> fit(codes, settings, kernels));
    assertEquals(message, refusal.getMessage());
  }

  @Test
  void codesThatAreNotFiniteOrDoNotVaryAreRefused() {
    NdArray codes = ring(50, 1);
    codes.set(7, Double.POSITIVE_INFINITY);
    refused(
        """
        codes: expected finite numbers, got Infinity in coordinate 1 of code 3
        The encoder did not make a finite code of this example: look at the run's training.\
        """,
        codes,
        SHORT);
    for (int i = 0; i < 50; i++) {
      codes.set(2 * i + 1, 2);
    }
    refused(
        """
        codes: expected coordinates that vary, got coordinate 1, which is 2.0 in every code
        Sample from the prior, or train with fewer latent coordinates.\
        """,
        codes,
        SHORT);
  }

  @Test
  void aTrainingThatDivergesIsRefused() {
    SpecException refusal =
        assertThrows(
            SpecException.class,
            () -> fit(ring(200, 1), new Settings(List.of(16), 200, 50, 1e30), kernels));
    assertEquals("sampler.learningRate", refusal.path());
    assertTrue(refusal.problem().startsWith("training of the second stage diverged at step "));
    assertEquals("Lower it, or take the sampler gaussian-mixture.", refusal.fix());
  }

  @Test
  void settingsOutsideTheirDomainAreRefused() {
    assertThrows(SpecException.class, () -> new Settings(List.of(0), 20, 50, 0.001));
    assertThrows(SpecException.class, () -> new Settings(List.of(16), 0, 50, 0.001));
    assertThrows(SpecException.class, () -> new Settings(List.of(16), 20, 0, 0.001));
    assertThrows(SpecException.class, () -> new Settings(List.of(16), 20, 50, Double.NaN));
    NdArray codes = ring(50, 1);
    Settings huge = new Settings(List.of(50_000, 50_000), 20, 50, 0.001);
    assertThrows(SpecException.class, () -> fit(codes, huge, kernels));
    LatentSampler second = fit(codes, SHORT, kernels);
    assertThrows(SpecException.class, () -> second.draw(Integer.MAX_VALUE, KEY));
  }
}
