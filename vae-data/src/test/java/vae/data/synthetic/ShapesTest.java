package vae.data.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vae.core.spec.SpecException;
import vae.data.missing.NothingMissing;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.source.Factor;
import vae.data.source.Locations;
import vae.data.transform.NoBinarization;

/** Pictures show what their factors say, and nothing else. */
final class ShapesTest {

  private static final Locations NOWHERE =
      Locations.of(Optional.empty(), Map.of(), Path.of("nowhere"));
  private static final double LARGEST = 0.25;

  /** Shares of the unit disc's square: half-disc, triangle, letter L. */
  private static final double[] AREAS = {
    Math.PI / 2 / (1.0863362963178067 * 1.0863362963178067),
    1.1 * 1.5 / 2,
    0.76 / (0.8904580352073722 * 0.8904580352073722)
  };

  private static Dataset load(int side, int shapes, int scales, int turns, int places, int... n) {
    return new Shapes(
            new Shapes.Spec(
                side,
                shapes,
                scales,
                turns,
                places,
                n[0],
                n[1],
                n[2],
                3,
                new NoBinarization.Spec(),
                new NothingMissing.Spec()))
        .load(NOWHERE);
  }

  private static float[] picture(Examples part, int i) {
    float[] picture = new float[part.dimension()];
    part.gather(new int[] {i}, 0, 1, picture);
    return picture;
  }

  /** Area r² |S| and centre, in pixels, from the values alone. */
  @Test
  void areaAndCentreAreThoseOfTheFactors() {
    int side = 64;
    Examples train = load(side, 3, 4, 12, 9, 200, 0, 0).train();
    assertEquals(
        List.of(
            new Factor("shape", 3),
            new Factor("scale", 4),
            new Factor("rotation", 12),
            new Factor("x", 9),
            new Factor("y", 9)),
        train.factors());
    for (int i = 0; i < train.size(); i++) {
      float[] picture = picture(train, i);
      double area = 0;
      double x = 0;
      double y = 0;
      for (int p = 0; p < picture.length; p++) {
        area += picture[p];
        x += picture[p] * (p % side + 0.5);
        y += picture[p] * (p / side + 0.5);
      }
      double radius = LARGEST * (1 + train.factor(i, 1) / 3.0) / 2 * side;
      double expected = AREAS[train.factor(i, 0)] * radius * radius;
      // Errors of 4 × 4 points: random along an outline of about 6 r, of deviation 1/8 pixel.
      double error = 6 * Math.sqrt(6 * radius) / 8;
      assertEquals(expected, area, error, "area of " + i);
      assertEquals((LARGEST + 0.5 * train.factor(i, 3) / 8.0) * side, x / area, 0.1, "x of " + i);
      assertEquals((LARGEST + 0.5 * train.factor(i, 4) / 8.0) * side, y / area, 0.1, "y of " + i);
      assertEquals(train.factor(i, 0), train.label(i));
    }
  }

  /** A fine grid: centroid, reach, and the overlap with itself at every angle. */
  @ParameterizedTest
  @EnumSource(Silhouette.class)
  void silhouettesAreCentredReachTheCircleAndHaveNoSymmetry(Silhouette shape) {
    int side = 400;
    double[] moments = new double[4]; // area, u, v, the farthest
    int[] changed = new int[360];
    for (int i = 0; i < side * side; i++) {
      double u = 3.0 * (i % side + 0.5) / side - 1.5;
      double v = 3.0 * (i / side + 0.5) / side - 1.5;
      boolean inside = shape.contains(u, v);
      if (inside) {
        moments[0]++;
        moments[1] += u;
        moments[2] += v;
        moments[3] = Math.max(moments[3], Math.hypot(u, v));
      }
      for (int angle = 10; angle < 360; angle += 10) {
        double cos = Math.cos(Math.toRadians(angle));
        double sin = Math.sin(Math.toRadians(angle));
        boolean turned = shape.contains(cos * u + sin * v, cos * v - sin * u);
        changed[angle] += inside == turned ? 0 : 1;
      }
    }
    double cell = 9.0 / side / side;
    assertEquals(AREAS[shape.ordinal()], moments[0] * cell, 0.01);
    assertEquals(0, moments[1] / moments[0], 0.005);
    assertEquals(0, moments[2] / moments[0], 0.005);
    assertEquals(1, moments[3], 0.02);
    for (int angle = 10; angle < 360; angle += 10) {
      assertTrue(changed[angle] > 0.05 * moments[0], "the same at " + angle + "°");
    }
  }

  @Test
  void equalFactorsGiveEqualPicturesAndOthersGiveOthers() {
    Examples train = load(24, 3, 2, 3, 2, 600, 0, 0).train();
    Map<List<Integer>, float[]> known = new HashMap<>();
    for (int i = 0; i < train.size(); i++) {
      int at = i;
      List<Integer> factors = IntStream.range(0, 5).mapToObj(f -> train.factor(at, f)).toList();
      float[] picture = picture(train, i);
      float[] before = known.putIfAbsent(factors, picture);
      if (before != null) {
        assertArrayEquals(before, picture);
      }
    }
    assertEquals(3 * 2 * 3 * 2 * 2, known.size());
    assertEquals(
        known.size(), known.values().stream().map(it -> List.of(boxed(it))).distinct().count());
  }

  private static Float[] boxed(float[] values) {
    return IntStream.range(0, values.length).mapToObj(i -> values[i]).toArray(Float[]::new);
  }

  /** The same example at any resolution: a pixel of 24 is the mean of four of 48. */
  @Test
  void resolutionDoesNotChangeWhatIsShown() {
    Examples coarse = load(24, 3, 6, 40, 32, 30, 0, 0).train();
    Examples fine = load(48, 3, 6, 40, 32, 30, 0, 0).train();
    for (int i = 0; i < coarse.size(); i++) {
      float[] few = picture(coarse, i);
      float[] many = picture(fine, i);
      double largest = 0;
      for (int p = 0; p < few.length; p++) {
        int at = p / 24 * 2 * 48 + p % 24 * 2;
        double mean = (many[at] + many[at + 1] + many[at + 48] + many[at + 49]) / 4.0;
        largest = Math.max(largest, Math.abs(mean - few[p]));
      }
      assertTrue(largest <= 0.25, "example " + i + " differs by " + largest);
    }
  }

  @Test
  void everyExampleHasItsOwnKeyWhateverTheSizesOfParts() {
    Dataset few = load(8, 3, 6, 40, 32, 5, 2, 3);
    Dataset many = load(8, 3, 6, 40, 32, 9, 4, 7);
    for (int i = 0; i < 5; i++) {
      assertArrayEquals(picture(few.train(), i), picture(many.train(), i));
    }
    assertArrayEquals(picture(few.test(), 2), picture(many.test(), 2));
    assertArrayEquals(picture(few.validation(), 1), picture(many.validation(), 1));
    assertNotEquals(few.sha256(), many.sha256());
    assertEquals(few.sha256(), load(8, 3, 6, 40, 32, 5, 2, 3).sha256());
  }

  /** Each frequency lies within five of its standard errors. */
  @Test
  void factorsAreUniform() {
    int n = 20_000;
    Examples train = load(8, 3, 6, 8, 5, n, 0, 0).train();
    for (int f = 0; f < 5; f++) {
      int count = train.factors().get(f).count();
      int[] frequencies = new int[count];
      for (int i = 0; i < n; i++) {
        frequencies[train.factor(i, f)]++;
      }
      double share = 1.0 / count;
      for (int frequency : frequencies) {
        assertEquals(n * share, frequency, 5 * Math.sqrt(n * share * (1 - share)));
      }
    }
  }

  @Test
  void factorsOfOneValueAreNone() {
    Dataset data = load(8, 2, 1, 1, 3, 4, 0, 0);
    assertEquals(
        List.of("shape", "x", "y"), data.train().factors().stream().map(Factor::name).toList());
    assertEquals(List.of("half-disc", "triangle"), data.classes());
    assertEquals(List.of(), load(8, 1, 1, 1, 1, 4, 0, 0).train().factors());
    assertEquals(List.of("shape", "x", "y"), data.describe().get("factors"));
    assertThrows(
        IllegalStateException.class, () -> load(8, 1, 1, 1, 1, 4, 0, 0).train().factor(0, 0));
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeItIsTaken() {
    assertEquals(
        "train",
        assertThrows(SpecException.class, () -> load(1024, 3, 6, 40, 32, 100_000, 0, 0)).path());
    assertEquals(
        "side", assertThrows(SpecException.class, () -> load(7, 3, 6, 40, 32, 1, 0, 0)).path());
    assertEquals(
        "shapes", assertThrows(SpecException.class, () -> load(8, 4, 6, 40, 32, 1, 0, 0)).path());
  }
}
