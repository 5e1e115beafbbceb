package vae.experiments.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
}
