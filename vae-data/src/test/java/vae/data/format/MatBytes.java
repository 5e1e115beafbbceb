package vae.data.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;

/** Writes MATLAB level 5 files by the format's document and not by our reader. */
public final class MatBytes {

  private final ByteOrder order;
  private final boolean small;

  /**
   * @param bigEndian byte order of the file
   * @param small whether up to four bytes are packed into their tags
   */
  public MatBytes(boolean bigEndian, boolean small) {
    order = bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    this.small = small;
  }

  /** A whole file of the elements. */
  public byte[] file(byte[]... elements) {
    return joined(header(0x0100), joined(elements));
  }

  byte[] header(int version) {
    ByteBuffer header = ByteBuffer.allocate(128).order(order);
    header.put("MATLAB 5.0 MAT-file, by hand".getBytes(StandardCharsets.US_ASCII));
    header.putShort(124, (short) version).putShort(126, (short) ('M' << 8 | 'I'));
    return header.array();
  }

  /** An element of the type, filled up to eight bytes. */
  byte[] element(int type, byte[] data) {
    if (small && data.length >= 1 && data.length <= 4) {
      ByteBuffer tag = ByteBuffer.allocate(8).order(order);
      return tag.putInt(data.length << 16 | type).put(data).array();
    }
    ByteBuffer out = ByteBuffer.allocate(8 + (data.length + 7) / 8 * 8).order(order);
    return out.putInt(type).putInt(data.length).put(data).array();
  }

  /** A matrix of the class; {@code data} in MATLAB's order, first axis fastest. */
  public byte[] matrix(int flags, int type, String name, int[] shape, byte[] data) {
    byte[] head = words(flags, 0);
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    byte[] content =
        joined(element(6, head), element(5, words(shape)), element(1, text), element(type, data));
    return joined(words(14, content.length), content);
  }

  /** A matrix of unsigned bytes. */
  public byte[] matrix(String name, int[] shape, byte[] data) {
    return matrix(9, 2, name, shape, data);
  }

  /** The element, compressed. */
  public byte[] compressed(byte[] element) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream packed = new DeflaterOutputStream(out)) {
      packed.write(element);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return joined(words(15, out.size()), out.toByteArray());
  }

  byte[] words(int... words) {
    ByteBuffer out = ByteBuffer.allocate(4 * words.length).order(order);
    Arrays.stream(words).forEach(out::putInt);
    return out.array();
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }
}
