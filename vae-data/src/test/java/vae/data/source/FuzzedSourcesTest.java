package vae.data.source;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.FileBytes;
import vae.data.format.Mutation;
import vae.data.format.PictureBytes;
import vae.data.missing.NothingMissing;
import vae.data.transform.NoBinarization;

/**
 * Whatever is in its file, a source gives a data set that can be looked at, or refuses the file or
 * the spec, in bounded memory and time.
 *
 * <p>{@code -Dvae.long=true} tries many more.
 */
final class FuzzedSourcesTest {

  private static final boolean LONG = Boolean.getBoolean("vae.long");
  private static final int FILES = LONG ? 300_000 : 1_500;
  private static final long SEED = Long.getLong("vae.fuzz.seed", 20_252);
  private static final long MAX_BYTES = 64 << 20;
  private static final SplitSpec SPLIT = new SplitSpec(1, 1, 0);
  private static final NoBinarization.Spec PLAIN = new NoBinarization.Spec();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path folder;

  /** The sources, each with files to begin from. */
  enum Kind {
    NPY(
        FileBytes.npy(1, ElementKind.F4, false, false, new int[] {4, 2}, 1, 2, 3, 4, 5, 6, 7, 8),
        FileBytes.npy(1, ElementKind.U1, false, false, new int[] {3, 1, 2}, 1, 2, 3, 4, 5, 6),
        FileBytes.npy(1, ElementKind.F8, false, true, new int[] {0, 46_340, 46_340})),
    IDX(
        FileBytes.idx(ElementKind.U1, new int[] {3, 2, 2}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
        FileBytes.idx(ElementKind.F4, new int[] {4, 1}, 1, 2, 3, 4)),
    CSV("1,2,0\n3,4,1\n5,6,0\n7,8,1\n".getBytes(StandardCharsets.US_ASCII)),
    IMAGES(picture("png"), picture("bmp"));

    private final List<byte[]> whole;

    Kind(byte[]... whole) {
      this.whole = List.of(whole);
    }

    DataSource source(Path file) {
      String path = file.toString();
      return switch (this) {
        case NPY ->
            new NpyFile(new NpyFile.Spec(path, "", 1, PLAIN, SPLIT, 0, new NothingMissing.Spec()));
        case IDX ->
            new IdxFile(
                new IdxFile.Spec(path, "", 255, PLAIN, SPLIT, 0, new NothingMissing.Spec()));
        case CSV ->
            new CsvFile(
                new CsvFile.Spec(
                    path, false, "last", 1, PLAIN, SPLIT, 0, new NothingMissing.Spec()));
        case IMAGES ->
            new ImageFolder(
                new ImageFolder.Spec(
                    file.getParent().toString(),
                    3,
                    ImageFolder.Labels.NONE,
                    255,
                    PLAIN,
                    SPLIT,
                    0,
                    new NothingMissing.Spec()));
      };
    }
  }

  private static byte[] picture(String format) {
    return PictureBytes.of(format, BufferedImage.TYPE_3BYTE_BGR, 2, 0xff0000, 0x00ff00, 0xff, 0);
  }

  private static boolean load(DataSource source, Path folder) {
    Locations where = new Locations(Optional.of(folder), Optional.empty(), folder, folder);
    try {
      Dataset data = source.load(where);
      float[] all = new float[data.train().size() * data.dimension()];
      int[] order = new int[data.train().size()];
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
      data.train().gather(order, 0, order.length, all);
      return data.trainMean().length == data.dimension();
    } catch (DataException | SpecException e) {
      assertTrue(e.getMessage().length() < 20_000, "a message for people");
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource
  @Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void damagedFilesAreLoadedOrRefused(Kind kind) throws IOException {
    Path file = folder.resolve("b.png");
    if (kind == Kind.IMAGES) {
      Files.write(folder.resolve("a.png"), picture("png"));
      Files.write(folder.resolve("c.png"), picture("png"));
    }
    Mutation mutation = new Mutation(SEED + kind.ordinal());
    int read = 0;
    try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 0; i < FILES; i++) {
        byte[] bytes = mutation.of(kind.whole);
        writer.seek(0);
        writer.write(bytes);
        writer.setLength(bytes.length);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
          read += load(kind.source(file), folder) ? 1 : 0;
        } catch (Throwable e) {
          throw new AssertionError(kind + ": " + HexFormat.of().formatHex(bytes), e);
        }
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(taken < MAX_BYTES, () -> "took " + taken + ": " + kind);
      }
    }
    assertTrue(read > 0, "some damage leaves a file readable");
    assertTrue(read < FILES, "some damage does not");
    if (LONG) {
      System.out.printf("fuzzed source %s: %d files, %d of them readable%n", kind, FILES, read);
    }
  }
}
