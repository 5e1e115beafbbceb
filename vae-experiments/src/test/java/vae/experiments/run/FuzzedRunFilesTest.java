package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vae.data.format.Mutation;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.checkpoint.Checkpoint;
import vae.experiments.run.checkpoint.Snapshot;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.folder.GrowingFile;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.training.Position;

/**
 * Whatever is in the files of a run, they are read or refused with an exception of their own, in
 * bounded memory and time.
 *
 * <p>{@code -Dvae.long=true} tries many more.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FuzzedRunFilesTest {

  private static final boolean LONG = Boolean.getBoolean("vae.long");
  private static final int FILES = LONG ? 400_000 : 3_000;
  private static final long SEED = Long.getLong("vae.fuzz.seed", 20_251);
  private static final long MAX_BYTES = 4 << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir private Path folder;

  /** A reader of a file, or a folder with it. */
  private interface Reader {
    void read(Path file) throws IOException;
  }

  private int fuzz(String name, Supplier<byte[]> damaged, Reader reader) throws IOException {
    Path file = folder.resolve(name);
    int read = 0;
    try (RandomAccessFile writer = new RandomAccessFile(file.toFile(), "rw")) {
      for (int i = 0; i < FILES; i++) {
        byte[] bytes = damaged.get();
        writer.seek(0);
        writer.write(bytes);
        writer.setLength(bytes.length);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        try {
          reader.read(file);
          read++;
        } catch (CorruptFileException | RunFolderException e) {
          assertTrue(e.getMessage().contains(name), e.getMessage());
        } catch (Throwable e) {
          throw new AssertionError(name + " " + HexFormat.of().formatHex(bytes), e);
        }
        long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(
            taken < MAX_BYTES, () -> "took " + taken + ": " + HexFormat.of().formatHex(bytes));
      }
    }
    assertTrue(read < FILES, "some are refused");
    if (LONG) {
      System.out.printf("fuzzed %s: %d files, %d of them readable%n", name, FILES, read);
    }
    return read;
  }

  private List<byte[]> tensors() throws IOException {
    Path file = folder.resolve("whole");
    SafeTensors.builder()
        .floats("w", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
        .doubles("optimizer:w.m", new double[] {1, -2}, 2)
        .doubles("optimizer:step", new double[] {7})
        .metadata("epoch", "3")
        .metadata("run", "id")
        .build()
        .write(file);
    byte[] checkpoint = Files.readAllBytes(file);
    SafeTensors.builder()
        .bytes("b", new byte[] {1, 2, 3}, 3)
        .longs("l", new long[] {Long.MAX_VALUE}, 1)
        .ints("i", new int[0], 0, 5)
        .build()
        .write(file);
    return List.of(checkpoint, Files.readAllBytes(file));
  }

  /** Half of the files have their header alone damaged, and a length that fits it. */
  private static byte[] damagedTensors(Mutation mutation, List<byte[]> whole) {
    if (mutation.below(2) == 0) {
      return mutation.of(whole);
    }
    byte[] file = whole.get(mutation.below(whole.size()));
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] header = mutation.of(List.of(Arrays.copyOfRange(file, 8, 8 + length)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
    out.writeBytes(header);
    out.write(file, 8 + length, file.length - 8 - length);
    return out.toByteArray();
  }

  @Test
  void damagedSafeTensorsAreReadOrRefused() throws IOException {
    List<byte[]> whole = tensors();
    Mutation mutation = new Mutation(SEED);
    int read = fuzz("a.safetensors", () -> damagedTensors(mutation, whole), SafeTensors::read);
    assertTrue(read > 0, "some are read");
  }

  @Test
  void everyDamagedCheckpointIsRefused() throws IOException {
    Path file = folder.resolve("sealed.safetensors");
    GrowingFile.Mark metrics = new GrowingFile.Mark(0, "0".repeat(64));
    Position position = new Position(1, 2, new TreeMap<>());
    new Snapshot(
            "id", position, new TreeMap<>(), metrics, List.of(), new TreeMap<>(), Optional.empty())
        .write(FolderFile.at(file));
    byte[] sealed = Files.readAllBytes(file);
    List<byte[]> whole = List.of(sealed);
    Mutation mutation = new Mutation(SEED + 1);
    int read =
        fuzz(
            "step.safetensors",
            () -> {
              byte[] damaged = sealed;
              while (Arrays.equals(damaged, sealed)) {
                damaged = damagedTensors(mutation, whole);
              }
              return damaged;
            },
            damaged -> Checkpoint.read(damaged, "id").optimizer());
    assertEquals(0, read, "the seal covers every byte");
  }

  @Test
  void damagedResultsAreReadOrRefused() throws IOException {
    byte[] whole =
        """
        { "id" : "0123456789ab", "name" : "x", "status" : "complete", "digest" : "sha256:%s",
          "metrics" : { "test/elbo" : {"value" : -1.5, "standardError" : "NaN"}, "a" : 2 } }
        """
            .formatted("0".repeat(64))
            .getBytes(StandardCharsets.UTF_8);
    Mutation mutation = new Mutation(SEED + 2);
    fuzz(
        "result.json", () -> mutation.of(List.of(whole)), file -> RunResult.read(file.getParent()));
  }
}
