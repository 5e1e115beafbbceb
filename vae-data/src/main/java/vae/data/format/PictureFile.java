package vae.data.format;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The structure of one image file: checked to its end, without decoding pixels.
 *
 * @param format {@code png} or {@code bmp}, as its first bytes say
 * @param colours entries of the palette; 0 where there is none
 * @param bytes what is to be decoded: the file, for PNG only those chunks that decide pixels
 */
record PictureFile(String format, int width, int height, int colours, byte[] bytes) {

  private static final long PNG_SIGNATURE = 0x89504e470d0a1a0aL;
  private static final Set<String> PNG_CHUNKS = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

  /** Deflate can make no more than this of one byte. */
  private static final long MAX_INFLATION = 1032;

  private static final String FIX = "Save it again as PNG, 8 bits a sample.";

  static PictureFile of(String name, byte[] bytes) {
    return new Parser(name, ByteBuffer.wrap(bytes)).parse();
  }

  private record Parser(String name, ByteBuffer in) {

    PictureFile parse() {
      try {
        byte[] bytes = in.array();
        if (bytes.length >= Long.BYTES && in.getLong(0) == PNG_SIGNATURE) {
          return png();
        }
        String start = new String(bytes, 0, Math.min(6, bytes.length), StandardCharsets.ISO_8859_1);
        if (start.startsWith("BM")) {
          return bmp();
        }
        throw wrong(
            0,
            start.startsWith("\u00ff\u00d8")
                ? "expected a lossless image, got a JPEG, which decoders turn into different bits"
                : "expected the first bytes of a PNG or BMP file, got others");
      } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
        throw new DataException(
            name,
            in.limit(),
            "expected more of the image, got the end of the file",
            "The file is truncated: fetch it again.");
      }
    }

    private PictureFile png() {
      in.order(ByteOrder.BIG_ENDIAN).position(Long.BYTES);
      ByteArrayOutputStream kept = new ByteArrayOutputStream(in.limit());
      kept.write(in.array(), 0, Long.BYTES);
      int width = 0;
      int height = 0;
      int colours = 0;
      String type = "";
      while (!type.equals("IEND")) {
        int at = in.position();
        int length = in.getInt();
        type = new String(in.array(), at + 4, 4, StandardCharsets.ISO_8859_1);
        if (at == Long.BYTES != type.equals("IHDR") || type.equals("acTL")) {
          throw wrong(at, "expected one IHDR chunk first and no animation, got " + type);
        }
        if (length < 0 || length > in.remaining() - 8) {
          throw new BufferUnderflowException();
        }
        CRC32 checksum = new CRC32();
        checksum.update(in.array(), at + 4, 4 + length);
        int stated = in.getInt(at + 8 + length);
        if (stated != (int) checksum.getValue()) {
          throw wrong(
              at, "chunk %s: expected the checksum %08x".formatted(type, checksum.getValue()));
        }
        if (type.equals("IHDR")) {
          width = in.getInt(at + 8);
          height = in.getInt(at + 12);
          checkPng(in.get(at + 16), in.get(at + 17), width, height);
        }
        if (type.equals("PLTE")) {
          colours = length / 3;
        }
        if (PNG_CHUNKS.contains(type)) {
          kept.write(in.array(), at, 12 + length);
        }
        in.position(at + 12 + length);
      }
      expectEnd();
      return new PictureFile("png", width, height, colours, kept.toByteArray());
    }

    private void checkPng(int depth, int colour, int width, int height) {
      if (depth < 1 || depth > Byte.SIZE) {
        throw wrong(24, "expected at most 8 bits a sample, got " + depth);
      }
      int samples =
          switch (colour) {
            case 0, 3 -> 1;
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> throw wrong(25, "expected the colour type 0, 2, 3, 4 or 6, got " + colour);
          };
      checkSize(16, width, height);
      checkInflation(16, ((long) width * samples * depth + 7) / 8, width, height);
    }

    private PictureFile bmp() {
      in.order(ByteOrder.LITTLE_ENDIAN);
      int start = in.getInt(10);
      int header = in.getInt(14);
      int width = in.getInt(18);
      int height = in.getInt(22);
      int bits = in.getShort(28);
      int compression = in.getInt(30);
      if (header < 40 || compression != 0 && compression != 3) {
        throw wrong(14, "expected an uncompressed BMP with a header of at least 40 bytes");
      }
      if (!Set.of(1, 4, 8, 24, 32).contains(bits)) {
        throw wrong(28, "expected 1, 4, 8, 24 or 32 bits a pixel, got " + bits);
      }
      int rows = height == Integer.MIN_VALUE ? 0 : Math.abs(height);
      checkSize(18, width, rows);
      long row = ((long) width * bits + 31) / 32 * 4;
      if (start < 14 + header || start > in.limit() || row > (in.limit() - start) / rows) {
        throw wrong(
            18,
            "expected %d rows of %d bytes from byte %d on, got a file of %d bytes"
                .formatted(rows, row, start, in.limit()));
      }
      int colours = 0;
      if (bits <= Byte.SIZE) {
        int used = in.getInt(46);
        int listed = (start - 14 - header) / 4;
        colours = Math.min(used > 0 ? used : 1 << bits, listed);
      }
      return new PictureFile("bmp", width, rows, colours, in.array());
    }

    private void checkSize(long at, int width, int height) {
      if (width < 1 || height < 1) {
        throw wrong(
            at, "expected a width and height of at least 1, got %d × %d".formatted(width, height));
      }
    }

    private void checkInflation(long at, long rowBytes, int width, int height) {
      if (rowBytes > in.limit() * MAX_INFLATION / height) {
        throw wrong(
            at,
            "the header promises %d × %d pixels, which no file of %d bytes holds"
                .formatted(width, height, in.limit()));
      }
    }

    private void expectEnd() {
      if (in.hasRemaining()) {
        throw wrong(in.position(), "expected the end of the file, got more bytes");
      }
    }

    private DataException wrong(long at, String problem) {
      return new DataException(name, at, problem, FIX);
    }
  }
}
