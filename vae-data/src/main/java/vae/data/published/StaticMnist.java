package vae.data.published;

import java.nio.file.Path;
import java.util.Optional;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.data.format.Amat;
import vae.data.format.Limits;
import vae.data.format.RawArray;
import vae.data.missing.MissingValues;
import vae.data.source.Content;
import vae.data.source.DataSource;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.source.SplitSpec;

/**
 * MNIST as Larochelle made it black and white, once and for all: 50,000 + 10,000 + 10,000 images of
 * 28 × 28 zeros and ones, without labels.
 *
 * <p>The split is the one of the files: {@code binarized_mnist_train.amat} trains, {@code
 * binarized_mnist_valid.amat} validates, {@code binarized_mnist_test.amat} tests. You bring the
 * files; their content is verified on every load. Source: Salakhutdinov and Murray (2008);
 * Larochelle and Murray (2011), "The neural autoregressive distribution estimator".
 */
public final class StaticMnist implements DataSource {

  @Describe(
      value =
          "MNIST made black and white once: 50000 to train, 10000 to validate, 10000 to test; you"
              + " bring the files.",
      source = "Larochelle and Murray (2011), The neural autoregressive distribution estimator")
  public record Spec(
      @Describe("Use only the first N training examples; 0 for all.") @Default("0") int limit,
      @Describe(MissingValues.DESCRIPTION) @Default(MissingValues.NONE) MissingValues.Spec missing)
      implements DataSource.Spec {
    public Spec {
      Require.atLeast("limit", limit, 0);
    }

    @Override
    public SplitSpec split() {
      return new SplitSpec(HELD_OUT, HELD_OUT, 0);
    }
  }

  private static final int TRAIN = 50_000;
  private static final int HELD_OUT = 10_000;
  private static final int SIDE = 28;

  private final BroughtFiles set;
  private final int[] rows;
  private final int side;
  private final int limit;

  public StaticMnist(Spec spec) {
    this(BroughtFiles.STATIC_MNIST, new int[] {TRAIN, HELD_OUT, HELD_OUT}, SIDE, spec.limit());
  }

  /**
   * @param rows images in each of the three files
   * @param side rows, and pixels a row
   */
  StaticMnist(BroughtFiles set, int[] rows, int side, int limit) {
    this.set = set;
    this.rows = rows;
    this.side = side;
    this.limit = limit;
  }

  @Override
  public Dataset load(Locations where) {
    Path folder = set.locate(where);
    return Dataset.inParts(
        set.name(),
        content(where, folder, 0),
        content(where, folder, 1),
        content(where, folder, 2),
        limit);
  }

  private Content content(Locations where, Path folder, int part) {
    BroughtFiles.BroughtFile file = set.files().get(part);
    Path path = set.path(folder, file);
    RawArray pixels =
        Amat.readPinned(
            path,
            rows[part],
            side * side,
            file.content().orElseThrow(),
            set.fix(where),
            Limits.standard());
    return Content.of(path.toString(), pixels.reshape(rows[part], side, side), 1, Optional.empty());
  }
}
