package vae.data.published;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import vae.data.format.DataException;
import vae.data.format.Fingerprint;
import vae.data.source.Locations;

/**
 * A data set of several files, or of one, that users bring themselves, as its publisher gives them.
 *
 * @param name as in the slot {@code data}
 * @param folders where its files may lie together, from the folders of {@link Locations}; the first
 *     is named in messages
 * @param files its files, in order
 * @param source where its author keeps them, for messages
 */
public record BroughtFiles(
    String name, List<String> folders, List<BroughtFile> files, String source)
    implements PinnedSet {

  /**
   * One of the files.
   *
   * @param name without .gz
   * @param content of the decompressed file; empty where its hash is published nowhere
   */
  public record BroughtFile(String name, Optional<Fingerprint> content) {

    static BroughtFile of(String name, long bytes, String sha256) {
      return new BroughtFile(name, Optional.of(new Fingerprint(bytes, sha256)));
    }
  }

  private static final int TRAIN_BYTES = 78_400_000;
  private static final int HELD_OUT_BYTES = 15_680_000;
  private static final int BATCH_BYTES = 30_730_000;

  /** No file without a pinned content is read further than this. */
  private static final long MAX_BYTES = 1L << 32;

  /**
   * MNIST made black and white once by Larochelle; SHA-256 as TensorFlow Datasets publishes them.
   */
  public static final BroughtFiles STATIC_MNIST =
      new BroughtFiles(
          "static-mnist",
          List.of("static-mnist", "binarized_mnist"),
          List.of(
              BroughtFile.of(
                  "binarized_mnist_train.amat",
                  TRAIN_BYTES,
                  "ad693b29f94c14277b095f5238ddefbbdaaae0939789dd2f4f0205278cee3e4d"),
              BroughtFile.of(
                  "binarized_mnist_valid.amat",
                  HELD_OUT_BYTES,
                  "1de3d397c40fe8eeb33dafd4099a1f665ec01e96d9be234aaeeac8a34930e2e2"),
              BroughtFile.of(
                  "binarized_mnist_test.amat",
                  HELD_OUT_BYTES,
                  "e6687bfea3f820c174f33b7865140b2a2dd2930ef786f35d45795fc193b5ab2c")),
          "http://www.cs.toronto.edu/~larocheh/public/datasets/binarized_mnist/");

  /** Small photographs of ten classes; SHA-256 of its files as torchvision-ruby publishes them. */
  public static final BroughtFiles CIFAR_10 =
      new BroughtFiles(
          "cifar-10",
          List.of("cifar-10", "cifar-10-batches-bin"),
          List.of(
              batch(
                  "data_batch_1.bin",
                  "cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5"),
              batch(
                  "data_batch_2.bin",
                  "a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed"),
              batch(
                  "data_batch_3.bin",
                  "bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67"),
              batch(
                  "data_batch_4.bin",
                  "014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48"),
              batch(
                  "data_batch_5.bin",
                  "755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add"),
              batch(
                  "test_batch.bin",
                  "8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b")),
          "https://www.cs.toronto.edu/~kriz/cifar.html, the binary version");

  /** Handwritten characters of 50 alphabets, 28 by 28, as Burda et al. (2016) made them. */
  public static final BroughtFiles OMNIGLOT =
      new BroughtFiles(
          "omniglot",
          List.of("omniglot", "OMNIGLOT"),
          List.of(new BroughtFile("chardata.mat", Optional.empty())),
          "https://github.com/yburda/iwae, folder datasets/OMNIGLOT");

  private static BroughtFile batch(String name, String sha256) {
    return BroughtFile.of(name, BATCH_BYTES, sha256);
  }

  /** Those that are known. */
  public static List<BroughtFiles> all() {
    return List.of(STATIC_MNIST, OMNIGLOT, CIFAR_10);
  }

  /**
   * The folder that holds all files, plain or with .gz.
   *
   * @throws DataException where none does: says how to get them
   */
  @Override
  public Path locate(Locations where) {
    List<String> names = files.stream().map(BroughtFile::name).toList();
    return where.findFolder(name, folders, names, fix(where));
  }

  /**
   * Reads every file through and compares its content with what is pinned.
   *
   * @return the folder
   * @throws DataException where a file is missing, damaged or has another content
   */
  @Override
  public Path verify(Locations where) {
    Path folder = locate(where);
    for (BroughtFile file : files) {
      Path path = path(folder, file);
      Fingerprint got =
          Fingerprint.of(path, file.content().map(Fingerprint::bytes).orElse(MAX_BYTES));
      file.content().ifPresent(it -> it.require(path.toString(), got, fix(where)));
    }
    return folder;
  }

  @Override
  public List<String> unpinned() {
    return files.stream().filter(file -> file.content().isEmpty()).map(BroughtFile::name).toList();
  }

  /** Where a file of the folder lies. */
  Path path(Path folder, BroughtFile file) {
    return Locations.variant(folder, file.name())
        .orElseThrow(
            () ->
                new DataException(
                    folder.resolve(file.name()).toString(),
                    "the file went away while the data set was read",
                    "Put it back."));
  }

  /** How to get the files. */
  String fix(Locations where) {
    return "Get %s from %s, and put %s into %s."
        .formatted(
            files.stream().map(BroughtFile::name).collect(Collectors.joining(", ")),
            source,
            files.size() == 1 ? "it" : "them",
            where.downloads().resolve(folders.getFirst()));
  }
}
