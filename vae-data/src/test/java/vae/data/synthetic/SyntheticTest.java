package vae.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vae.core.spec.SpecException;
import vae.data.missing.NothingMissing;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.source.Locations;

final class SyntheticTest {

  private static final Locations NOWHERE =
      Locations.of(Optional.empty(), Map.of(), Path.of("nowhere"));

  private static double[] all(Examples part) {
    double[] values = new double[part.size() * part.dimension()];
    part.gather(IntStream.range(0, part.size()).toArray(), 0, part.size(), values);
    return values;
  }

  /**
   * Each entry of the sample covariance is compared with W Wᵀ + σ² I within six of its standard
   * errors, \(\sqrt{(C_{ii} C_{jj} + C_{ij}^2) / n}\).
   */
  @Test
  void linearGaussianExamplesHaveTheModelsMeanAndCovariance() {
    int n = 20_000;
    int d = 4;
    LinearGaussian model =
        new LinearGaussian(
            new LinearGaussian.Spec(d, 2, 0.3, n, 0, 0, 7, new NothingMissing.Spec()));
    double[] x = all(model.load(NOWHERE).train());
    double[][] w = model.weights();
    double[] b = model.offset();
    double[][] covariance = new double[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        covariance[i][j] = w[i][0] * w[j][0] + w[i][1] * w[j][1];
      }
      covariance[i][i] += model.noise() * model.noise();
    }
    for (int i = 0; i < d; i++) {
      double mean = 0;
      for (int r = 0; r < n; r++) {
        mean += x[r * d + i] / n;
      }
      assertEquals(b[i], mean, 6 * Math.sqrt(covariance[i][i] / n));
      for (int j = 0; j < d; j++) {
        double sample = 0;
        for (int r = 0; r < n; r++) {
          sample += (x[r * d + i] - b[i]) * (x[r * d + j] - b[j]) / n;
        }
        double variance = covariance[i][i] * covariance[j][j] + covariance[i][j] * covariance[i][j];
        assertEquals(covariance[i][j], sample, 6 * Math.sqrt(variance / n));
      }
    }
  }

  @Test
  void partsDoNotDependOnEachOthersSizes() {
    Dataset small =
        new LinearGaussian(
                new LinearGaussian.Spec(3, 2, 0.1, 10, 4, 5, 1, new NothingMissing.Spec()))
            .load(NOWHERE);
    Dataset large =
        new LinearGaussian(
                new LinearGaussian.Spec(3, 2, 0.1, 20, 0, 6, 1, new NothingMissing.Spec()))
            .load(NOWHERE);
    double[] train = all(large.train());
    assertArrayEquals(all(small.train()), Arrays.copyOf(train, 30));
    assertArrayEquals(all(small.test()), Arrays.copyOf(all(large.test()), 15));
    assertEquals(0, large.validation().size());
    assertNotEquals(train[0], all(small.test())[0]);
    assertNotEquals(
        small.sha256(),
        new LinearGaussian(
                new LinearGaussian.Spec(3, 2, 0.1, 10, 4, 5, 2, new NothingMissing.Spec()))
            .load(NOWHERE)
            .sha256());
  }

  /** Without noise the points of an arm are one point, at radius one and the arm's angle. */
  @Test
  void armsWithoutNoiseArePointsOnTheUnitCircle() {
    Dataset data =
        new Pinwheel(new Pinwheel.Spec(3, 0, 0, 0, 7, 2, 2, 0, new NothingMissing.Spec()))
            .load(NOWHERE);
    double[] x = all(data.train());
    for (int i = 0; i < 7; i++) {
      int arm = data.train().label(i);
      assertEquals(i % 3, arm);
      assertEquals(Math.cos(2 * Math.PI * arm / 3), x[2 * i], 1e-6);
      assertEquals(Math.sin(2 * Math.PI * arm / 3), x[2 * i + 1], 1e-6);
    }
  }

  @Test
  void bendingKeepsTheDistanceFromTheOrigin() {
    double[] straight =
        all(
            new Pinwheel(new Pinwheel.Spec(5, 0.3, 0.05, 0, 50, 0, 0, 4, new NothingMissing.Spec()))
                .load(NOWHERE)
                .train());
    double[] bent =
        all(
            new Pinwheel(
                    new Pinwheel.Spec(5, 0.3, 0.05, 0.25, 50, 0, 0, 4, new NothingMissing.Spec()))
                .load(NOWHERE)
                .train());
    for (int i = 0; i < 50; i++) {
      assertEquals(
          Math.hypot(straight[2 * i], straight[2 * i + 1]),
          Math.hypot(bent[2 * i], bent[2 * i + 1]),
          1e-6);
      assertTrue(Math.abs(straight[2 * i] - bent[2 * i]) > 1e-6);
    }
  }

  @Test
  void sizesOutOfRangeAreRefusedByName() {
    SpecException e =
        assertThrows(
            SpecException.class,
            () ->
                new LinearGaussian.Spec(
                    8000, 1, 1, Integer.MAX_VALUE, 0, 0, 0, new NothingMissing.Spec()));
    assertEquals("train", e.path());
    assertThrows(
        SpecException.class,
        () -> new LinearGaussian.Spec(0, 1, 1, 1, 0, 0, 0, new NothingMissing.Spec()));
    assertThrows(
        SpecException.class,
        () -> new LinearGaussian.Spec(1, 1, 0, 1, 0, 0, 0, new NothingMissing.Spec()));
    assertThrows(
        SpecException.class,
        () -> new Pinwheel.Spec(0, 1, 1, 0, 1, 0, 0, 0, new NothingMissing.Spec()));
    assertThrows(
        SpecException.class,
        () -> new Pinwheel.Spec(1, 1, 1, 0, 0, 0, 0, 0, new NothingMissing.Spec()));
  }
}
