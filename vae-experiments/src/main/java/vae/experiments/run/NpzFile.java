package vae.experiments.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
final class NpzFile {

  /** NumPy aligns the data of an array to this many bytes. */
  private static final int ALIGNMENT = 64;

  private NpzFile() {}

  /**
   * Numbers and their shape.
   *
   * @param values {@code double[]} or {@code long[]} in row-major order
   */
  record Array(Object values, int... shape) {

    static Array of(double[] values) {
      return new Array(values, values.length);
    }

    static Array of(long[] values) {
      return new Array(values, values.length);
    }

    /** Rows of equal length, [n, m]. */
    static Array of(double[][] rows) {
      int m = rows.length == 0 ? 0 : rows[0].length;
      double[] flat = new double[rows.length * m];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(rows[i], 0, flat, i * m, m);
      }
      return new Array(flat, rows.length, m);
    }

    private int size() {
      return values instanceof double[] reals ? reals.length : ((long[]) values).length;
    }

    /** As Python writes a tuple: {@code (3,)}, {@code (3, 2)}. */
    private String tuple() {
      String extents =
          Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
      return "(" + extents + (shape.length == 1 ? ",)" : ")");
    }
  }

  /** Writes the file in one step, the same bytes for the same arrays. */
  static void write(Path file, Map<String, Array> arrays) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, Array> array : new TreeMap<>(arrays).entrySet()) {
        ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(npy(array.getValue()));
        zip.closeEntry();
      }
    }
    DurableFile.write(file, bytes.toByteArray());
  }

  private static byte[] npy(Array array) {
    String description =
        String.format(
            Locale.ROOT,
            "{'descr': '%s', 'fortran_order': False, 'shape': %s, }",
            array.values() instanceof double[] ? "<f8" : "<i8",
            array.tuple());
    int used = 10 + description.length() + 1;
    int padding = (ALIGNMENT - used % ALIGNMENT) % ALIGNMENT;
    byte[] header = (description + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out =
        ByteBuffer.allocate(10 + header.length + array.size() * Long.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    out.put((byte) 1).put((byte) 0).putShort((short) header.length).put(header);
    if (array.values() instanceof double[] reals) {
      out.asDoubleBuffer().put(reals);
    } else {
      out.asLongBuffer().put((long[]) array.values());
    }
    return out.array();
  }
}
