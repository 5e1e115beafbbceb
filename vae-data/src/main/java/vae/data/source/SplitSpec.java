package vae.data.source;

import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Spec;

/**
 * Which examples train, validate and test.
 *
 * <p>Examples are put in the order of a permutation that only the seed and their number decide; the
 * last {@code test} of them test, the {@code validation} before those validate, the rest train.
 * Each part is then sorted into the order of the source. So the test part does not depend on the
 * size of the validation part, nor any part on the experiment's seed. Where a data set has an
 * official test part, the first {@code test} of it are used as they stand, and only the validation
 * part is drawn from the training examples.
 *
 * @param validation number of validation examples, ≥ 0
 * @param test number of test examples, ≥ 0
 * @param seed of the permutation
 */
@Describe("Which examples train, validate and test.")
public record SplitSpec(
    @Describe("Number of validation examples; at least 0.") int validation,
    @Describe("Number of test examples; at least 0.") int test,
    @Describe("Seed of the permutation; apart from the experiment's seed.") @Default("0") long seed)
    implements Spec {

  /** Checks the domains. */
  public SplitSpec {
    Require.atLeast("validation", validation, 0);
    Require.atLeast("test", test, 0);
  }
}
