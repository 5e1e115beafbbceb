package vae.data.published;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.Fingerprint;
import vae.data.format.Limits;
import vae.data.format.Mat;
import vae.data.format.Npy;
import vae.data.format.RawArray;
import vae.data.source.Content;
import vae.data.source.Locations;

/**
 * A data set that comes without leave to pass it on: users bring it themselves, as a MATLAB matrix
 * or a NumPy array. The content of the elements is pinned, whatever the file around them.
 *
 * @param name as in the slot {@code data}
 * @param folders where it may lie, from the folders of {@link Locations}
 * @param matFile a MATLAB level 5 file, one image a column
 * @param variable the matrix in it
 * @param npyFile an array of bytes, one image after another, in row-major order
 * @param images number of images
 * @param height rows an image
 * @param width pixels a row
 * @param content of the elements in row-major order, image by image
 * @param source where its author keeps it, for messages
 */
public record UnmirroredSet(
    String name,
    List<String> folders,
    String matFile,
    String variable,
    String npyFile,
    int images,
    int height,
    int width,
    Fingerprint content,
    String source)
    implements PinnedSet {

  /** Faces of Brendan Frey, frames of a film: Roweis, Saul and Hinton (2002). */
  public static final UnmirroredSet FREY_FACES =
      new UnmirroredSet(
          "frey-faces",
          List.of("frey-faces", "freyfaces"),
          "frey_rawface.mat",
          "ff",
          "freyfaces.npy",
          1965,
          28,
          20,
          new Fingerprint(
              1_100_400, "2438ba4f0d2a6bd8bac43de756141eaa33c8d248dd613d464bdb1210d9b7af78"),
          "https://cs.nyu.edu/~roweis/data.html");

  @Override
  public Path locate(Locations where) {
    List<String> paths =
        folders.stream()
            .flatMap(folder -> Stream.of(folder + "/" + matFile, folder + "/" + npyFile))
            .toList();
    return where.findAny(name, paths, fix(where));
  }

  @Override
  public Path verify(Locations where) {
    Path file = locate(where);
    read(file, where, Limits.standard());
    return file;
  }

  /**
   * Loads and verifies the images.
   *
   * @param divisor what pixels are divided by
   * @throws DataException where the file is missing, damaged or has another content
   */
  Content load(Locations where, float divisor, Limits limits) {
    Path file = locate(where);
    return Content.of(file.toString(), read(file, where, limits), divisor, Optional.empty());
  }

  private RawArray read(Path file, Locations where, Limits limits) {
    String path = file.toString();
    boolean matlab = file.getFileName().toString().startsWith(matFile);
    RawArray array = matlab ? Mat.read(file, variable, limits) : Npy.read(file, limits);
    if (array.kind() != ElementKind.U1 || array.size() != content.bytes()) {
      throw new DataException(
          path, "expected %d unsigned bytes, got %s".formatted(content.bytes(), array), fix(where));
    }
    MessageDigest digest = Fingerprint.sha256Digest();
    String sha256 = HexFormat.of().formatHex(digest.digest(array.bytes()));
    content.require(path, new Fingerprint(array.size(), sha256), fix(where));
    return array.reshape(images, height, width);
  }

  private String fix(Locations where) {
    return ("No licence lets others pass it on, so there is no mirror: get %s from its author's"
            + " page, %s, and put it into %s.")
        .formatted(matFile, source, where.downloads().resolve(folders.get(0)));
  }
}
