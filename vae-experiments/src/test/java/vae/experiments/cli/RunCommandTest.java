package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.data.format.Limits;
import vae.data.format.Npz;
import vae.data.format.RawArray;

/** One small run of the built-in experiment, and what may be done with it afterwards. */
class RunCommandTest {

  @TempDir private static Path runs;
  private static Invocation run;
  private static Path folder;

  @BeforeAll
  static void runOnce() throws IOException {
    run = again("--json");
    assertEquals(0, run.code(), run.err());
    folder = Invocation.children(runs).getFirst();
  }

  private static Invocation again(Object... more) {
    return Invocation.of("run", Invocation.TINY, "--threads=1", "--runs", runs, List.of(more));
  }

  private static JsonNode result(Path runFolder) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(runFolder.resolve("result.json")));
  }

  private static Map<Path, FileTime> times() throws IOException {
    Map<Path, FileTime> times = new HashMap<>();
    for (Path file : Invocation.files(folder)) {
      times.put(file, Files.getLastModifiedTime(file));
    }
    return times;
  }

  @Test
  void theFolderIsComplete() throws IOException {
    Set<String> names = Invocation.contents(folder).keySet();
    for (String name :
        List.of(
            "experiment.json",
            "provenance.json",
            "metrics.jsonl",
            "result.json",
            "checkpoints/final.safetensors",
            "evaluation.safetensors",
            "figures/elbo.svg",
            "figures/samples.png",
            "report.html",
            "MANIFEST.sha256")) {
      assertTrue(names.contains(name), name + " is not among " + names);
    }
    assertTrue(names.stream().noneMatch(name -> name.endsWith(".tmp")), names.toString());
    assertEquals(1, Invocation.children(runs).size());
  }

  /** What {@code sha256sum -c MANIFEST.sha256} checks, and that no file is left out. */
  @Test
  void theManifestHoldsTheHashOfEveryFile() throws IOException, NoSuchAlgorithmException {
    Set<String> listed = new TreeSet<>(Set.of("MANIFEST.sha256", ".lock"));
    for (String line : Files.readAllLines(folder.resolve("MANIFEST.sha256"))) {
      assertTrue(line.matches("[0-9a-f]{64} {2}[^ ].*"), line);
      String name = line.substring(66);
      byte[] bytes = Files.readAllBytes(folder.resolve(name));
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      assertEquals(line.substring(0, 64), HexFormat.of().formatHex(hash), name);
      listed.add(name);
    }
    assertEquals(listed, Invocation.contents(folder).keySet());
  }

  @Test
  void theLastLineIsTheResultAsJson() throws IOException {
    JsonNode printed = JsonMapper.shared().readTree(run.out().lines().toList().getLast());
    assertEquals(result(folder), printed);
    assertEquals("complete", printed.get("status").stringValue());
    assertEquals(printed.get("digest").stringValue(), run.digest());
    String name = printed.get("name").stringValue() + "-" + printed.get("id").stringValue();
    assertEquals(name, folder.getFileName().toString());
  }

  @Test
  void theSummarySaysWhatAPersonWantsToKnow() {
    List<String> lines = run.out().lines().toList();
    assertTrue(lines.get(0).matches("digits-diagonal-[0-9a-f]{12} +1 epoch +.* 1 thread .*"));
    assertTrue(lines.get(1).matches(" +test ELBO +-?[0-9.]+ ± [0-9.]+ nats +rate .*"), run.out());
    assertTrue(run.out().contains(folder.resolve("report.html").toString()), run.out());
    assertTrue(
        run.err()
            .matches(
                "digits-.* trains .*: 1 epoch of 1 step\\Repoch 1 of 1 .*test/elbo -?[0-9.]+.*\\R"),
        "stderr: " + run.err());
  }

  @Test
  void aRunThatIsCompleteIsNotComputedAgain() throws IOException {
    Map<Path, FileTime> before = times();
    Invocation second = again();
    assertEquals(0, second.code(), second.err());
    assertEquals(before, times());
    assertEquals(
        folder.getFileName() + "   complete already; nothing was computed",
        second.out().lines().findFirst().orElseThrow());
    assertEquals(run.digest(), second.digest());
    assertEquals("", second.err());
    assertEquals(
        run.out().lines().skip(1).filter(it -> !it.startsWith("  evaluation ")).toList(),
        again("--json").out().lines().skip(1).toList());
  }

  @Test
  void threadsAndKernelsDoNotChangeTheDigest(@TempDir Path other) {
    Invocation scalar =
        Invocation.of("run", Invocation.TINY, "--threads=2", "--kernels=scalar", "--runs", other);
    assertEquals(0, scalar.code(), scalar.err());
    assertTrue(scalar.out().contains("2 threads   scalar"), scalar.out());
    assertEquals(run.digest(), scalar.digest());
  }

  @Test
  void evaluatingAgainGivesTheSameMetrics() throws IOException {
    Map<Path, FileTime> before = times();
    Invocation evaluated = Invocation.of("evaluate", folder, "--json");
    assertEquals(0, evaluated.code(), evaluated.err());
    JsonNode json = JsonMapper.shared().readTree(evaluated.out().lines().toList().getLast());
    assertEquals(result(folder).get("digest"), json.get("digest"), "F11");
    JsonNode metrics = json.get("metrics");
    assertFalse(metrics.isEmpty());
    for (String name : metrics.propertyNames()) {
      assertEquals(result(folder).get("metrics").get(name), metrics.get(name), name);
    }
    assertEquals(before, times());
  }

  @Test
  void evaluatingWithMoreSamplesWritesEachExample(@TempDir Path elsewhere) throws IOException {
    Map<Path, FileTime> before = times();
    Path file = elsewhere.resolve("nll.npz");
    Invocation evaluated =
        Invocation.of(
            "evaluate",
            folder,
            "--set",
            "evaluation.nll.samples=20",
            "--per-example",
            file,
            "--json");
    assertEquals(0, evaluated.code(), evaluated.err());
    Map<String, RawArray> arrays = Npz.read(file, Limits.standard());
    assertEquals(
        Set.of(
            "nll",
            "nll-effective-samples",
            "nll-pareto-k",
            "elbo",
            "rate",
            "distortion",
            "example",
            "label",
            "code",
            "code-draws"),
        arrays.keySet());
    assertArrayEquals(new int[] {180, 2}, arrays.get("code").shape());
    RawArray nll = arrays.get("nll");
    assertEquals(180, nll.size());
    double sum = 0;
    Set<Float> examples = new TreeSet<>();
    for (int i = 0; i < nll.size(); i++) {
      sum += nll.value(i);
      examples.add(arrays.get("example").value(i));
    }
    assertEquals(180, examples.size());
    JsonNode metrics =
        JsonMapper.shared().readTree(evaluated.out().lines().toList().getLast()).get("metrics");
    double mean = metrics.get("test/nll").get("value").doubleValue();
    assertEquals(mean, sum / nll.size(), 1e-6 * Math.abs(mean)); // floats of 24 bits, averaged
    assertFalse(result(folder).get("metrics").get("test/nll").equals(metrics.get("test/nll")));
    assertEquals(before, times());
  }

  @Test
  void examplesHaveTheirBoundsWithoutALikelihoodEstimate(@TempDir Path elsewhere)
      throws IOException {
    Path file = elsewhere.resolve("bounds.npz");
    Invocation evaluated =
        Invocation.of("evaluate", folder, "--set", "evaluation.nll=null", "--per-example", file);
    assertEquals(0, evaluated.code(), evaluated.err());
    Map<String, RawArray> arrays = Npz.read(file, Limits.standard());
    assertFalse(arrays.containsKey("nll"));
    double mean = 0;
    for (int i = 0; i < 180; i++) {
      mean += arrays.get("elbo").value(i) / 180;
    }
    double expected = result(folder).at("/metrics/test~1elbo/value").doubleValue();
    assertEquals(expected, mean, 1e-5 * Math.abs(expected));
  }

  @Test
  void theCostOfEachMetricIsPrinted() {
    String line =
        run.out().lines().filter(it -> it.startsWith("  evaluation ")).findFirst().orElseThrow();
    assertTrue(line.matches(" {2}evaluation +elbo \\S+ s, active-units \\S+ s, nll \\S+ s"), line);
  }

  @Test
  void theReportIsWrittenAgainToTheByte() throws IOException {
    Map<String, String> before = Invocation.contents(folder);
    Path report = folder.resolve("report.html");
    Files.setLastModifiedTime(report, FileTime.fromMillis(0));
    Invocation reported = Invocation.of("report", folder);
    assertEquals(0, reported.code(), reported.err());
    assertEquals(report + "\n", reported.out());
    assertTrue(Files.getLastModifiedTime(report).toMillis() > 0, "written again");
    assertEquals(before, Invocation.contents(folder));
  }

  @Test
  void componentsAreExchangedOnTheCommandLine(@TempDir Path others) throws IOException {
    Invocation exchanged =
        Invocation.of(
            "run",
            Invocation.TINY,
            List.of("--set", "encoder.posterior.type=full-covariance"),
            List.of("--set", "likelihood.noise.type=optimal"),
            List.of("--set", "estimator.samples=5"),
            List.of("--set", "training.epochs=2"),
            List.of("--threads=1", "--runs", others));
    assertEquals(0, exchanged.code(), exchanged.err());
    Path other = Invocation.children(others).getFirst();
    assertEquals("complete", result(other).get("status").stringValue());
    assertTrue(result(other).get("metrics").has("test/elbo"), exchanged.out());
    String last = Files.readAllLines(other.resolve("metrics.jsonl")).getLast();
    assertEquals(2, JsonMapper.shared().readTree(last).get("epoch").intValue(), last);
    JsonNode spec = JsonMapper.shared().readTree(other.resolve("experiment.json").toFile());
    assertEquals("full-covariance", spec.at("/encoder/posterior/type").stringValue());
    assertEquals("optimal", spec.at("/likelihood/noise/type").stringValue());
    assertEquals(5, spec.at("/estimator/samples").intValue());
  }
}
