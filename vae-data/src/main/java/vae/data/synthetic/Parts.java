package vae.data.synthetic;

import java.util.Optional;
import vae.autodiff.random.Key;
import vae.core.spec.Require;
import vae.core.spec.SpecException;
import vae.data.format.ElementKind;
import vae.data.format.RawArray;
import vae.data.source.Content;
import vae.data.source.Dataset;

/**
 * Fills a data set part by part: each part has its own key and its examples count from 0 in it, so
 * that a longer part begins with the shorter one and no part depends on another's size.
 */
final class Parts {

  /** Writes example i of a part into {@code out} at {@code offset} and returns its label. */
  interface Draw {
    int example(Key part, int i, float[] out, int offset);
  }

  private Parts() {}

  /** Makes example {@code index} of a part, the one in this row of the whole. */
  interface Each {
    void example(Key part, int index, int row);
  }

  /** Visits the examples in order: those that train, that validate, that test. */
  static void forEach(long seed, int train, int validation, int test, Each each) {
    Key key = Key.of(seed);
    forEach(key.fold("train"), 0, train, each);
    forEach(key.fold("validation"), train, validation, each);
    forEach(key.fold("test"), train + validation, test, each);
  }

  private static void forEach(Key part, int from, int count, Each each) {
    for (int i = 0; i < count; i++) {
      each.example(part, i, from + i);
    }
  }

  /** The domain of the three sizes, together within a Java array. */
  static void check(int train, int validation, int test, int dimension) {
    Require.atLeast("train", train, 1);
    Require.atLeast("validation", validation, 0);
    Require.atLeast("test", test, 0);
    long values = ((long) train + validation + test) * dimension;
    if (values > Integer.MAX_VALUE / 2) {
      throw new SpecException(
          "train",
          "at most " + Integer.MAX_VALUE / 2 + " values in all three parts",
          values + " values",
          "Ask for fewer examples.");
    }
  }

  static Dataset fill(
      String name,
      long seed,
      int train,
      int validation,
      int test,
      int dimension,
      boolean labelled,
      Draw draw) {
    int count = train + validation + test;
    float[] values = new float[count * dimension];
    float[] labels = new float[count];
    forEach(
        seed,
        train,
        validation,
        test,
        (part, i, row) -> labels[row] = draw.example(part, i, values, row * dimension));
    RawArray array = RawArray.ofFloats(new int[] {count, dimension}, ElementKind.F4, values);
    Optional<RawArray> classes =
        labelled
            ? Optional.of(RawArray.ofFloats(new int[] {count}, ElementKind.F4, labels))
            : Optional.empty();
    return Dataset.inOrder(name, Content.of(name, array, 1, classes), train, validation);
  }
}
