package vae.experiments.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import vae.experiments.folder.DurableFile;

/** Writes arrays for NumPy: {@code numpy.load(file)["name"]}. */
public final class NpzFile {

  /** NumPy aligns the data of an array to this many bytes. */
  private static final int ALIGNMENT = 64;

  /** Bytes that are gathered before they are compressed; a multiple of every element's. */
  private static final int CHUNK = 1 << 16;

  private NpzFile() {}

  /** Rows that are made while they are written, so that no more than some are in memory. */
  @FunctionalInterface
  public interface Rows {

    /** Fills {@code count} rows, one after another from position 0 on. */
    void fill(int from, int count, float[] out);
  }

  /**
   * Numbers and their shape.
   *
   * @param values {@code double[]}, {@code float[]}, {@code long[]}, {@code int[]} or {@code
   *     byte[]} (unsigned) in row-major order, or {@link Rows}
   */
  public record Array(Object values, int... shape) {

    public static Array of(double[] values) {
      return new Array(values, values.length);
    }

    public static Array of(long[] values) {
      return new Array(values, values.length);
    }

    /** Rows of equal length, [n, m]. */
    public static Array of(double[][] rows) {
      int m = rows.length == 0 ? 0 : rows[0].length;
      double[] flat = new double[rows.length * m];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(rows[i], 0, flat, i * m, m);
      }
      return new Array(flat, rows.length, m);
    }

    private String type() {
      return switch (values) {
        case double[] _ -> "<f8";
        case float[] _ -> "<f4";
        case Rows _ -> "<f4";
        case long[] _ -> "<i8";
        case int[] _ -> "<i4";
        case byte[] _ -> "|u1";
        default -> throw new IllegalArgumentException("values: " + values.getClass());
      };
    }

    /** As Python writes a tuple: {@code (3,)}, {@code (3, 2)}. */
    private String tuple() {
      String extents =
          Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
      return "(" + extents + (shape.length == 1 ? ",)" : ")");
    }

    private void writeTo(OutputStream out) throws IOException {
      Elements bytes = new Elements(out);
      switch (values) {
        case double[] v -> bytes.write(v.length, Double.BYTES, (b, i) -> b.putDouble(v[i]));
        case float[] v -> bytes.write(v.length, Float.BYTES, (b, i) -> b.putFloat(v[i]));
        case long[] v -> bytes.write(v.length, Long.BYTES, (b, i) -> b.putLong(v[i]));
        case int[] v -> bytes.write(v.length, Integer.BYTES, (b, i) -> b.putInt(v[i]));
        case byte[] v -> out.write(v);
        case Rows rows -> {
          int width = Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
          int most = Math.max(1, CHUNK / Math.max(1, width));
          for (int from = 0; from < shape[0]; from += most) {
            int count = Math.min(most, shape[0] - from);
            float[] chunk = new float[count * width];
            rows.fill(from, count, chunk);
            bytes.write(chunk.length, Float.BYTES, (b, i) -> b.putFloat(chunk[i]));
          }
        }
        default -> throw new IllegalArgumentException("values: " + values.getClass());
      }
    }
  }

  /** Little-endian elements on their way to a stream. */
  private record Elements(OutputStream out) {

    @FunctionalInterface
    private interface Put {
      void put(ByteBuffer to, int i);
    }

    void write(int n, int bytes, Put put) throws IOException {
      ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
      for (int from = 0; from < n; from += CHUNK / bytes) {
        buffer.clear();
        for (int i = from; i < Math.min(n, from + CHUNK / bytes); i++) {
          put.put(buffer, i);
        }
        out.write(buffer.array(), 0, buffer.position());
      }
    }
  }

  /** Writes the file in one step, the same bytes for the same arrays. */
  public static void write(Path file, Map<String, Array> arrays) throws IOException {
    write(file, Map.of(), arrays);
  }

  /**
   * Writes arrays and, before them, texts for people.
   *
   * @param texts by the names of their entries
   */
  public static void write(Path file, Map<String, String> texts, Map<String, Array> arrays)
      throws IOException {
    DurableFile.write(
        file,
        channel -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), CHUNK);
          ZipOutputStream zip = new ZipOutputStream(out);
          for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
            begin(zip, text.getKey());
            zip.write(text.getValue().getBytes(StandardCharsets.UTF_8));
            zip.closeEntry();
          }
          for (Map.Entry<String, Array> array : new TreeMap<>(arrays).entrySet()) {
            begin(zip, array.getKey() + ".npy");
            zip.write(header(array.getValue()));
            array.getValue().writeTo(zip);
            zip.closeEntry();
          }
          zip.finish();
          out.flush();
        });
  }

  private static void begin(ZipOutputStream zip, String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
    zip.putNextEntry(entry);
  }

  private static byte[] header(Array array) {
    String description =
        String.format(
            Locale.ROOT,
            "{'descr': '%s', 'fortran_order': False, 'shape': %s, }",
            array.type(),
            array.tuple());
    int used = 10 + description.length() + 1;
    int padding = (ALIGNMENT - used % ALIGNMENT) % ALIGNMENT;
    byte[] text = (description + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out = ByteBuffer.allocate(10 + text.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    out.put((byte) 1).put((byte) 0).putShort((short) text.length).put(text);
    return out.array();
  }
}
