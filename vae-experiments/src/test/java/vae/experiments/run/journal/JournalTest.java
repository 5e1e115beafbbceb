package vae.experiments.run.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.SmallRun;
import vae.experiments.run.folder.CorruptFileException;

final class JournalTest {

  private static final KernelSet KERNELS = SmallRun.scalar();

  private final List<Parameter> parameters =
      List.of(
          new Parameter("a.weight", NdArray.of(Shape.of(2, 2), new float[] {1, 2, 3, 4})),
          new Parameter("b.bias", NdArray.of(Shape.of(3), new double[] {5, 6, 7})));

  @TempDir private Path folder;

  @AfterAll
  static void endThreads() {
    KERNELS.close();
  }

  private Path file() {
    return folder.resolve(Journal.FILE);
  }

  /** Writes the records of the steps 0 to {@code until}; the first weight is the step. */
  private void write(long steps, long until) throws IOException {
    try (Journal journal = Journal.open(FolderFile.at(file()), parameters, steps, KERNELS)) {
      step(0);
      journal.begin(0);
      for (long step = 1; step <= until; step++) {
        step(step);
        journal.record(step);
      }
    }
  }

  private void step(long step) {
    parameters.getFirst().value().set(0, step);
  }

  private long[] expected(long step) {
    step(step);
    ParameterFingerprints fingerprints = new ParameterFingerprints(KERNELS);
    return parameters.stream().mapToLong(fingerprints::of).toArray();
  }

  @Test
  void everyStepReadsBack() throws IOException {
    write(5000, 5000);
    try (JournalReader reader = JournalReader.open(file())) {
      assertEquals(List.of("a.weight", "b.bias"), reader.names());
      for (long step : new long[] {0, 1, 2, 3000, 4999, 5000}) {
        assertArrayEquals(expected(step), reader.at(step).orElseThrow(), "step " + step);
      }
      assertTrue(reader.at(5001).isEmpty());
      assertEquals(reader.layout().endOf(5000), Files.size(file()));
    }
  }

  @Test
  void whatIsCutIsWrittenAgainTheSame() throws IOException {
    write(40, 40);
    byte[] whole = Files.readAllBytes(file());
    for (long cut : new long[] {0, 1, 17, 39, 40}) {
      try (Journal journal = Journal.open(FolderFile.at(file()), parameters, 40, KERNELS)) {
        journal.cutAfter(cut);
        assertEquals(cut + 1, JournalLayout.of(40, 0, List.of()).recordsUpTo(cut));
        for (long step = cut + 1; step <= 40; step++) {
          step(step);
          journal.record(step);
        }
      }
      assertArrayEquals(whole, Files.readAllBytes(file()), "cut after " + cut);
    }
  }

  /** As after a power cut: the file ends before the checkpoint, or within its header. */
  @ParameterizedTest
  @CsvSource({"0", "5", "60", "100"})
  void aJournalThatEndsTooEarlyStartsAnew(int kept) throws IOException {
    write(40, 30);
    Files.write(file(), Arrays.copyOf(Files.readAllBytes(file()), kept));
    try (Journal journal = Journal.open(FolderFile.at(file()), parameters, 40, KERNELS)) {
      step(20);
      journal.cutAfter(20);
      step(21);
      journal.record(21);
    }
    try (JournalReader reader = JournalReader.open(file())) {
      assertEquals(20, reader.layout().first());
      assertTrue(reader.at(19).isEmpty());
      assertArrayEquals(expected(20), reader.at(20).orElseThrow());
      assertArrayEquals(expected(21), reader.at(21).orElseThrow());
      assertTrue(reader.at(22).isEmpty(), "not there yet");
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1", "999998, 8, 1", "999999, 8, 2", "4000000, 8, 8", "1000000, 500, 16"})
  void theStrideBoundsTheFile(long steps, int count, long stride) {
    List<String> names = Collections.nCopies(count, "p");
    JournalLayout layout = JournalLayout.of(steps, 0, names);
    assertEquals(stride, layout.stride());
    assertTrue(layout.recordsUpTo(steps) <= JournalLayout.MAX_RECORDS);
    assertTrue(layout.recordsUpTo(steps) * layout.recordBytes() <= JournalLayout.MAX_BYTES);
  }

  @ParameterizedTest
  @CsvSource({"20, 1, 0", "20, 4, 0", "21, 4, 0", "21, 4, 3", "21, 8, 8", "7, 16, 0", "9, 4, 9"})
  void recordsAreCountedAsTheyAre(long steps, long stride, long first) {
    JournalLayout layout = new JournalLayout(steps, stride, first, List.of("p"));
    long header = layout.header().remaining();
    long count = 0;
    for (long step = 0; step <= steps + 2; step++) {
      if (layout.records(step)) {
        assertEquals(header + 16 * count, layout.offset(step));
        count++;
      }
      assertEquals(count, layout.recordsUpTo(step), "up to " + step);
    }
    assertTrue(layout.records(steps), "the last step is always recorded");
  }

  @Test
  void everyCutHeaderIsRefusedByName() throws IOException {
    write(3, 3);
    byte[] whole = Files.readAllBytes(file());
    int header = JournalLayout.of(3, 0, List.of("a.weight", "b.bias")).header().remaining();
    for (int length = 0; length < header; length++) {
      Files.write(file(), Arrays.copyOf(whole, length));
      CorruptFileException e =
          assertThrows(CorruptFileException.class, () -> JournalReader.open(file()));
      assertEquals(file(), e.file());
    }
  }

  /** A damaged header is refused, or says something else: never another exception. */
  @Test
  void damagedHeadersNeverCrash() throws IOException {
    write(3, 3);
    byte[] whole = Files.readAllBytes(file());
    int refused = 0;
    for (int at : IntStream.range(0, 64).toArray()) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << bit);
        Files.write(file(), damaged);
        try (JournalReader reader = JournalReader.open(file())) {
          reader.at(2);
        } catch (CorruptFileException e) {
          refused++;
        }
      }
    }
    assertTrue(refused > 200, "refused " + refused);
  }
}
