package vae.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.RawArray;
import vae.data.transform.DynamicBinarization;
import vae.data.transform.NoBinarization;

final class DatasetProperties {

  private static Content bytes(Random random, int count, int... shape) {
    int[] whole = IntStream.concat(IntStream.of(count), IntStream.of(shape)).toArray();
    byte[] values = new byte[IntStream.of(whole).reduce(1, (a, b) -> a * b)];
    random.nextBytes(values);
    float[] labels = new float[count];
    for (int i = 0; i < count; i++) {
      labels[i] = i % 7;
    }
    return Content.of(
        "made",
        RawArray.ofBytes(whole, values),
        255,
        Optional.of(RawArray.ofFloats(new int[] {count}, ElementKind.F4, labels)));
  }

  private static Content floats(float... values) {
    return Content.of(
        "made",
        RawArray.ofFloats(new int[] {values.length, 1}, ElementKind.F4, values),
        2,
        Optional.empty());
  }

  private static long[] identities(Examples part) {
    return LongStream.range(0, part.size()).map(i -> part.identity((int) i)).toArray();
  }

  @Property(tries = 200, seed = "71")
  void partsAreDisjointAndComplete(
      @ForAll @IntRange(min = 1, max = 60) int count,
      @ForAll @IntRange(min = 0, max = 20) int validation,
      @ForAll @IntRange(min = 0, max = 20) int test,
      @ForAll long seed) {
    Assume.that(validation + test < count);
    Content content = bytes(new Random(seed), count, 2);
    SplitSpec split = new SplitSpec(validation, test, seed);
    Dataset data = Dataset.split("made", content, split, 0);
    assertEquals(validation, data.validation().size());
    assertEquals(test, data.test().size());
    Set<Long> seen = new HashSet<>();
    for (Examples part : List.of(data.train(), data.validation(), data.test())) {
      long[] ids = identities(part);
      long[] sorted = ids.clone();
      Arrays.sort(sorted);
      assertArrayEquals(sorted, ids);
      for (long id : ids) {
        assertTrue(id >= 0 && id < count && seen.add(id));
      }
    }
    assertEquals(count, seen.size());
    Dataset more = Dataset.split("made", content, new SplitSpec(0, test, seed), 0);
    assertArrayEquals(identities(data.test()), identities(more.test()));
  }

  /** N8: blocks keep neighbours apart, and a gap keeps them apart further. */
  @Property(tries = 200, seed = "76")
  void blocksAreContiguousAndApart(
      @ForAll @IntRange(min = 1, max = 60) int count,
      @ForAll @IntRange(min = 0, max = 20) int validation,
      @ForAll @IntRange(min = 0, max = 20) int test,
      @ForAll @IntRange(min = 0, max = 5) int gap,
      @ForAll long seed) {
    int gaps = (validation > 0 ? gap : 0) + (test > 0 ? gap : 0);
    Assume.that(validation + test + gaps < count);
    SplitSpec split = new SplitSpec(validation, test, seed, SplitSpec.By.BLOCKS, gap);
    Dataset data = Dataset.split("made", bytes(new Random(seed), count, 2), split, 0);
    int train = count - validation - test - gaps;
    assertArrayEquals(range(0, train), identities(data.train()));
    int validating = count - test - (test > 0 ? gap : 0) - validation;
    assertArrayEquals(range(validating, validating + validation), identities(data.validation()));
    assertArrayEquals(range(count - test, count), identities(data.test()));
  }

  private static long[] range(int from, int to) {
    return LongStream.range(from, to).toArray();
  }

  @Example
  void blocksOfAnOfficialSetLeaveItsTestPartAlone() {
    Content training = bytes(new Random(1), 20, 2);
    Content testing = bytes(new Random(2), 6, 2);
    SplitSpec split = new SplitSpec(4, 5, 0, SplitSpec.By.BLOCKS, 3);
    Dataset data = Dataset.official("made", training, testing, split, 0);
    assertArrayEquals(range(0, 13), identities(data.train()));
    assertArrayEquals(range(16, 20), identities(data.validation()));
    assertArrayEquals(range(20, 25), identities(data.test()));
    assertThrows(
        SpecException.class,
        () -> Dataset.split("made", training, new SplitSpec(8, 8, 0, SplitSpec.By.BLOCKS, 2), 0));
    assertEquals(
        "gap",
        assertThrows(SpecException.class, () -> new SplitSpec(1, 1, 0, SplitSpec.By.RANDOM, 2))
            .path());
  }

  /** Reordering the examples of the source permutes what the indices stand for, nothing else. */
  @Property(tries = 50, seed = "72")
  void theSplitDependsOnSeedAndCountOnly(@ForAll Random random, @ForAll long seed) {
    SplitSpec split = new SplitSpec(5, 6, seed);
    Dataset first = Dataset.split("made", bytes(random, 30, 3), split, 0);
    Dataset second = Dataset.split("made", bytes(random, 30, 4), split, 0);
    assertArrayEquals(identities(first.test()), identities(second.test()));
    assertEquals(first.splitSha256(), second.splitSha256());
    assertNotEquals(first.sha256(), second.sha256());
    Dataset other = Dataset.split("made", bytes(random, 30, 3), new SplitSpec(5, 6, seed + 1), 0);
    assertNotEquals(first.splitSha256(), other.splitSha256());
  }

  @Property(tries = 100, seed = "73")
  void gatherIsTheDecodedSource(@ForAll Random random) {
    byte[] values = new byte[12 * 6];
    random.nextBytes(values);
    RawArray array = RawArray.ofBytes(new int[] {12, 2, 3}, values);
    Dataset data =
        Dataset.split(
            "made",
            Content.of("made", array, 255, Optional.empty()),
            new SplitSpec(2, 3, random.nextLong()),
            0);
    for (Examples part : List.of(data.train(), data.validation(), data.test())) {
      int[] indices = random.ints(9, 0, part.size()).toArray();
      float[] single = new float[7 * 6];
      double[] twice = new double[7 * 6];
      part.gather(indices, 1, 7, single);
      part.gather(indices, 1, 7, twice);
      for (int i = 0; i < single.length; i++) {
        int row = (int) part.identity(indices[1 + i / 6]);
        float expected = (values[row * 6 + i % 6] & 0xff) / 255f;
        assertEquals(expected, single[i]);
        assertEquals(expected, twice[i]);
      }
      assertThrows(
          IndexOutOfBoundsException.class, () -> part.gather(indices, 1, 7, new float[41]));
    }
    assertArrayEquals(new int[] {2, 3}, data.exampleShape());
  }

  @Property(tries = 50, seed = "74")
  void theTrainingMeanIsThatOfTheDecodedTrainingPart(@ForAll Random random) {
    Dataset data = Dataset.split("made", bytes(random, 40, 5), new SplitSpec(10, 10, 1), 0);
    int n = data.train().size();
    double[] all = new double[n * 5];
    data.train().gather(IntStream.range(0, n).toArray(), 0, n, all);
    double[] mean = data.trainMean();
    for (int j = 0; j < 5; j++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += all[i * 5 + j];
      }
      assertEquals(sum / n, mean[j], 1e-7);
    }
  }

  @Example
  void theMeanOfBytesIsExact() {
    RawArray array = RawArray.ofBytes(new int[] {4, 1}, new byte[] {(byte) 255, 0, 51, 0});
    Content content = Content.of("made", array, 255, Optional.empty());
    double[] mean = Dataset.split("made", content, new SplitSpec(0, 0, 0), 0).trainMean();
    assertArrayEquals(new double[] {76.5 / 255}, mean);
  }

  @Example
  void floatsAreDividedToo() {
    Dataset data = Dataset.split("made", floats(1, 3, 5), new SplitSpec(0, 0, 0), 2);
    float[] out = new float[2];
    data.train().gather(new int[] {1, 0}, 0, 2, out);
    assertArrayEquals(new float[] {1.5f, 0.5f}, out);
    assertArrayEquals(new double[] {1}, data.trainMean());
  }

  @Example
  void theOfficialTestPartStaysApart() {
    Content training = bytes(new Random(1), 20, 2);
    Content testing = bytes(new Random(2), 8, 2);
    Dataset data = Dataset.official("made", training, testing, new SplitSpec(5, 8, 3), 0);
    assertEquals(15, data.train().size());
    assertArrayEquals(LongStream.range(20, 28).toArray(), identities(data.test()));
    Dataset all = Dataset.official("made", training, testing, new SplitSpec(0, 3, 3), 4);
    assertArrayEquals(LongStream.range(0, 4).toArray(), identities(all.train()));
    assertEquals(3, all.test().size());
    assertEquals(data.sha256(), all.sha256());
    assertThrows(
        SpecException.class,
        () -> Dataset.official("made", training, testing, new SplitSpec(0, 9, 0), 0));
  }

  @Example
  void theDigestCoversElementsLabelsAndDivisor() {
    Set<String> digests = new HashSet<>();
    RawArray array = RawArray.ofBytes(new int[] {2, 1}, new byte[] {1, 2});
    RawArray other = RawArray.ofBytes(new int[] {2, 1}, new byte[] {1, 3});
    Optional<RawArray> labels = Optional.of(RawArray.ofBytes(new int[] {2}, new byte[] {0, 1}));
    Optional<RawArray> swapped = Optional.of(RawArray.ofBytes(new int[] {2}, new byte[] {1, 0}));
    for (Content content :
        List.of(
            Content.of("a", array, 255, labels),
            Content.of("a", array, 16, labels),
            Content.of("a", array, 255, swapped),
            Content.of("a", array, 255, Optional.empty()),
            Content.of("a", other, 255, labels),
            floats(1, 2))) {
      assertTrue(digests.add(Dataset.split("a", content, new SplitSpec(0, 0, 0), 0).sha256()));
    }
  }

  @Example
  void splitsThatLeaveNothingToTrainOnAreRefused() {
    SpecException e =
        assertThrows(
            SpecException.class,
            () -> Dataset.split("made", floats(1, 2, 3), new SplitSpec(1, 2, 0), 0));
    assertEquals("split", e.path());
    int most = Integer.MAX_VALUE;
    assertThrows(
        SpecException.class,
        () -> Dataset.split("made", floats(1, 2, 3), new SplitSpec(most, most, 0), 0));
    assertThrows(SpecException.class, () -> new SplitSpec(-1, 0, 0));
  }

  @Example
  void valuesThatAreNoProbabilitiesAreNotDrawnFrom() {
    Dataset data = Dataset.split("made", floats(0, 3), new SplitSpec(0, 0, 0), 0);
    data.fitFor(new NoBinarization());
    SpecException e =
        assertThrows(SpecException.class, () -> data.fitFor(new DynamicBinarization()));
    assertEquals("binarization", e.path());
    assertTrue(e.got().contains("1.5"), e.getMessage());
  }

  @Example
  void uselessContentIsRefused() {
    assertTrue(
        assertThrows(DataException.class, () -> floats(1, Float.NaN))
            .problem()
            .contains("example 1, coordinate 0"));
    assertThrows(DataException.class, () -> floats());
    RawArray two = RawArray.ofBytes(new int[] {2, 1}, new byte[2]);
    for (float[] labels : new float[][] {{1}, {0.5f, 1}, {-1, 0}, {Float.NaN, 0}}) {
      RawArray array = RawArray.ofFloats(new int[] {labels.length}, ElementKind.F4, labels);
      assertThrows(DataException.class, () -> Content.of("made", two, 1, Optional.of(array)));
    }
    Dataset unlabelled = Dataset.split("made", floats(1, 2), new SplitSpec(0, 0, 0), 0);
    assertThrows(IllegalStateException.class, () -> unlabelled.train().label(0));
  }
}
