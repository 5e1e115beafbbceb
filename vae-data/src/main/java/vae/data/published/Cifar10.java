package vae.data.published;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.data.format.CifarBatch;
import vae.data.format.Limits;
import vae.data.format.RawArray;
import vae.data.missing.MissingValues;
import vae.data.source.Content;
import vae.data.source.DataSource;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.source.SplitSpec;
import vae.data.transform.Binarization;

/**
 * CIFAR-10: 50,000 + 10,000 photographs of 32 × 32 pixels with three channels, 0 … 255 divided by
 * 255, of ten classes.
 *
 * <p>You bring the files of the binary version; their content is verified on every load. With
 * {@code validation} 0 all 50,000 train, in file order; validation examples are drawn from them,
 * test examples are the official ones. Source: Krizhevsky (2009), "Learning multiple layers of
 * features from tiny images".
 */
public final class Cifar10 implements DataSource {

  @Describe(
      value =
          "Photographs of 32 × 32 pixels divided by 255, red, green and blue, 50000 to train and"
              + " 10000 to test; you bring the files.",
      source = "Krizhevsky (2009), Learning multiple layers of features from tiny images")
  public record Spec(
      @Describe("How values become zeros and ones.") @Default("{\"type\": \"none\"}")
          Binarization.Spec binarization,
      @Describe("Which examples train, validate and test; test is at most 10000.")
          @Default("{\"validation\": 0, \"test\": 10000, \"seed\": 0}")
          SplitSpec split,
      @Describe("Use only the first N training examples; 0 for all.") @Default("0") int limit,
      @Describe(MissingValues.DESCRIPTION) @Default(MissingValues.NONE) MissingValues.Spec missing)
      implements DataSource.Spec {
    public Spec {
      Require.atLeast("limit", limit, 0);
    }
  }

  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  private static final int RECORDS = 10_000;
  private static final float WHITE = 255;

  private final BroughtFiles set;
  private final int records;
  private final SplitSpec split;
  private final int limit;

  public Cifar10(Spec spec) {
    this(BroughtFiles.CIFAR_10, RECORDS, spec.split(), spec.limit());
  }

  /**
   * @param set whose last file tests
   * @param records in each file
   */
  Cifar10(BroughtFiles set, int records, SplitSpec split, int limit) {
    this.set = set;
    this.records = records;
    this.split = split;
    this.limit = limit;
  }

  @Override
  public Dataset load(Locations where) {
    Path folder = set.locate(where);
    int training = set.files().size() - 1;
    List<CifarBatch> batches =
        IntStream.rangeClosed(0, training).mapToObj(i -> batch(where, folder, i)).toList();
    Content train = content(folder, batches.subList(0, training));
    Content test = content(folder, batches.subList(training, training + 1));
    return Dataset.official(set.name(), train, test, split, limit).withClasses(CLASSES);
  }

  private CifarBatch batch(Locations where, Path folder, int i) {
    BroughtFiles.BroughtFile file = set.files().get(i);
    return CifarBatch.readPinned(
        set.path(folder, file),
        records,
        CLASSES.size(),
        file.content().orElseThrow(),
        set.fix(where),
        Limits.standard());
  }

  private static Content content(Path folder, List<CifarBatch> batches) {
    String name = folder.toString();
    List<RawArray> images = batches.stream().map(CifarBatch::images).toList();
    List<RawArray> labels = batches.stream().map(CifarBatch::labels).toList();
    return Content.of(
        name,
        RawArray.concatenated(name, images),
        WHITE,
        Optional.of(RawArray.concatenated(name, labels)));
  }
}
