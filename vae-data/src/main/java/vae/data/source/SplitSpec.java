package vae.data.source;

import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;

/**
 * Which examples train, validate and test.
 *
 * <p>{@code random}: examples are put in the order of a permutation that only the seed and their
 * number decide; the last {@code test} of them test, the {@code validation} before those validate,
 * the rest train. Each part is then sorted into the order of the source. So the test part does not
 * depend on the size of the validation part, nor any part on the experiment's seed. Where a data
 * set has an official test part, the first {@code test} of it are used as they stand, and only the
 * validation part is drawn from the training examples.
 *
 * <p>{@code blocks}: the same with the order of the source instead of a permutation, and {@code
 * gap} examples between neighbouring parts that are in none. For frames of a video, time series and
 * repeated measurements: under a random split nearly every test example has a neighbour in training
 * that is almost the same, and the test measures memory.
 *
 * @param validation number of validation examples, ≥ 0
 * @param test number of test examples, ≥ 0
 * @param seed of the permutation
 * @param by how parts are chosen
 * @param gap examples left out between blocks, ≥ 0; 0 where parts are drawn at random
 */
@Describe("Which examples train, validate and test.")
public record SplitSpec(
    @Describe("Number of validation examples; at least 0.") int validation,
    @Describe("Number of test examples; at least 0.") int test,
    @Describe("Seed of the permutation; apart from the experiment's seed.") @Default("0") long seed,
    @Describe(
            "random: parts are drawn by a permutation; blocks: in the order of the source, for"
                + " frames of a video and time series.")
        @Default("\"random\"")
        @Since("0.2.0")
        By by,
    @Describe("Examples left out between neighbouring blocks; at least 0.")
        @Default("0")
        @Since("0.2.0")
        int gap)
    implements Spec {

  /** How parts are chosen. */
  public enum By {
    /** By a permutation. */
    RANDOM,
    /** Each part is a block of the source. */
    BLOCKS
  }

  public SplitSpec {
    Require.atLeast("validation", validation, 0);
    Require.atLeast("test", test, 0);
    Require.atLeast("gap", gap, 0);
    if (by == By.RANDOM && gap > 0) {
      throw SpecException.because(
          "gap", "there is no gap between examples drawn at random", "Set by to \"blocks\".");
    }
  }

  /** Parts drawn at random. */
  public SplitSpec(int validation, int test, long seed) {
    this(validation, test, seed, By.RANDOM, 0);
  }

  /** Examples left out in front of a part of that size. */
  int gapBefore(int size) {
    return size == 0 ? 0 : gap;
  }
}
