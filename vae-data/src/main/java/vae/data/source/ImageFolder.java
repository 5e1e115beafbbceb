package vae.data.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Domain;
import vae.core.spec.Since;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.Limits;
import vae.data.format.Picture;
import vae.data.format.RawArray;
import vae.data.missing.MissingValues;
import vae.data.transform.Binarization;

/**
 * Examples from a folder of image files (PNG, BMP), all of one size.
 *
 * <p>Images come in the order of their paths below the folder, compared name by name, by the rule
 * of {@link DataFolder}; files with other endings are left out and noted. Files of formats that
 * lose detail or are not read (such as JPEG) are refused, so that no image is left out unawares.
 * What a pixel becomes is defined in {@link Picture}. Examples have the shape [height, width], with
 * three channels [height, width, 3].
 */
public record ImageFolder(Spec spec) implements DataSource {

  /** Where labels come from. */
  public enum Labels {
    /** There are none. */
    NONE,
    /** The first folder below the data set's: classes count from 0 in the order of the names. */
    FOLDER
  }

  @Describe("Examples from a folder of PNG or BMP files of one size, and its subfolders.")
  public record Spec(
      @Describe("The folder; absolute, or from the working or data folder.") String path,
      @Describe("1 for grey, (299 R + 587 G + 114 B + 500) / 1000; 3 for red, green and blue.")
          @Default("1")
          int channels,
      @Describe("none, or folder: one class for each subfolder, in the order of their names.")
          @Default("\"none\"")
          Labels labels,
      @Describe("What values are divided by; above 0. 255 takes bytes to [0, 1].") @Default("255")
          double scale,
      @Describe("How values become zeros and ones.") @Default("{\"type\": \"none\"}")
          Binarization.Spec binarization,
      @Describe("How many of the images validate and test; the rest train.") SplitSpec split,
      @Describe("Use only the first N training examples; 0 for all.") @Default("0") int limit,
      @Describe(MissingValues.DESCRIPTION) @Default(MissingValues.NONE) @Since("0.2.0")
          MissingValues.Spec missing)
      implements DataSource.Spec {
    public Spec {
      FileSpec.require("path", path, "a folder", scale, limit);
      if (channels != 1 && channels != COLOURS) {
        Domain domain = new Domain.OneOf(List.of(1, COLOURS));
        throw new SpecException("channels", "1 or 3", Integer.toString(channels), "", domain);
      }
    }
  }

  private static final int COLOURS = 3;
  private static final int MAX_NAMED = 10;
  private static final Set<String> READ = Set.of("png", "bmp");
  private static final Set<String> REFUSED =
      Set.of("gif", "jpg", "jpeg", "jpe", "jfif", "webp", "heic", "avif", "jp2", "tif", "tiff");

  @Override
  public Dataset load(Locations where) {
    Path folder = where.folder(spec.path());
    DataFolder found = DataFolder.walk(folder);
    List<Path> images = found.files().stream().filter(file -> isImage(folder, file)).toList();
    if (images.isEmpty()) {
      throw new DataException(
          folder.toString(),
          "expected files ending in .png or .bmp, found none",
          "Put the images there, or correct the path.");
    }
    boolean labelled = spec.labels() == Labels.FOLDER;
    List<String> classes = labelled ? classes(folder, images, found.folders()) : List.of();
    Optional<RawArray> labels = labelled ? Optional.of(labels(images, classes)) : Optional.empty();
    RawArray pixels = pixels(images.stream().map(folder::resolve).toList(), Limits.standard());
    Content content = Content.of(spec.path(), pixels, (float) spec.scale(), labels);
    return Dataset.split("images", content, spec.split(), spec.limit())
        .withClasses(classes)
        .noting(leftOut(found, images));
  }

  /** What lies in the folder and is in no example. */
  private static List<String> leftOut(DataFolder found, List<Path> images) {
    List<String> notes = new ArrayList<>();
    Set<Path> used = new HashSet<>(images);
    List<Path> others = found.files().stream().filter(file -> !used.contains(file)).toList();
    note(notes, others, "neither PNG nor BMP and left out: ");
    note(notes, found.loops(), "links back to a folder above them and left out: ");
    return notes;
  }

  private static void note(List<String> notes, List<Path> paths, String why) {
    if (!paths.isEmpty()) {
      String names =
          paths.stream().limit(MAX_NAMED).map(Path::toString).collect(Collectors.joining(", "));
      int more = paths.size() - MAX_NAMED;
      String rest = more > 0 ? " and " + more + " more" : "";
      notes.add(
          paths.size() + (paths.size() == 1 ? " entry is " : " entries are ") + why + names + rest);
    }
  }

  private static boolean isImage(Path folder, Path file) {
    String name = file.getFileName().toString();
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (REFUSED.contains(ending)) {
      throw new DataException(
          folder.resolve(file).toString(),
          "expected PNG or BMP, got a file ending in ." + ending,
          "Decoders of other formats, such as JPEG, differ in bits: convert it to PNG once, or"
              + " remove it.");
    }
    return READ.contains(ending);
  }

  /** The names of the classes: the folders right below the data set's, in the order of names. */
  private static List<String> classes(Path folder, List<Path> images, List<Path> folders) {
    Set<String> classes = new TreeSet<>();
    for (Path image : images) {
      if (image.getNameCount() < 2) {
        throw new DataException(
            folder.resolve(image).toString(),
            "expected the image in a subfolder, whose name is its class",
            "Move it into one, or use \"labels\": \"none\".");
      }
      classes.add(image.getName(0).toString());
    }
    for (Path subfolder : folders) {
      if (subfolder.getNameCount() == 1 && !classes.contains(subfolder.toString())) {
        throw new DataException(
            folder.resolve(subfolder).toString(),
            "expected images of the class that the folder names, found none",
            "Put its images there, or remove the folder: classes are numbered without it.");
      }
    }
    return List.copyOf(classes);
  }

  private static RawArray labels(List<Path> images, List<String> classes) {
    float[] labels = new float[images.size()];
    IntStream.range(0, labels.length)
        .forEach(i -> labels[i] = classes.indexOf(images.get(i).getName(0).toString()));
    return RawArray.ofFloats(new int[] {labels.length}, ElementKind.I4, labels);
  }

  private RawArray pixels(List<Path> files, Limits limits) {
    Picture first = Picture.open(files.get(0), limits);
    int[] shape = {files.size(), first.height(), first.width(), spec.channels()};
    byte[] pixels = new byte[limits.elements(spec.path(), -1, shape, ElementKind.U1)];
    int step = pixels.length / files.size();
    for (int i = 0; i < files.size(); i++) {
      Picture picture = Picture.open(files.get(i), limits);
      if (picture.width() != first.width() || picture.height() != first.height()) {
        throw new DataException(
            files.get(i).toString(),
            "expected %d × %d pixels (width × height) like %s, got %d × %d"
                .formatted(
                    first.width(), first.height(), files.get(0), picture.width(), picture.height()),
            "Bring all images to one size.");
      }
      picture.decode(spec.channels(), pixels, i * step);
    }
    return RawArray.ofBytes(spec.channels() == 1 ? Arrays.copyOf(shape, COLOURS) : shape, pixels);
  }
}
