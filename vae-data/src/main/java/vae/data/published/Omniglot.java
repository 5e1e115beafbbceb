package vae.data.published;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.Limits;
import vae.data.format.Mat;
import vae.data.format.RawArray;
import vae.data.missing.MissingValues;
import vae.data.source.Content;
import vae.data.source.DataSource;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.source.SplitSpec;
import vae.data.transform.Binarization;

/**
 * Omniglot as Burda et al. (2016) made it: 24,345 + 8,070 grey images of 28 × 28 pixels in [0, 1],
 * handwritten characters; the label is one of 50 alphabets.
 *
 * <p>You bring {@code chardata.mat}. No hash of it is published, so its shapes and values are
 * checked, and which content it was is in the run's provenance. With {@code validation} 0 all
 * 24,345 train; validation examples are drawn from them, test examples are those of the file.
 * Images are upright, which the file's are not. Source: Lake, Salakhutdinov and Tenenbaum (2015),
 * "Human-level concept learning through probabilistic program induction".
 */
public final class Omniglot implements DataSource {

  @Describe(
      value =
          "Handwritten characters of 50 alphabets, 28 × 28 pixels in [0, 1], 24345 to train and"
              + " 8070 to test; you bring the file.",
      source = "Lake, Salakhutdinov and Tenenbaum (2015); Burda, Grosse and Salakhutdinov (2016)")
  public record Spec(
      @Describe("How values become zeros and ones.") @Default("{\"type\": \"none\"}")
          Binarization.Spec binarization,
      @Describe("Which examples train, validate and test; test is at most 8070.")
          @Default("{\"validation\": 0, \"test\": 8070, \"seed\": 0}")
          SplitSpec split,
      @Describe("Use only the first N training examples; 0 for all.") @Default("0") int limit,
      @Describe(MissingValues.DESCRIPTION) @Default(MissingValues.NONE) MissingValues.Spec missing)
      implements DataSource.Spec {
    public Spec {
      Require.atLeast("limit", limit, 0);
    }
  }

  private static final int TRAIN = 24_345;
  private static final int TEST = 8_070;
  private static final int SIDE = 28;
  private static final int ALPHABETS = 50;

  private static final Set<String> VARIABLES = Set.of("data", "target", "testdata", "testtarget");
  private static final String AGAIN = "Check that this is the published file, or fetch it again.";

  private final int train;
  private final int test;
  private final int side;
  private final int alphabets;
  private final Spec spec;

  public Omniglot(Spec spec) {
    this(spec, TRAIN, TEST, SIDE, ALPHABETS);
  }

  /** For a file of other sizes. */
  Omniglot(Spec spec, int train, int test, int side, int alphabets) {
    this.spec = spec;
    this.train = train;
    this.test = test;
    this.side = side;
    this.alphabets = alphabets;
  }

  @Override
  public Dataset load(Locations where) {
    BroughtFiles set = BroughtFiles.OMNIGLOT;
    Path path = set.path(set.locate(where), set.files().getFirst());
    Map<String, RawArray> read = Mat.readNumbers(path, VARIABLES, Limits.standard());
    Content training = content(path, read, "data", "target", train);
    Content testing = content(path, read, "testdata", "testtarget", test);
    return Dataset.official(set.name(), training, testing, spec.split(), spec.limit());
  }

  private Content content(
      Path path, Map<String, RawArray> read, String images, String targets, int count) {
    String name = path + ", variable " + images;
    RawArray pixels = upright(name, shaped(name, read.get(images), count, side * side));
    String labelled = path + ", variable " + targets;
    RawArray labels = labels(labelled, shaped(labelled, read.get(targets), count, alphabets));
    return Content.of(name, pixels, 1, Optional.of(labels));
  }

  private static RawArray shaped(String name, RawArray array, int examples, int each) {
    if (array.rank() != 2 || array.extent(0) != examples || array.extent(1) != each) {
      throw new DataException(
          name,
          "expected %d columns of %d numbers, got %s".formatted(examples, each, array),
          AGAIN);
    }
    return array;
  }

  /** Pixels come column by column. */
  private RawArray upright(String name, RawArray columns) {
    float[] pixels = new float[columns.size()];
    for (int i = 0; i < pixels.length; i++) {
      int at = i % (side * side);
      float value = columns.value(i - at + at % side * side + at / side);
      if (!(value >= 0 && value <= 1)) {
        throw new DataException(name, "expected values from 0 to 1, got " + value, AGAIN);
      }
      pixels[i] = value;
    }
    int[] shape = {columns.extent(0), side, side};
    return RawArray.ofFloats(shape, ElementKind.F4, pixels);
  }

  /** The place of the one in each row of zeros. */
  private RawArray labels(String name, RawArray oneHot) {
    byte[] labels = new byte[oneHot.extent(0)];
    for (int i = 0; i < labels.length; i++) {
      int ones = 0;
      for (int k = 0; k < alphabets; k++) {
        float value = oneHot.value(i * alphabets + k);
        if (value == 1) {
          labels[i] = (byte) k;
          ones++;
        } else if (value != 0) {
          ones = 2;
        }
      }
      if (ones != 1) {
        throw new DataException(
            name, "expected one 1 among zeros in column " + (i + 1) + ", got others", AGAIN);
      }
    }
    return RawArray.ofBytes(new int[] {labels.length}, labels);
  }
}
