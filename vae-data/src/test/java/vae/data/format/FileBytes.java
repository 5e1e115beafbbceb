package vae.data.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Writes the formats that the readers read, by the formats' documents and not by our readers. */
public final class FileBytes {

  private FileBytes() {}

  /** Whether IDX has numbers of the kind. */
  static boolean inIdx(ElementKind kind) {
    return switch (kind) {
      case U1, I1, I2, I4, F4, F8 -> true;
      case I8, U2, U4, U8, F2 -> false;
    };
  }

  /** An IDX file of the kind; elements are {@code values}, which must be exact in the kind. */
  public static byte[] idx(ElementKind kind, int[] shape, double... values) {
    ByteBuffer out = ByteBuffer.allocate(4 + 4 * shape.length + values.length * kind.bytes());
    int type =
        switch (kind) {
          case U1 -> 8;
          case I1 -> 9;
          case I2 -> 11;
          case I4 -> 12;
          case F4 -> 13;
          case F8 -> 14;
          case I8, U2, U4, U8, F2 -> throw new IllegalArgumentException("IDX has no " + kind);
        };
    out.put((byte) 0).put((byte) 0).put((byte) type).put((byte) shape.length);
    for (int extent : shape) {
      out.putInt(extent);
    }
    elements(out, kind, values);
    return out.array();
  }

  /** A .npy file whose elements stand in the file in the order of {@code values}. */
  public static byte[] npy(
      int version,
      ElementKind kind,
      boolean bigEndian,
      boolean columnMajor,
      int[] shape,
      double... values) {
    StringBuilder tuple = new StringBuilder("(");
    for (int extent : shape) {
      tuple.append(extent).append(shape.length == 1 ? "," : ", ");
    }
    if (shape.length > 1) {
      tuple.setLength(tuple.length() - 2);
    }
    String descr = (bigEndian ? ">" : kind.bytes() == 1 ? "|" : "<") + kind.name().toLowerCase();
    String header =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s), }"
            .formatted(descr, columnMajor ? "True" : "False", tuple);
    return npy(version, header, kind, bigEndian, values);
  }

  /** A .npy file with the given dictionary. */
  public static byte[] npy(
      int version, String header, ElementKind kind, boolean bigEndian, double... values) {
    int prefix = version == 1 ? 10 : 12;
    int padded = (prefix + header.length() + 1 + 63) / 64 * 64 - prefix;
    ByteBuffer out = ByteBuffer.allocate(prefix + padded + values.length * kind.bytes());
    out.order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    out.put((byte) version).put((byte) 0);
    if (version == 1) {
      out.putShort((short) padded);
    } else {
      out.putInt(padded);
    }
    String line = header + " ".repeat(padded - header.length() - 1) + "\n";
    out.put(line.getBytes(StandardCharsets.ISO_8859_1));
    out.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    elements(out, kind, values);
    return out.array();
  }

  private static void elements(ByteBuffer out, ElementKind kind, double[] values) {
    for (double value : values) {
      switch (kind) {
        case U1, I1 -> out.put((byte) (int) value);
        case I2, U2 -> out.putShort((short) (int) value);
        case I4, U4 -> out.putInt((int) (long) value);
        case F2 -> out.putShort(Float.floatToFloat16((float) value));
        case I8, U8 -> out.putLong((long) value);
        case F4 -> out.putFloat((float) value);
        case F8 -> out.putDouble(value);
      }
    }
  }

  /** One gzip member, as the JDK writes it. */
  public static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** Writes a file into a folder that the caller removes. */
  public static Path write(Path folder, String name, byte[] bytes) {
    try {
      return Files.write(folder.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
