package vae.data.format;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Reads a file of the binary version of CIFAR-10: records of a label and an image of 32 × 32 pixels
 * as three planes, red, green and blue, each row by row.
 *
 * @param images unsigned bytes [records, 32, 32, 3], channels last
 * @param labels unsigned bytes [records]
 */
public record CifarBatch(RawArray images, RawArray labels) {

  /** Rows, and pixels a row. */
  public static final int SIDE = 32;

  private static final int CHANNELS = 3;
  private static final int PLANE = SIDE * SIDE;

  /**
   * Reads all records, and compares the content with what is pinned.
   *
   * @param records how many there are, ≥ 1
   * @param classes labels are below this, ≥ 1
   * @throws DataException where the file is missing, of another length, or not the pinned one
   */
  public static CifarBatch readPinned(
      Path file, int records, int classes, Fingerprint content, String fix, Limits limits) {
    MessageDigest digest = Fingerprint.sha256Digest();
    try (Input in = Input.open(file).digesting(digest)) {
      CifarBatch read = read(in, records, classes, limits);
      String sha256 = HexFormat.of().formatHex(digest.digest());
      content.require(in.name(), new Fingerprint(in.offset(), sha256), fix);
      return read;
    }
  }

  /** The same of any file of as many records. */
  static CifarBatch read(Path file, int records, int classes, Limits limits) {
    try (Input in = Input.open(file)) {
      return read(in, records, classes, limits);
    }
  }

  private static CifarBatch read(Input in, int records, int classes, Limits limits) {
    int[] shape = {records, SIDE, SIDE, CHANNELS};
    int count = limits.elements(in.name(), 0, shape, ElementKind.U1);
    in.promise((long) count + records);
    byte[] images = new byte[count];
    byte[] labels = new byte[records];
    byte[] record = new byte[1 + CHANNELS * PLANE];
    for (int i = 0; i < records; i++) {
      long at = in.offset();
      in.read(record, 0, record.length, "record " + (i + 1));
      labels[i] = record[0];
      if ((record[0] & 0xff) >= classes) {
        throw new DataException(
            in.name(),
            at,
            "expected a label below %d, got %d".formatted(classes, record[0] & 0xff),
            "Check that this is the binary version of CIFAR-10, or fetch it again.");
      }
      for (int k = 0; k < CHANNELS * PLANE; k++) {
        images[i * CHANNELS * PLANE + k] = record[1 + k % CHANNELS * PLANE + k / CHANNELS];
      }
    }
    in.expectEnd();
    return new CifarBatch(
        RawArray.ofBytes(shape, images), RawArray.ofBytes(new int[] {records}, labels));
  }
}
