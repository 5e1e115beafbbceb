package vae.data.published;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import vae.data.format.DataException;
import vae.data.format.Fingerprint;
import vae.data.format.Idx;
import vae.data.format.Limits;
import vae.data.format.RawArray;
import vae.data.source.Content;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.source.SplitSpec;

/**
 * A data set that others publish: four IDX files whose content is pinned, and where they are.
 *
 * @param name the folder's name, as in the slot {@code data}
 * @param trainImages training images
 * @param trainLabels their labels
 * @param testImages test images
 * @param testLabels their labels
 * @param mirrors addresses of folders, official ones only, ending in a slash
 */
public record PublishedSet(
    String name,
    PinnedFile trainImages,
    PinnedFile trainLabels,
    PinnedFile testImages,
    PinnedFile testLabels,
    List<URI> mirrors)
    implements PinnedSet {

  /**
   * A file whose content is known.
   *
   * @param name without .gz
   * @param content of the decompressed file
   */
  public record PinnedFile(String name, Fingerprint content) {
    static PinnedFile of(String name, long bytes, String sha256) {
      return new PinnedFile(name, new Fingerprint(bytes, sha256));
    }
  }

  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";
  private static final int TRAIN_IMAGE_BYTES = 47_040_016;
  private static final int TRAIN_LABEL_BYTES = 60_008;
  private static final int TEST_IMAGE_BYTES = 7_840_016;
  private static final int TEST_LABEL_BYTES = 10_008;

  /** Handwritten digits: LeCun, Cortes and Burges, "The MNIST database of handwritten digits". */
  public static final PublishedSet MNIST =
      new PublishedSet(
          "mnist",
          PinnedFile.of(
              TRAIN_IMAGES,
              TRAIN_IMAGE_BYTES,
              "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
          PinnedFile.of(
              TRAIN_LABELS,
              TRAIN_LABEL_BYTES,
              "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
          PinnedFile.of(
              TEST_IMAGES,
              TEST_IMAGE_BYTES,
              "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
          PinnedFile.of(
              TEST_LABELS,
              TEST_LABEL_BYTES,
              "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
          List.of(
              URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
              URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")));

  /** Pictures of clothes: Xiao, Rasul and Vollgraf (2017), "Fashion-MNIST". */
  public static final PublishedSet FASHION_MNIST =
      new PublishedSet(
          "fashion-mnist",
          PinnedFile.of(
              TRAIN_IMAGES,
              TRAIN_IMAGE_BYTES,
              "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
          PinnedFile.of(
              TRAIN_LABELS,
              TRAIN_LABEL_BYTES,
              "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
          PinnedFile.of(
              TEST_IMAGES,
              TEST_IMAGE_BYTES,
              "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
          PinnedFile.of(
              TEST_LABELS,
              TEST_LABEL_BYTES,
              "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
          List.of(
              URI.create("https://fashion-mnist.s3.eu-central-1.amazonaws.com/"),
              URI.create(
                  "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/")));

  /** Every data set that can be fetched. */
  public static List<PublishedSet> all() {
    return List.of(MNIST, FASHION_MNIST);
  }

  /** The four files. */
  public List<PinnedFile> files() {
    return List.of(trainImages, trainLabels, testImages, testLabels);
  }

  /**
   * The folder that holds the data set.
   *
   * @throws DataException where none does
   */
  @Override
  public Path locate(Locations where) {
    return where.find(name, files().stream().map(PinnedFile::name).toList());
  }

  /**
   * Reads every file through and compares its content with what is pinned.
   *
   * @return the folder
   * @throws DataException where a file is missing or has another content
   */
  @Override
  public Path verify(Locations where) {
    Path folder = locate(where);
    for (PinnedFile file : files()) {
      Path path = path(folder, file);
      Fingerprint got = Fingerprint.of(path, file.content().bytes());
      file.content().require(path.toString(), got, fix());
    }
    return folder;
  }

  /**
   * Loads and verifies all four files.
   *
   * @param divisor what pixels are divided by
   * @param limit the first N training examples; 0 for all
   * @throws DataException where a file is missing, damaged or has another content
   */
  Dataset load(Locations where, float divisor, SplitSpec split, int limit, Limits limits) {
    Path folder = locate(where);
    Content training = content(folder, trainImages, trainLabels, divisor, limits);
    Content testing = content(folder, testImages, testLabels, divisor, limits);
    return Dataset.official(name, training, testing, split, limit);
  }

  private Content content(
      Path folder, PinnedFile images, PinnedFile labels, float divisor, Limits limits) {
    RawArray pixels = read(folder, images, limits);
    RawArray classes = read(folder, labels, limits);
    return Content.of(path(folder, images).toString(), pixels, divisor, Optional.of(classes));
  }

  private RawArray read(Path folder, PinnedFile file, Limits limits) {
    return Idx.readPinned(path(folder, file), file.content(), fix(), limits);
  }

  private Path path(Path folder, PinnedFile file) {
    return Locations.variant(folder, file.name())
        .orElseThrow(
            () ->
                new DataException(
                    folder.resolve(file.name()).toString(),
                    "the file went away while the data set was read",
                    fix()));
  }

  private String fix() {
    return "Remove the file and fetch it again with `./vae data fetch " + name + "`.";
  }
}
