package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.FileBytes;
import vae.data.format.Limits;
import vae.data.format.Npy;
import vae.data.source.Content;
import vae.data.source.Dataset;
import vae.data.source.SplitSpec;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Progress;

/** A mapped data file that changes while a run trains on it leaves no result (S10, F3). */
final class ChangedDataTest {

  private static final int EXAMPLES = 64;
  private static final int DIMENSION = 4096;

  @TempDir private Path root;
  private Path file;
  private Resolved experiment;
  private final KernelSet kernels = SmallRun.scalar();

  @BeforeEach
  void write() {
    double[] values = new double[EXAMPLES * DIMENSION];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 37 % 101) / 101f;
    }
    int[] shape = {EXAMPLES, DIMENSION};
    file =
        FileBytes.write(
            root, "x.npy", FileBytes.npy(1, ElementKind.F4, false, false, shape, values));
    experiment =
        SmallRun.read(
            """
            { "name": "mapped", "latentSize": 2,
              "data": {"type": "npy", "path": "%s", "split": {"validation": 0, "test": 8}},
              "encoder": {"type": "mlp", "hidden": [4]}, "decoder": {"type": "mlp", "hidden": [4]},
              "training": {"epochs": 4, "batchSize": 8} }
            """
                .formatted(file));
  }

  @AfterEach
  void endThreads() {
    kernels.close();
  }

  /** Runs on the mapped file; files of this size would be read into memory otherwise. */
  private RunResult run(boolean resume, IntConsumer afterEpoch) throws IOException {
    SharedData shared = new SharedData();
    shared.of(experiment, this::mapped);
    Runner runner =
        new Runner(
            new RunEnvironment(SmallRun.slots(), kernels, SmallRun.locations(), shared),
            RunSettings.in(root.resolve("runs")).withCheckpoints(Cadence.ofSteps(3)));
    return runner.run(
        experiment,
        resume,
        new Progress() {
          @Override
          public void step(long step, long steps) {}

          @Override
          public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {
            afterEpoch.accept(epoch);
          }
        });
  }

  private Dataset mapped() {
    Content content =
        Content.of(file.toString(), Npy.open(file, new Limits(1 << 24, 0)), 1, Optional.empty());
    return Dataset.split("npy", content, new SplitSpec(0, 8, 0), 0);
  }

  private void overwrite(int value) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {0, 0, 0, (byte) value}), channel.size() - 4);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void cut() {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> all = Files.walk(root.resolve("runs"))) {
      return all.filter(it -> it.getFileName().toString().matches(name)).sorted().toList();
    }
  }

  @Test
  void overwrittenDataAreRefusedAndNoCheckpointHasSeenThem() throws IOException {
    byte[] before = Files.readAllBytes(file);
    DataException e =
        assertThrows(
            DataException.class,
            () ->
                run(
                    false,
                    epoch -> {
                      if (epoch == 2) {
                        overwrite(0x41);
                      }
                    }));
    assertTrue(e.getMessage().matches("(?s).*expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}.*"));
    assertEquals(List.of(), files("result\\.json|final.*|MANIFEST.*"));
    assertFalse(files("step-.*").isEmpty());
    Files.write(file, before);
    RunResult resumed = run(true, epoch -> {});
    RunResult undisturbed = SmallRun.run(experiment, kernels, root.resolve("undisturbed"));
    assertEquals(undisturbed.digest(), resumed.digest());
    assertEquals(undisturbed.id(), resumed.id());
  }

  @Test
  void changeInTheLastEpochIsRefused() throws IOException {
    assertThrows(
        DataException.class,
        () ->
            run(
                false,
                epoch -> {
                  if (epoch == 4) {
                    overwrite(0x41);
                  }
                }));
    assertEquals(List.of(), files("result\\.json"));
  }

  @Test
  void dataCutShortAreATypedError() throws IOException {
    DataException e =
        assertThrows(
            DataException.class,
            () ->
                run(
                    false,
                    epoch -> {
                      if (epoch == 2) {
                        cut();
                      }
                    }));
    assertTrue(e.getMessage().contains("made shorter"), e.getMessage());
    assertEquals(List.of(), files("result\\.json"));
  }
}
