package vae.data.published;

import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.data.format.Limits;
import vae.data.missing.MissingValues;
import vae.data.source.DataSource;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.source.SplitSpec;
import vae.data.transform.Binarization;

/**
 * MNIST and Fashion-MNIST: 60,000 + 10,000 images of 28 × 28 pixels, 0 … 255 divided by 255.
 *
 * <p>With {@code validation} 0 all 60,000 train, in file order; validation examples are drawn from
 * them, test examples are the official ones. The content is verified on every load. Debian's
 * package dataset-fashion-mnist is found without being named.
 */
public final class PublishedImages implements DataSource {

  @Describe(
      value =
          "Handwritten digits, 28 × 28 pixels divided by 255, 60000 to train and 10000 to test.",
      source =
          "LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document"
              + " recognition")
  public record Mnist(
      @Describe("How values become zeros and ones.") @Default(NO_BINARIZATION)
          Binarization.Spec binarization,
      @Describe(SPLIT) @Default(OFFICIAL) SplitSpec split,
      @Describe(LIMIT) @Default("0") int limit,
      @Describe(MissingValues.DESCRIPTION) @Default(MissingValues.NONE) @Since("0.2.0")
          MissingValues.Spec missing)
      implements DataSource.Spec {
    public Mnist {
      Require.atLeast("limit", limit, 0);
    }
  }

  @Describe(
      value =
          "Pictures of clothes, 28 × 28 pixels divided by 255, 60000 to train and 10000 to test.",
      source =
          "Xiao, Rasul and Vollgraf (2017), Fashion-MNIST: a novel image dataset for benchmarking")
  public record FashionMnist(
      @Describe("How values become zeros and ones.") @Default(NO_BINARIZATION)
          Binarization.Spec binarization,
      @Describe(SPLIT) @Default(OFFICIAL) SplitSpec split,
      @Describe(LIMIT) @Default("0") int limit,
      @Describe(MissingValues.DESCRIPTION) @Default(MissingValues.NONE) @Since("0.2.0")
          MissingValues.Spec missing)
      implements DataSource.Spec {
    public FashionMnist {
      Require.atLeast("limit", limit, 0);
    }
  }

  private static final String NO_BINARIZATION = "{\"type\": \"none\"}";
  private static final String OFFICIAL = "{\"validation\": 0, \"test\": 10000, \"seed\": 0}";
  private static final String SPLIT =
      "Which examples train, validate and test; test is at most 10000.";
  private static final String LIMIT = "Use only the first N training examples; 0 for all.";
  private static final float WHITE = 255;

  private final PublishedSet set;
  private final SplitSpec split;
  private final int limit;

  public PublishedImages(Mnist spec) {
    this(PublishedSet.MNIST, spec.split(), spec.limit());
  }

  public PublishedImages(FashionMnist spec) {
    this(PublishedSet.FASHION_MNIST, spec.split(), spec.limit());
  }

  private PublishedImages(PublishedSet set, SplitSpec split, int limit) {
    this.set = set;
    this.split = split;
    this.limit = limit;
  }

  @Override
  public Dataset load(Locations where) {
    return set.load(where, WHITE, split, limit, Limits.standard());
  }
}
