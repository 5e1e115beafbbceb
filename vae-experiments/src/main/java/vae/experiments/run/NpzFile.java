package vae.experiments.run;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import vae.experiments.folder.DurableFile;

/** Writes one-dimensional arrays for NumPy: {@code numpy.load(file)["name"]}. */
final class NpzFile {

  /** NumPy aligns the data of an array to this many bytes. */
  private static final int ALIGNMENT = 64;

  private NpzFile() {}

  /**
   * Writes the file in one step, the same bytes for the same arrays.
   *
   * @param arrays {@code double[]} or {@code long[]} by name
   */
  static void write(Path file, Map<String, Object> arrays) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, Object> array : new TreeMap<>(arrays).entrySet()) {
        ZipEntry entry = new ZipEntry(array.getKey() + ".npy");
        entry.setTimeLocal(LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(npy(array.getValue()));
        zip.closeEntry();
      }
    }
    DurableFile.write(file, bytes.toByteArray());
  }

  private static byte[] npy(Object array) {
    boolean real = array instanceof double[];
    int n = real ? ((double[]) array).length : ((long[]) array).length;
    String description =
        String.format(
            Locale.ROOT,
            "{'descr': '%s', 'fortran_order': False, 'shape': (%d,), }",
            real ? "<f8" : "<i8",
            n);
    int used = 10 + description.length() + 1;
    int padding = (ALIGNMENT - used % ALIGNMENT) % ALIGNMENT;
    byte[] header = (description + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    ByteBuffer out =
        ByteBuffer.allocate(10 + header.length + n * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    out.put((byte) 1).put((byte) 0).putShort((short) header.length).put(header);
    if (real) {
      out.asDoubleBuffer().put((double[]) array);
    } else {
      out.asLongBuffer().put((long[]) array);
    }
    return out.array();
  }
}
