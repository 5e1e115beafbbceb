package vae.data.synthetic;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.core.spec.SpecException;
import vae.data.format.ElementKind;
import vae.data.format.Limits;
import vae.data.format.RawArray;
import vae.data.missing.MissingValues;
import vae.data.source.Content;
import vae.data.source.DataSource;
import vae.data.source.Dataset;
import vae.data.source.Factor;
import vae.data.source.FactorValues;
import vae.data.source.Locations;
import vae.data.source.SplitSpec;
import vae.data.transform.Binarization;

/**
 * Pictures of one white shape on black, made from five factors that are known exactly: shape,
 * scale, rotation, x and y.
 *
 * <p>The factors of each example are independent and uniform. A shape of radius r and angle α at
 * the centre c is \(\{c + r R(\alpha) w : w \in S\}\), S one of the first N of half-disc, triangle
 * and letter L, none of which has a symmetry under rotation: no two combinations of factors make
 * one shape. Scale is linear from half the largest r to all of it, a quarter of the side; α = 2πk/n
 * for the value k of n; centres are linear and keep the whole shape in the picture. A pixel is the
 * share of its 4 × 4 sample points that the shape holds, k/16.
 *
 * <p>Examples are rendered when they are loaded, at any resolution, each by a key of its own; they
 * are in no file. The label is the shape. Source: after dSprites, Matthey, Higgins, Hassabis and
 * Lerchner (2017), whose square and ellipse look alike at several rotations.
 */
public final class Shapes implements DataSource {

  /**
   * The pictures and how many of them.
   *
   * @param side pixels of a side, from 8 to 1024
   * @param shapes values of the factor shape, from 1 to 3
   * @param scales values of the factor scale, ≥ 1
   * @param rotations values of the factor rotation, ≥ 1
   * @param positions values of each of the factors x and y, ≥ 1
   * @param train number of training examples, ≥ 1
   * @param validation number of validation examples, ≥ 0
   * @param test number of test examples, ≥ 0
   * @param seed of the examples
   * @param binarization applied to every batch
   */
  @Describe(
      value = "Rendered pictures of one shape each: shape, scale, rotation, x and y are known.",
      source = "after Matthey, Higgins, Hassabis and Lerchner (2017), dSprites")
  public record Spec(
      @Describe("Pixels of a side; from 8 to 1024.") @Default("32") int side,
      @Describe("Shapes: the first N of half-disc, triangle and ell; from 1 to 3.") @Default("3")
          int shapes,
      @Describe("Values of the factor scale; at least 1.") @Default("6") int scales,
      @Describe("Values of the factor rotation; at least 1.") @Default("40") int rotations,
      @Describe("Values of each of the factors x and y; at least 1.") @Default("32") int positions,
      @Describe("Number of training examples; at least 1.") @Default("10000") int train,
      @Describe("Number of validation examples; at least 0.") @Default("1000") int validation,
      @Describe("Number of test examples; at least 0.") @Default("10000") int test,
      @Describe("Seed of the examples; apart from the experiment's seed.") @Default("0") long seed,
      @Describe("How values become zeros and ones.") @Default("{\"type\": \"none\"}")
          Binarization.Spec binarization,
      @Describe(MissingValues.DESCRIPTION) @Default(MissingValues.NONE) @Since("0.2.0")
          MissingValues.Spec missing)
      implements DataSource.Spec {
    public Spec {
      Require.between("side", side, MIN_SIDE, MAX_SIDE);
      Require.between("shapes", shapes, 1, Silhouette.values().length);
      Require.between("scales", scales, 1, MAX_VALUES);
      Require.between("rotations", rotations, 1, MAX_VALUES);
      Require.between("positions", positions, 1, MAX_VALUES);
      Parts.check(train, validation, test, side * side);
    }

    @Override
    public SplitSpec split() {
      return new SplitSpec(validation, test, seed);
    }

    /** The counts of shape, scale, rotation, x and y. */
    private int[] counts() {
      return new int[] {shapes, scales, rotations, positions, positions};
    }
  }

  private static final int MIN_SIDE = 8;
  private static final int MAX_SIDE = 1024;
  private static final int MAX_VALUES = 1000;

  private static final List<String> NAMES = List.of("shape", "scale", "rotation", "x", "y");
  private static final double MAX_RADIUS = 0.25;

  /** Sample points of a pixel, along each axis. */
  private static final int POINTS = 4;

  private final Spec spec;

  public Shapes(Spec spec) {
    this.spec = spec;
  }

  /**
   * Factors of one value say nothing and are left out of those of the examples.
   *
   * @param where not used: the data are computed
   * @throws SpecException where the pictures would not fit the memory
   */
  @Override
  public Dataset load(Locations where) {
    int examples = spec.train() + spec.validation() + spec.test();
    int size = spec.side() * spec.side();
    requireMemory((long) examples * size, Limits.standard().bytes());
    byte[] pixels = new byte[examples * size];
    float[] shapes = new float[examples];
    int[] counts = spec.counts();
    int[] kept = IntStream.range(0, counts.length).filter(f -> counts[f] > 1).toArray();
    int[] values = new int[examples * kept.length];
    Parts.forEach(
        spec.seed(),
        spec.train(),
        spec.validation(),
        spec.test(),
        (part, i, row) -> {
          int[] factors = draw(part, i, counts);
          render(factors, pixels, row * size);
          shapes[row] = factors[0];
          for (int f = 0; f < kept.length; f++) {
            values[row * kept.length + f] = factors[kept[f]];
          }
        });
    RawArray array = RawArray.ofBytes(new int[] {examples, spec.side(), spec.side()}, pixels);
    RawArray labels = RawArray.ofFloats(new int[] {examples}, ElementKind.F4, shapes);
    Content content = Content.of("shapes", array, POINTS * POINTS, Optional.of(labels));
    if (kept.length > 0) {
      List<Factor> factors =
          Arrays.stream(kept).mapToObj(f -> new Factor(NAMES.get(f), counts[f])).toList();
      content = content.madeFrom(new FactorValues(factors, values));
    }
    List<String> classes =
        Arrays.stream(Silhouette.values()).limit(spec.shapes()).map(Silhouette::title).toList();
    return Dataset.inOrder("shapes", content, spec.train(), spec.validation()).withClasses(classes);
  }

  private static void requireMemory(long needed, long limit) {
    if (needed > limit) {
      throw new SpecException(
          "train",
          "pictures of at most " + limit + " bytes in all three parts",
          needed + " bytes",
          "Ask for fewer examples or a smaller side, or run with a larger heap"
              + " (JAVA_TOOL_OPTIONS=-Xmx16g).");
    }
  }

  /** Uniform up to 2⁻²⁴. */
  private static int[] draw(Key part, int i, int[] counts) {
    float[] uniform = new float[counts.length];
    Noise.uniform(part, i, 0, uniform, 0, counts.length, new int[4]);
    return IntStream.range(0, counts.length).map(f -> (int) (uniform[f] * counts[f])).toArray();
  }

  private void render(int[] factors, byte[] pixels, int offset) {
    Silhouette shape = Silhouette.values()[factors[0]];
    double radius = MAX_RADIUS * (1 + along(factors[1], spec.scales(), 1)) / 2;
    double angle = 2 * StrictMath.PI * factors[2] / spec.rotations();
    double x = MAX_RADIUS + (1 - 2 * MAX_RADIUS) * along(factors[3], spec.positions(), 0.5);
    double y = MAX_RADIUS + (1 - 2 * MAX_RADIUS) * along(factors[4], spec.positions(), 0.5);
    double cos = StrictMath.cos(angle) / radius;
    double sin = StrictMath.sin(angle) / radius;
    int side = spec.side();
    int left = Math.max(0, (int) ((x - radius) * side));
    int right = Math.min(side - 1, (int) ((x + radius) * side));
    int top = Math.max(0, (int) ((y - radius) * side));
    int bottom = Math.min(side - 1, (int) ((y + radius) * side));
    for (int row = top; row <= bottom; row++) {
      for (int column = left; column <= right; column++) {
        int held = 0;
        for (int point = 0; point < POINTS * POINTS; point++) {
          double dx = (column + (point % POINTS + 0.5) / POINTS) / side - x;
          double dy = (row + (point / POINTS + 0.5) / POINTS) / side - y;
          held += shape.contains(cos * dx + sin * dy, cos * dy - sin * dx) ? 1 : 0;
        }
        pixels[offset + row * side + column] = (byte) held;
      }
    }
  }

  /** From 0 at the first value to 1 at the last. */
  private static double along(int value, int count, double only) {
    return count == 1 ? only : value / (count - 1.0);
  }
}
