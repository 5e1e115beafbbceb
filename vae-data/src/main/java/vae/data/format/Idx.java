package vae.data.format;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Reads IDX files, the format of MNIST, raw or gzip (told apart by the first two bytes).
 *
 * <p>Two zero bytes, a type byte, the rank, that many big-endian extents, then the elements.
 * Source: LeCun, Cortes and Burges, "The MNIST database of handwritten digits".
 */
public final class Idx {

  private static final int MAX_AXES = 64;
  private static final String FIX = "Check that this is an IDX file, or fetch it again.";

  private Idx() {}

  /**
   * @throws DataException where the file is missing, damaged, not IDX, or beyond the limits
   */
  public static RawArray read(Path file, Limits limits) {
    try (Input in = Input.open(file)) {
      return read(in, limits);
    }
  }

  /**
   * Reads a file that must have a certain content.
   *
   * @param fix how to get the right file, for the message
   * @throws DataException as {@link #read(Path, Limits)}, and where the content is another one
   */
  public static RawArray readPinned(Path file, Fingerprint expected, String fix, Limits limits) {
    MessageDigest digest = Fingerprint.sha256Digest();
    try (Input in = Input.open(file).digesting(digest)) {
      RawArray array = read(in, limits);
      String sha256 = HexFormat.of().formatHex(digest.digest());
      expected.require(file.toString(), new Fingerprint(in.offset(), sha256), fix);
      return array;
    }
  }

  /**
   * The examples of a file, mapped where it is large and plain; the first axis counts them.
   *
   * @throws DataException as {@link #read(Path, Limits)}
   */
  public static Elements open(Path file, Limits limits) {
    try (Input in = Input.open(file)) {
      Header header = header(in);
      header.requireBigEndian(in);
      return Elements.open(
          file, in, header.shape, header.kind, ByteOrder.BIG_ENDIAN, false, limits);
    }
  }

  private static RawArray read(Input in, Limits limits) {
    Header header = header(in);
    header.requireBigEndian(in);
    return ElementReader.read(in, header.shape, header.kind, ByteOrder.BIG_ENDIAN, false, limits);
  }

  private record Header(ElementKind kind, int[] shape) {

    /** Some tools write sizes in the machine's order: then the file is as long as those promise. */
    void requireBigEndian(Input in) {
      int[] swapped = Arrays.stream(shape).map(Integer::reverseBytes).toArray();
      if (!in.mayHave(bytes(shape)) && in.mayHave(bytes(swapped))) {
        throw wrong(
            in,
            4,
            "expected big-endian sizes, got %s, which are %s in little-endian order"
                .formatted(Arrays.toString(shape), Arrays.toString(swapped)));
      }
    }

    /** −1 beyond what a long holds, or below 0. */
    private long bytes(int[] extents) {
      long bytes = kind.bytes();
      for (int extent : extents) {
        if (extent < 0 || extent > 0 && bytes > Long.MAX_VALUE / extent) {
          return -1;
        }
        bytes *= extent;
      }
      return bytes;
    }
  }

  private static Header header(Input in) {
    byte[] magic = new byte[4];
    in.read(magic, 0, 4, "the IDX header");
    if (magic[0] != 0 || magic[1] != 0) {
      throw wrong(in, 0, "expected two zero bytes, got %02x %02x".formatted(magic[0], magic[1]));
    }
    ElementKind kind = kind(in, magic[2] & 0xff);
    int rank = magic[3] & 0xff;
    if (rank < 1 || rank > MAX_AXES) {
      throw wrong(in, 3, "expected 1 to " + MAX_AXES + " axes, got " + rank);
    }
    int[] shape = new int[rank];
    byte[] word = new byte[4];
    for (int axis = 0; axis < rank; axis++) {
      in.read(word, 0, 4, "the IDX header");
      long extent = Long.parseLong(HexFormat.of().formatHex(word), 16);
      if (extent > Integer.MAX_VALUE) {
        throw wrong(in, in.offset() - 4, "expected an extent below 2^31, got " + extent);
      }
      shape[axis] = (int) extent;
    }
    return new Header(kind, shape);
  }

  private static ElementKind kind(Input in, int code) {
    return switch (code) {
      case 0x08 -> ElementKind.U1;
      case 0x09 -> ElementKind.I1;
      case 0x0b -> ElementKind.I2;
      case 0x0c -> ElementKind.I4;
      case 0x0d -> ElementKind.F4;
      case 0x0e -> ElementKind.F8;
      default ->
          throw wrong(
              in, 2, "expected a type of 08, 09, 0b, 0c, 0d or 0e, got %02x".formatted(code));
    };
  }

  private static DataException wrong(Input in, long offset, String problem) {
    return new DataException(in.name(), offset, problem, FIX);
  }
}
