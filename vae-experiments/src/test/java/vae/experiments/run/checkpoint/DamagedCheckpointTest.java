package vae.experiments.run.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.run.FragileRun;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.folder.Digest;
import vae.experiments.training.Progress;

/** No byte of a checkpoint can change or be missing without being noticed. */
final class DamagedCheckpointTest {

  private static KernelSet kernels;
  private static RunResult whole;

  @TempDir private static Path reference;
  @TempDir private Path root;
  private Path folder;

  private static final class Pulled extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Stops in the third epoch, with checkpoints of steps 4 and 6. */
  private static final class StopInStepEight implements Progress {
    @Override
    public void step(long step, long steps) {
      if (step == 8) {
        throw new Pulled();
      }
    }

    @Override
    public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
  }

  @BeforeAll
  static void runWithoutDamage() throws IOException {
    kernels = SmallRun.scalar();
    whole = FragileRun.run(kernels, reference, new SmallRun.Unwatched());
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  @BeforeEach
  void stop() {
    assertThrows(Pulled.class, () -> FragileRun.run(kernels, root, new StopInStepEight()));
    folder = root.resolve(whole.folder().getFileName());
  }

  private Path step(int step) {
    return folder.resolve("checkpoints/step-00000000000" + step + ".safetensors");
  }

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at] ^= 1;
    Files.write(file, bytes);
  }

  private long firstStepAfterResuming() throws IOException {
    long[] first = {0};
    Progress watch =
        new Progress() {
          @Override
          public void step(long step, long steps) {
            first[0] = first[0] == 0 ? step : first[0];
          }

          @Override
          public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
        };
    assertEquals(whole.digest(), FragileRun.run(kernels, root, watch).digest());
    assertEquals(FragileRun.names(whole.folder()), FragileRun.names(folder));
    return first[0];
  }

  /**
   * Every bit in the long form; otherwise a bit of each byte at the ends and of every 7th between.
   */
  @Test
  void aFlipOfAnyByteIsDetected() throws IOException {
    byte[] bytes = Files.readAllBytes(step(6));
    Path flipped = root.resolve("flipped.safetensors");
    int count = 0;
    for (int at = 0; at < bytes.length; at += stride(at, bytes.length, 7)) {
      for (int bit = FragileRun.LONG ? 0 : at % 8; bit < 8; bit += FragileRun.LONG ? 1 : 8) {
        byte before = bytes[at];
        bytes[at] ^= (byte) (1 << bit);
        Files.write(flipped, bytes);
        bytes[at] = before;
        CorruptFileException refused =
            assertThrows(
                CorruptFileException.class,
                () -> Checkpoint.read(flipped, whole.id()),
                "byte " + at + ", bit " + bit);
        assertEquals(flipped, refused.file());
        count++;
      }
    }
    Files.write(flipped, bytes);
    assertEquals(2, Checkpoint.read(flipped, whole.id()).epoch());
    System.out.printf(
        "DamagedCheckpointTest: %d flips of a checkpoint of %d bytes%n", count, bytes.length);
  }

  @Test
  void aCheckpointOfAnyOtherLengthIsDetected() throws IOException {
    byte[] bytes = Files.readAllBytes(step(6));
    Path cut = root.resolve("cut.safetensors");
    for (int length = 0; length <= bytes.length + 9; length += stride(length, bytes.length, 37)) {
      if (length != bytes.length) {
        Files.write(cut, Arrays.copyOf(bytes, length));
        assertThrows(
            CorruptFileException.class, () -> Checkpoint.read(cut, whole.id()), "at " + length);
      }
    }
    System.out.printf("DamagedCheckpointTest: truncations of %d bytes%n", bytes.length);
  }

  /** 1 in the long form and within 600 bytes of either end, where sizes and headers are. */
  private static int stride(int at, int length, int between) {
    return FragileRun.LONG || at < 600 || at > length - 600 ? 1 : between;
  }

  @Test
  void aDamagedNewestCheckpointFallsBackToTheOneBefore() throws IOException {
    flip(step(6), 1000);
    assertEquals(5, firstStepAfterResuming());
  }

  /** The damaged file must not count among the last ones, or the whole ones would be removed. */
  @Test
  void aDamagedCheckpointIsSetAside() throws IOException {
    flip(step(6), 1000);
    Progress stop =
        new Progress() {
          @Override
          public void step(long step, long steps) {
            throw new Pulled();
          }

          @Override
          public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
        };
    assertThrows(Pulled.class, () -> FragileRun.run(kernels, root, stop));
    assertTrue(Files.exists(step(4)));
    assertFalse(Files.exists(step(6)));
    assertTrue(Files.exists(step(6).resolveSibling(step(6).getFileName() + ".corrupt")));
    assertEquals(5, firstStepAfterResuming());
  }

  @Test
  void withoutAWholeCheckpointTheRunIsRefusedAndItsFolderKept() throws IOException {
    flip(step(4), 100);
    flip(step(6), 1000);
    List<String> before = FragileRun.names(folder);
    CorruptFileException refused =
        assertThrows(
            CorruptFileException.class,
            () -> FragileRun.run(kernels, root, new SmallRun.Unwatched()));
    assertEquals(step(6), refused.file());
    assertTrue(refused.getMessage().contains("none of the run's 2 checkpoints is intact"));
    assertEquals(before, FragileRun.names(folder));
  }

  /** What a metric was is as much a part of the run as what a parameter is. */
  @Test
  void damageToTheLogOfMetricsIsDetected() throws IOException {
    Path metrics = folder.resolve("metrics.jsonl");
    byte[] bytes = Files.readAllBytes(metrics);
    int second = bytes.length - 20; // in what was appended between the checkpoints
    flip(metrics, second);
    assertEquals(5, firstStepAfterResuming());
  }

  @Test
  void aLostLogOfMetricsIsAnError() throws IOException {
    Files.delete(folder.resolve("metrics.jsonl"));
    CorruptFileException refused =
        assertThrows(
            CorruptFileException.class,
            () -> FragileRun.run(kernels, root, new SmallRun.Unwatched()));
    assertEquals(folder.resolve("metrics.jsonl"), refused.file());
  }

  /** The best model is in every checkpoint: its own file may be lost. */
  @Test
  void aDamagedBestModelIsWrittenAgain() throws IOException {
    flip(folder.resolve("checkpoints/best.safetensors"), 1000);
    assertEquals(7, firstStepAfterResuming());
    assertEquals(
        Digest.ofFile(whole.folder().resolve("checkpoints/best.safetensors")),
        Digest.ofFile(folder.resolve("checkpoints/best.safetensors")));
  }
}
