package vae.data.source;

import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.data.format.Limits;
import vae.data.transform.Binarization;

/**
 * Pictures of clothes: 60,000 + 10,000 images of 28 × 28 pixels, 0 … 255 divided by 255.
 *
 * <p>With {@code validation} 0 all 60,000 train, in file order. The content is verified on every
 * load. Debian's package dataset-fashion-mnist is found without being named. Source: Xiao, Rasul
 * and Vollgraf (2017).
 */
public final class FashionMnist implements DataSource {

  /**
   * Which of the examples are used, and how.
   *
   * @param binarization applied to every batch
   * @param split validation examples are drawn from the 60,000, test examples are the official ones
   * @param limit training examples to use, in file order; 0 for all
   */
  @Describe(
      value =
          "Pictures of clothes, 28 × 28 pixels divided by 255, 60000 to train and 10000 to test.",
      source =
          "Xiao, Rasul and Vollgraf (2017), Fashion-MNIST: a novel image dataset for benchmarking")
  public record Spec(
      @Describe("How values become zeros and ones.") @Default("{\"type\": \"none\"}")
          Binarization.Spec binarization,
      @Describe("Which examples train, validate and test; test is at most 10000.")
          @Default("{\"validation\": 0, \"test\": 10000, \"seed\": 0}")
          SplitSpec split,
      @Describe("Use only the first so many training examples; 0 for all.") @Default("0") int limit)
      implements DataSource.Spec {
    /** Checks the domains. */
    public Spec {
      Require.atLeast("limit", limit, 0);
    }
  }

  private static final float WHITE = 255;

  private final Spec spec;
  private final Binarization binarization;

  /**
   * @param binarization what the spec's binarization describes
   */
  public FashionMnist(Spec spec, Binarization binarization) {
    this.spec = spec;
    this.binarization = binarization;
  }

  @Override
  public Dataset load(Locations where) {
    return PublishedSet.FASHION_MNIST
        .load(where, WHITE, spec.split(), spec.limit(), Limits.standard())
        .fitFor(binarization);
  }

  @Override
  public Binarization binarization() {
    return binarization;
  }
}
