package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.experiments.report.run.RunReport;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.Resolved;

/** Frames of a film strip, and what the report makes of them. */
final class SampleSheetTest {

  private static final int EXAMPLES = 4;

  private static KernelSet kernels;

  @TempDir private Path root;

  @BeforeAll
  static void startThreads() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  private static Resolved filmed(int epochs, int every) {
    String json = FragileRun.EXPERIMENT.with("training.epochs", epochs).pretty();
    int at = json.indexOf("\"epochs\"");
    String sheet =
        "\"callbacks\": [{\"type\": \"sample-sheet\", \"every\": %d, \"examples\": %d}], ";
    return SmallRun.read(
        json.substring(0, at) + sheet.formatted(every, EXAMPLES) + json.substring(at));
  }

  private static List<Path> frames(RunResult run) throws IOException {
    try (Stream<Path> files = Files.list(run.folder().resolve("callbacks/0-sample-sheet"))) {
      return files.sorted().toList();
    }
  }

  @Test
  void framesAreOfTheSameDrawsAndExamples() throws IOException {
    RunResult run = SmallRun.run(filmed(6, 2), kernels, root);
    List<Path> frames = frames(run);
    assertEquals(
        List.of("000000", "000002", "000004", "000006"),
        frames.stream().map(it -> it.getFileName().toString().replaceAll("\\D", "")).toList());
    SafeTensors first = SafeTensors.read(frames.getFirst());
    SafeTensors last = SafeTensors.read(frames.getLast());
    for (String name : List.of("originals", "reconstructions", "samples")) {
      assertArrayEquals(new int[] {EXAMPLES, 64}, last.entry(name).shape(), name);
      assertEquals(
          name.equals("originals"),
          Arrays.equals(first.entry(name).floats(), last.entry(name).floats()),
          name);
    }
    SafeTensors end = SafeTensors.read(run.folder().resolve("evaluation.safetensors"));
    float[] all = end.entry("samples").floats();
    assertArrayEquals(
        Arrays.copyOf(all, EXAMPLES * 64), last.entry("samples").floats(), "as at the end");
    assertEquals(List.of(), Verification.of(run.folder()).findings());
  }

  @Test
  void lookingChangesNothing() throws IOException {
    Resolved plain = FragileRun.EXPERIMENT.with("training.epochs", 6);
    RunResult watched = SmallRun.run(filmed(6, 1), kernels, root.resolve("watched"));
    assertEquals(SmallRun.run(plain, kernels, root.resolve("plain")).digest(), watched.digest());
  }

  @Test
  void theReportShowsTwelveFramesAtMostAndNoneWithoutThem() throws IOException {
    RunResult run = SmallRun.run(filmed(30, 1), kernels, root);
    RunReport.write(run.folder());
    String page = Files.readString(run.folder().resolve("report.html"));
    assertEquals(31, frames(run).size());
    String strip = page.substring(page.indexOf("id=\"film-strip\""));
    String samples = strip.substring(0, strip.indexOf("</figure>"));
    assertEquals(12, samples.split("<li>", -1).length - 1, samples);
    assertTrue(samples.contains(">epoch 0<") && samples.contains(">epoch 30<"), samples);
    assertTrue(Files.exists(run.folder().resolve("figures/film-samples.png")));
    assertTrue(Files.exists(run.folder().resolve("figures/film-reconstructions.png")));
    RunResult none = SmallRun.run(FragileRun.EXPERIMENT, kernels, root);
    RunReport.write(none.folder());
    assertFalse(Files.readString(none.folder().resolve("report.html")).contains("film-strip"));
  }

  @Test
  void numbersOutsideTheirDomainsAreRefused() {
    assertThrows(SpecException.class, () -> filmed(6, 0));
  }
}
