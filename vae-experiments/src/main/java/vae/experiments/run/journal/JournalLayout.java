package vae.experiments.run.journal;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vae.experiments.run.folder.CorruptFileException;

/**
 * Where things are in {@code journal.bin}.
 *
 * <p>All numbers are little-endian. The header: the 8 bytes {@code vae-jrnl}; the version, 1 (4
 * bytes); the length of the header (4); the steps of the whole training (8); the stride (8); the
 * first recorded step (8); the number of parameters (4); and for each parameter, sorted by name,
 * the length of its name (2) and the name in UTF-8. Then records of equal length: the step (8) and
 * the fingerprint of each parameter (8 each). Recorded are the first step and behind it all
 * multiples of the stride and the last step of the training.
 *
 * @param steps of the whole training
 * @param stride a power of two
 * @param first the step of the first record: 0, or where a run without a journal went on
 */
public record JournalLayout(long steps, long stride, long first, List<String> names) {

  private static final byte[] MAGIC = "vae-jrnl".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int FIXED = 44;

  /** A longer header is damaged: thousands of parameters take some hundred kilobytes. */
  private static final int MAX_HEADER = 1 << 24;

  /** Limits on records and on their bytes: beyond, the stride doubles. */
  static final long MAX_RECORDS = 1_000_000;

  static final long MAX_BYTES = 1L << 28;

  public JournalLayout {
    names = List.copyOf(names);
  }

  /** With the smallest stride that bounds the journal. */
  public static JournalLayout of(long steps, long first, List<String> names) {
    long stride = 1;
    long most = Math.min(MAX_RECORDS, MAX_BYTES / (Long.BYTES * (names.size() + 1L)));
    while (steps / stride + 2 > most && stride <= steps) {
      stride *= 2;
    }
    return new JournalLayout(steps, stride, first, names);
  }

  public JournalLayout from(long step) {
    return new JournalLayout(steps, stride, step, names);
  }

  /** The step that ends an epoch of a training of N. */
  public long stepOf(int epoch, int epochs) {
    return epoch == epochs || epochs == 0 ? steps : steps / epochs * epoch;
  }

  public boolean records(long step) {
    return step >= first && step <= steps && (step == first || step % stride == 0 || step == steps);
  }

  /** Number of records of steps up to this one. */
  long recordsUpTo(long step) {
    long until = Math.min(step, steps);
    if (until < first) {
      return 0;
    }
    long multiples = until / stride - first / stride;
    boolean last = until == steps && steps % stride != 0 && steps != first;
    return 1 + multiples + (last ? 1 : 0);
  }

  int recordBytes() {
    return Long.BYTES * (names.size() + 1);
  }

  /** Where the record of a step begins that {@linkplain #records has one}. */
  long offset(long step) {
    return endOf(step) - recordBytes();
  }

  /** Where the records of steps up to this one end. */
  public long endOf(long step) {
    return headerBytes() + recordsUpTo(step) * recordBytes();
  }

  private int headerBytes() {
    int bytes = FIXED;
    for (String name : names) {
      bytes += Short.BYTES + name.getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes;
  }

  public ByteBuffer header() {
    ByteBuffer header = ByteBuffer.allocate(headerBytes()).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).putInt(VERSION).putInt(header.capacity());
    header.putLong(steps).putLong(stride).putLong(first).putInt(names.size());
    for (String name : names) {
      byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
      header.putShort((short) bytes.length).put(bytes);
    }
    return header.flip();
  }

  /** How long the header is, from its first {@value #FIXED} bytes. */
  static int headerLength(Path file, ByteBuffer start) {
    byte[] magic = new byte[MAGIC.length];
    if (start.remaining() < FIXED) {
      throw new CorruptFileException(
          file, start.remaining(), "expected the header of a journal, got the end of the file");
    }
    start.order(ByteOrder.LITTLE_ENDIAN).get(0, magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw new CorruptFileException(file, 0, "expected the letters vae-jrnl of a journal");
    }
    int version = start.getInt(8);
    if (version != VERSION) {
      throw new CorruptFileException(
          file, 8, "expected version " + VERSION + " of the journal, got " + version);
    }
    int length = start.getInt(12);
    if (length < FIXED || length > MAX_HEADER) {
      throw new CorruptFileException(
          file,
          12,
          "expected a header of %d to %d bytes, got %d".formatted(FIXED, MAX_HEADER, length));
    }
    return length;
  }

  public static JournalLayout read(Path file, ByteBuffer header) {
    header.order(ByteOrder.LITTLE_ENDIAN).position(16);
    long steps = header.getLong();
    long stride = header.getLong();
    long first = header.getLong();
    int count = header.getInt();
    if (steps < 0 || Long.bitCount(stride) != 1 || stride < 1 || first < 0 || first > steps) {
      throw new CorruptFileException(file, 16, "expected steps, a power of two and a first step");
    }
    if (count < 0 || count > header.remaining() / Short.BYTES) {
      throw new CorruptFileException(file, 40, "expected names of parameters, got " + count);
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = header.remaining() < Short.BYTES ? -1 : Short.toUnsignedInt(header.getShort());
      if (length < 0 || length > header.remaining()) {
        throw new CorruptFileException(
            file, header.position(), "expected the name of parameter " + i);
      }
      byte[] name = new byte[length];
      header.get(name);
      names.add(new String(name, StandardCharsets.UTF_8));
    }
    if (header.hasRemaining()) {
      throw new CorruptFileException(
          file, header.position(), "expected records behind the last name");
    }
    return new JournalLayout(steps, stride, first, names);
  }
}
