package vae.data.missing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.core.spec.SpecException;
import vae.data.condition.Columns;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.FileBytes;
import vae.data.format.RawArray;
import vae.data.missing.MissingAtRandom.Parts;
import vae.data.missing.MissingValues.Fill;
import vae.data.source.Content;
import vae.data.source.CsvFile;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.source.Locations;
import vae.data.source.NpyFile;
import vae.data.source.SplitSpec;
import vae.data.transform.DynamicBinarization;
import vae.data.transform.NoBinarization;

final class MissingValuesTest {

  private static final float NAN = Float.NaN;

  /** Four train, one tests, in the order of the source. */
  private static final SplitSpec SPLIT = new SplitSpec(0, 1, 0, SplitSpec.By.BLOCKS, 0);

  @TempDir private Path folder;

  private Locations here() {
    return new Locations(
        Optional.of(folder), Optional.empty(), folder.resolve("x"), folder.resolve("y"));
  }

  private Dataset csv(String text, String labels, MissingValues.Spec missing) throws IOException {
    Files.writeString(folder.resolve("x.csv"), text);
    CsvFile.Spec spec =
        new CsvFile.Spec("x.csv", false, labels, 1, new NoBinarization.Spec(), SPLIT, 0, missing);
    return new CsvFile(spec).load(here());
  }

  private static MissingNumbers.Spec nan(Fill fill) {
    return new MissingNumbers.Spec(fill);
  }

  private static Dataset known(Dataset data, MissingNumbers.Spec spec) {
    return data.knowing(new MissingNumbers().known(data.shape(), _ -> null).orElseThrow(), spec);
  }

  /** Rows of which NaN is missing. */
  private static Dataset nan(Fill fill, float[]... rows) {
    Known known =
        (example, _, out) -> {
          for (int j = 0; j < out.length; j++) {
            out[j] = !Float.isNaN(rows[(int) example][j]);
          }
        };
    return whole(rows).knowing(known, nan(fill));
  }

  /** What is not to be seen is 77. */
  private static Dataset whole(float[]... rows) {
    int d = rows[0].length;
    float[] flat = new float[rows.length * d];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = Float.isNaN(rows[i / d][i % d]) ? 77 : rows[i / d][i % d];
    }
    RawArray array = RawArray.ofFloats(new int[] {rows.length, d}, ElementKind.F4, flat);
    return Dataset.split("x", Content.of("x", array, 1, Optional.empty()), SPLIT, 0);
  }

  private static float[] example(Examples part, int i) {
    float[] out = new float[part.dimension()];
    part.gather(new int[] {i}, 0, 1, out);
    return out;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "NaN", "na", "N/A", "null", "None", "?", " "})
  void aCellWithoutANumberIsMissingWhereItMayBe(String cell) throws IOException {
    String text = "1,2,0\n3,%s,1\n5,6,0\n7,8,1\n9,10,1\n".formatted(cell);
    Dataset data = known(csv(text, "last", nan(Fill.ZERO)), nan(Fill.ZERO));
    assertArrayEquals(new float[] {3, 0}, example(data.train(), 1));
    assertTrue(data.train().known(1, 0));
    assertFalse(data.train().known(1, 1));
    assertEquals(7, data.train().knownCount());
    assertTrue(data.train().incomplete());
    assertFalse(data.test().incomplete());
    assertArrayEquals(new double[] {4, 16 / 3.0}, data.trainMean());
    DataException refused =
        assertThrows(DataException.class, () -> csv(text, "last", new NothingMissing.Spec()), cell);
    assertTrue(refused.problem().startsWith("line 2, column 2: expected a number"), cell);
    assertTrue(refused.fix().contains("\"missing\": {\"type\": \"nan\"}"), refused.fix());
  }

  @Test
  void aMissingLabelAndAnInfiniteValueAreRefused() throws IOException {
    DataException label =
        assertThrows(DataException.class, () -> csv("1,2,\n3,4,1\n", "last", nan(Fill.ZERO)));
    assertTrue(label.problem().contains("expected a label, an integer"), label.problem());
    assertTrue(label.problem().contains("a missing value"), label.problem());
    DataException later =
        assertThrows(DataException.class, () -> csv("1,2,1\n3,4,?\n", "last", nan(Fill.ZERO)));
    assertTrue(later.problem().startsWith("line 2, column 3"), later.problem());
    assertThrows(DataException.class, () -> csv("1,inf\n3,4\n", "none", nan(Fill.ZERO)));
  }

  @Test
  void anExampleOfWhichNothingIsKnownIsRefused() {
    DataException refused =
        assertThrows(
            DataException.class,
            () -> known(csv("1,2\n,\n3,4\n", "none", nan(Fill.ZERO)), nan(Fill.ZERO)));
    assertEquals("example 1: expected a known value, got missing ones alone", refused.problem());
  }

  private NpyFile.Spec npy(MissingValues.Spec missing) {
    return new NpyFile.Spec("x.npy", "", 1, new NoBinarization.Spec(), SPLIT, 0, missing);
  }

  private static RawArray mask(int[] shape, int... values) {
    float[] floats = new float[values.length];
    IntStream.range(0, values.length).forEach(i -> floats[i] = values[i]);
    return RawArray.ofFloats(shape, ElementKind.I4, floats);
  }

  private static Dataset masked(Dataset data, RawArray mask) {
    MaskFile.Spec spec = new MaskFile.Spec("m.npy", Fill.ZERO);
    return data.knowing(
        new MaskFile(spec)
            .known(
                data.shape(),
                path -> {
                  assertEquals("m.npy", path);
                  return mask;
                })
            .orElseThrow(),
        spec);
  }

  @Test
  void aMaskSaysWhatIsKnownOfDataOfItsShape() {
    Dataset data = whole(new float[] {1, 2}, new float[] {3, 4}, new float[] {5, 6});
    int[] shape = {3, 2};
    Dataset some = masked(data, mask(shape, 1, 0, 0, 1, 1, 1));
    assertArrayEquals(new float[] {1, 0}, example(some.train(), 0));
    assertArrayEquals(new float[] {0, 4}, example(some.train(), 1));
    SpecException other =
        assertThrows(SpecException.class, () -> masked(data, mask(new int[] {2, 3}, new int[6])));
    assertTrue(other.getMessage().contains("[3, 2]"), other.getMessage());
    DataException two =
        assertThrows(DataException.class, () -> masked(data, mask(shape, 1, 0, 0, 2, 1, 1)));
    assertEquals("example 1, coordinate 1: expected 0 or 1, got 2.0", two.problem());
  }

  /** What lies under the mask may be anything; what is known is a number. */
  @Test
  void underAMaskTheFileMayHaveNaNAndElsewhereNot() throws IOException {
    Files.write(
        folder.resolve("x.npy"),
        FileBytes.npy(
            1,
            ElementKind.F8,
            false,
            false,
            new int[] {2, 2},
            1,
            Double.NaN,
            3,
            Double.POSITIVE_INFINITY));
    assertThrows(
        DataException.class, () -> new NpyFile(npy(new NothingMissing.Spec())).load(here()));
    Dataset read = new NpyFile(npy(new MaskFile.Spec("m.npy", Fill.ZERO))).load(here());
    Dataset data = masked(read, mask(new int[] {2, 2}, 1, 0, 1, 0));
    assertArrayEquals(new float[] {1, 0}, example(data.train(), 0));
    assertArrayEquals(new float[] {3, 0}, example(data.test(), 0));
    DataException known =
        assertThrows(DataException.class, () -> masked(read, mask(new int[] {2, 2}, 1, 0, 1, 1)));
    assertEquals(
        "example 1, coordinate 1: expected a finite number, got Infinity", known.problem());
  }

  @Test
  void theHashHoldsTheMaskAndOfWholeDataIsThatOfTheData() {
    float[][] rows = {{1, 2}, {3, 4}, {5, 6}};
    Dataset data = whole(rows);
    String all = data.sha256();
    int[] shape = {3, 2};
    assertEquals(all, masked(data, mask(shape, 1, 1, 1, 1, 1, 1)).sha256());
    String one = masked(data, mask(shape, 1, 0, 1, 1, 1, 1)).sha256();
    String two = masked(data, mask(shape, 1, 1, 0, 1, 1, 1)).sha256();
    assertNotEquals(all, one);
    assertNotEquals(one, two);
    assertEquals(one, masked(whole(rows), mask(shape, 1, 0, 1, 1, 1, 1)).sha256());
  }

  @Test
  void meansDomainsAndBinarizationLookAtKnownValuesAlone() {
    Dataset data =
        nan(
            Fill.MEAN,
            new float[] {0, NAN, 1},
            new float[] {1, 1, 0},
            new float[] {NAN, 1, 1},
            new float[] {1, NAN, 1});
    assertArrayEquals(new double[] {0.5, 1, 2 / 3.0}, data.trainMean());
    assertEquals(0.5f, data.train().fill(0));
    assertEquals(1f, data.train().fill(1));
    assertTrue(data.train().binary());
    assertTrue(data.train().within(0, 1));
    assertEquals(OptionalDouble.empty(), data.train().between(2));
    data.fitFor(new DynamicBinarization());
    Dataset far = nan(Fill.ZERO, new float[] {5, NAN}, new float[] {6, 7}, new float[] {5, 5});
    assertTrue(far.train().within(5, 7), "the fill is no value");
    assertEquals(
        List.of(
            "12.5 % of the training values, 50.0 % of the test values are missing: likelihoods are"
                + " those of the known values, and figures per dimension are per known value"),
        nan(
                Fill.ZERO,
                new float[] {1, NAN},
                new float[] {1, 2},
                new float[] {1, 2},
                new float[] {1, 2},
                new float[] {NAN, 2})
            .notes());
  }

  @Test
  void aCoordinateThatNoTrainingExampleKnowsIsNoted() {
    Dataset data = nan(Fill.ZERO, new float[] {1, NAN}, new float[] {2, NAN}, new float[] {3, 4});
    assertEquals(
        "1 of 2 coordinates are known in no training example: nothing is learnt of them",
        data.notes().getLast());
  }

  @Test
  void columnsOfAConditionMustBeKnownOfEveryExample() {
    Dataset data =
        nan(Fill.MEAN, new float[] {1, NAN, 3}, new float[] {4, 5, 6}, new float[] {7, 8, 9});
    Columns whole = new Columns(new Columns.Spec(List.of("0")));
    Dataset given = whole.given(data);
    assertEquals(2, given.dimension());
    assertFalse(given.train().known(0, 0));
    assertTrue(given.train().known(0, 1));
    assertEquals(1, given.train().knownCount(0));
    assertEquals(5f, given.train().fill(0));
    assertArrayEquals(new float[] {0, 3}, example(given.train(), 0));
    assertArrayEquals(new float[] {1}, given.train().condition(0));
    assertEquals(data.sha256(), given.sha256());
    Columns gaps = new Columns(new Columns.Spec(List.of("1")));
    SpecException refused = assertThrows(SpecException.class, () -> gaps.given(data));
    assertTrue(refused.getMessage().contains("column 1, missing in example 0"));
  }

  private static Dataset random(int n, int d, double rate, long seed, Parts parts) {
    float[][] rows = new float[n][d];
    Dataset data = whole(rows);
    MissingAtRandom.Spec spec = new MissingAtRandom.Spec(rate, seed, parts, Fill.ZERO);
    return data.knowing(
        new MissingAtRandom(spec).known(data.shape(), _ -> null).orElseThrow(), spec);
  }

  @Test
  void valuesAreTakenAwayAtTheRateByExampleAndCoordinate() {
    Dataset data = random(4001, 20, 0.3, 1, Parts.ALL);
    double share = 1 - data.train().knownCount() / (4000 * 20.0);
    assertEquals(0.3, share, 5 * Math.sqrt(0.3 * 0.7 / 80_000));
    Dataset fewer = random(51, 20, 0.3, 1, Parts.ALL);
    Dataset other = random(51, 20, 0.3, 2, Parts.ALL);
    int differ = 0;
    for (int i = 0; i < 50; i++) {
      for (int j = 0; j < 20; j++) {
        assertEquals(data.train().known(i, j), fewer.train().known(i, j));
        differ += fewer.train().known(i, j) != other.train().known(i, j) ? 1 : 0;
      }
    }
    assertEquals(0.42 * 1000, differ, 5 * Math.sqrt(1000 * 0.42 * 0.58));
  }

  @Test
  void somethingIsLeftOfEveryExample() {
    Examples train = random(501, 2, 0.99, 3, Parts.ALL).train();
    for (int i = 0; i < train.size(); i++) {
      assertTrue(train.knownCount(i) >= 1);
    }
  }

  @Test
  void heldOutExamplesStayWholeWhereTrainingAloneLoses() {
    Dataset data = random(40, 5, 0.5, 1, Parts.TRAIN);
    assertTrue(data.train().incomplete());
    assertFalse(data.test().incomplete());
    assertTrue(data.incomplete());
    assertFalse(random(40, 5, 0, 1, Parts.ALL).incomplete());
  }
}
