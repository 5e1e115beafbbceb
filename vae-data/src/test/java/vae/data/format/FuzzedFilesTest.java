package vae.data.format;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever is in a file, a reader gives its content or a {@link DataException}, in bounded memory
 * and time.
 *
 * <p>{@code -Dvae.long=true} tries a million files of each format instead of a few thousand; {@code
 * -Dvae.fuzz.seed} begins elsewhere.
 */
final class FuzzedFilesTest {

  private static final boolean LONG = Boolean.getBoolean("vae.long");
  private static final int FILES = LONG ? 1_000_000 : 5_000;
  private static final long SEED = Long.getLong("vae.fuzz.seed", 20_251);

  /** Twice the limit for what is read and how it grows, and the readers' own buffers. */
  private static final long MAX_BYTES = 8 * FuzzedFormat.Limited.BYTES;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void damagedFilesAreReadOrRefused(FuzzedFormat format) throws IOException {
    Path file = folder.resolve("damaged");
    for (byte[] whole : format.whole()) {
      Files.write(file, whole);
      assertDoesNotThrow(() -> readOrRefuse(format, file));
    }
    Mutation mutation = new Mutation(SEED + format.ordinal());
    int read = 0;
    long longest = 0;
    try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 0; i < FILES; i++) {
        byte[] bytes = format.damaged(mutation);
        writer.seek(0);
        writer.write(bytes);
        writer.setLength(bytes.length);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long begin = System.nanoTime();
        try {
          read += readOrRefuse(format, file) ? 1 : 0;
        } catch (Throwable e) {
          throw new AssertionError(shown(format, i, bytes), e);
        }
        longest = Math.max(longest, System.nanoTime() - begin);
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < MAX_BYTES, () -> "took " + taken + ": " + shown(format, 0, bytes));
      }
    }
    assertTrue(read > 0, "some damage leaves a file readable");
    assertTrue(read < FILES, "some damage does not");
    if (LONG) {
      System.out.printf(
          "fuzzed %s: %d files, %d of them readable, at most %.1f ms each%n",
          format, FILES, read, longest / 1e6);
    }
  }

  /** Whether the file was read. */
  private static boolean readOrRefuse(FuzzedFormat format, Path file) {
    try {
      format.read(file);
      return true;
    } catch (DataException e) {
      assertFalse(e.problem().isBlank());
      assertTrue(e.getMessage().length() < 20_000, "a message for people");
      return false;
    }
  }

  private static String shown(FuzzedFormat format, int number, byte[] bytes) {
    return "%s, file %d: %s".formatted(format, number, HexFormat.of().formatHex(bytes));
  }
}
