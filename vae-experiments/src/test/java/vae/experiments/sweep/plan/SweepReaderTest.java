package vae.experiments.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.SpecSource;
import vae.experiments.sweep.Trial;
import vae.experiments.wiring.Slots;

/** A sweep's file becomes its plan. */
final class SweepReaderTest {

  private static final Slots SLOTS = Slots.load(null);

  @Test
  void theContractsExampleIsSixtyTrials() {
    Path file = Path.of("../examples/sweeps/sigma-dec.json");
    Sweep sweep = new SweepReader(SLOTS).read(SpecSource.file(file), List.of());
    assertEquals(3 * 2 * 2 * 5, sweep.trials().size());
    Set<String> groups = new HashSet<>();
    sweep.trials().forEach(it -> groups.add(it.group()));
    assertEquals(12, groups.size());
    String frozen = PrettyJson.of(sweep.json());
    Sweep again =
        new SweepReader(SLOTS).read(SpecSource.text("elsewhere/sweep.json", frozen), List.of());
    assertEquals(
        sweep.trials().stream().map(Trial::json).map(Object::toString).toList(),
        again.trials().stream().map(Trial::json).map(Object::toString).toList());
    assertEquals(frozen, PrettyJson.of(again.json()));
  }

  /** U6: the page shows the sweep that its commands run. */
  @Test
  void theReadmeShowsTheSweepThatItsCommandsRun() throws IOException {
    String example = Files.readString(Path.of("../examples/sweeps/sigma-dec.json"));
    assertTrue(Files.readString(Path.of("../README.md")).contains("```json\n" + example + "```"));
  }

  /** U10. */
  @Test
  void anExperimentInASweepHasTheSweepsNameWhereItHasNone() {
    String json = "{\"name\": \"s\", \"base\": {%s\"latentSize\": 2}}";
    SweepReader reader = new SweepReader(SLOTS);
    Sweep unnamed = reader.read(SpecSource.text(json.formatted("")), List.of());
    Sweep named = reader.read(SpecSource.text(json.formatted("\"name\": \"s\", ")), List.of());
    Sweep other = reader.read(SpecSource.text(json.formatted("\"name\": \"b\", ")), List.of());
    assertEquals("s", unnamed.trials().getFirst().experiment().path("name").stringValue());
    assertEquals(named.trials().getFirst().id(), unnamed.trials().getFirst().id());
    assertEquals(named.json(), unnamed.json());
    assertEquals("b", other.trials().getFirst().experiment().path("name").stringValue());
  }

  @Test
  void tenThousandTrialsShareWhatTheyHaveInCommon() {
    String numbers =
        IntStream.rangeClosed(1, 100).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    String json =
        """
        {"name": "s", "base": {"name": "b"}, "run_cap": 10000,
         "parameters": {"latentSize": {"values": [%s]}, "estimator.samples": {"values": [%s]}}}
        """
            .formatted(numbers, numbers);
    Sweep sweep = new SweepReader(SLOTS).read(SpecSource.text(json), List.of());
    assertEquals(10_000, sweep.trials().stream().map(Trial::id).distinct().count());
    Trial first = sweep.trials().getFirst();
    Trial last = sweep.trials().getLast();
    assertSame(first.experiment().get("encoder"), last.experiment().get("encoder"));
    assertEquals(100, last.experiment().get("estimator").get("samples").intValue());
    assertEquals(1, first.experiment().get("estimator").get("samples").intValue());
  }
}
