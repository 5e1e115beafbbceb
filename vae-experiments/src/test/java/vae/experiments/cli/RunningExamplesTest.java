package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.spec.PrettyJson;

/** Examples that need no data but what is bundled, with fewer epochs and samples. */
class RunningExamplesTest {

  @TempDir private Path runs;

  @ParameterizedTest
  @ValueSource(strings = {"digits", "pinwheel"})
  void runs(String name) throws IOException {
    Invocation run =
        Invocation.of(
            "run",
            Invocation.EXAMPLES.resolve(name + ".json"),
            "--set=training.epochs=1",
            "--set=evaluation.nll.samples=5",
            "--runs",
            runs);
    assertEquals(0, run.code(), run.err());
    assertTrue(Files.exists(Invocation.children(runs).getFirst().resolve("report.html")));
  }

  @Test
  void theStudyRunsItsVariations() throws IOException {
    List<String> small =
        List.of(
            "--set=experiment.values=[2,4]",
            "--set=experiment.seeds=[1,2]",
            "--set=base.training.epochs=1",
            "--set=base.data.limit=64",
            "--set=base.evaluation.draws=1",
            "--set=base.encoder.hidden=[8]",
            "--set=base.decoder.hidden=[8]");
    Path spec = Invocation.EXAMPLES.resolve("latent-sizes.json");
    Invocation study = Invocation.of("run", spec, small, "--runs", runs);
    assertEquals(0, study.code(), study.err());
    Path folder = Invocation.children(runs).getFirst();
    assertEquals(4, Invocation.children(folder.resolve("runs")).size());
    assertEquals(
        Files.readString(folder.resolve("findings.md")) + "\n" + folder + "\n", study.out());
    assertTrue(study.out().contains("| latentSize | test/elbo |"), study.out());
    assertEquals(study.out(), Invocation.of("run", spec, small, "--runs", runs).out());
    String json = Invocation.of("run", spec, small, "--runs", runs, "--resume", "--json").out();
    assertTrue(json.startsWith(study.out()), json);
    String last = json.substring(study.out().length());
    assertEquals(
        Files.readString(folder.resolve("findings.json")),
        PrettyJson.of(JsonMapper.shared().readTree(last)));
    assertEquals(1, last.lines().count());
  }
}
