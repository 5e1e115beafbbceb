package vae.experiments.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vae.core.spec.SpecException;
import vae.experiments.spec.SpecSource;
import vae.experiments.sweep.Goal;
import vae.experiments.sweep.Trial;
import vae.experiments.wiring.Slots;

/**
 * Parameters that apply in some trials only, linked values, rungs, and sweeps that have changed.
 */
final class WhenAndCasesTest {

  private static final SweepReader READER = new SweepReader(Slots.load(null));

  private static Sweep read(String parameters, String more) {
    String json =
        "{\"name\": \"s\", \"base\": {\"name\": \"b\", \"training\": {\"epochs\": 30}}%s,"
            + " \"parameters\": {%s}}";
    return READER.read(SpecSource.text("s.json", json.formatted(more, parameters)), List.of());
  }

  private static List<String> parameters(Sweep sweep) {
    return sweep.trials().stream().map(trial -> trial.parameters().toString()).toList();
  }

  @Test
  void aParameterAppliesWhereTheConditionHoldsAndIsElseNoPartOfTheTrial() {
    Sweep sweep =
        read(
            """
            "likelihood.noise": {"values": [{"type": "fixed"}, {"type": "learned"}]},
            "likelihood.noise.sigma": {"values": [0.1, 0.2, 0.3],
                                       "when": {"likelihood.noise.type": "fixed"}}
            """,
            "");
    assertEquals(
        List.of(
            "{likelihood.noise={\"type\":\"fixed\"}, likelihood.noise.sigma=0.1}",
            "{likelihood.noise={\"type\":\"fixed\"}, likelihood.noise.sigma=0.2}",
            "{likelihood.noise={\"type\":\"fixed\"}, likelihood.noise.sigma=0.3}",
            "{likelihood.noise={\"type\":\"learned\"}}"),
        parameters(sweep));
  }

  /** What the condition looks at may stand in the base, be a default, or be set by a later line. */
  @Test
  void conditionsSeeTheBaseDefaultsListsAndObjects() {
    String conditional = "\"latentSize\": {\"values\": [2, 4], \"when\": %s}";
    String other =
        ", \"encoder.posterior\": {\"values\": [{\"type\": \"diagonal\"}, {\"type\": \"low-rank\","
            + " \"rank\": 3}]}";
    for (String always :
        List.of(
            "{\"training.epochs\": 30}",
            "{\"training.epochs\": [10, 30]}",
            "{\"training.batchSize\": 128, \"prior.type\": \"standard-normal\"}",
            "{\"prior\": {\"type\": \"standard-normal\"}}",
            "{\"optimizer\": {\"type\": \"adam\", \"learningRate\": 1e-3}}",
            "{\"encoder.hidden\": [[200, 200]]}")) {
      assertEquals(4, read(conditional.formatted(always) + other, "").trials().size(), always);
    }
    for (String half :
        List.of(
            "{\"encoder.posterior.rank\": [3, 5]}",
            "{\"encoder.posterior\": {\"type\": \"low-rank\"}}",
            "{\"encoder.posterior\": {\"rank\": 3}, \"training.epochs\": 30}",
            "{\"encoder.posterior.type\": \"diagonal\"}")) {
      assertEquals(3, read(conditional.formatted(half) + other, "").trials().size(), half);
    }
  }

  @Test
  void conditionsOfConditionsAreSeenInTheirOrder() {
    Sweep sweep =
        read(
            """
            "training.batchSize": {"values": [32, 64], "when": {"latentSize": 2}},
            "latentSize": {"values": [2, 4], "when": {"estimator.samples": 5}},
            "estimator.samples": {"values": [1, 5]}
            """,
            "");
    assertEquals(
        Set.of(
            "{estimator.samples=1}",
            "{latentSize=4, estimator.samples=5}",
            "{training.batchSize=32, latentSize=2, estimator.samples=5}",
            "{training.batchSize=64, latentSize=2, estimator.samples=5}"),
        new HashSet<>(parameters(sweep)));
  }

  @Test
  void casesSetTheirPathsTogether() {
    Sweep sweep =
        read(
            """
            "equal work": {"cases": [{"estimator.samples": 1, "training.epochs": 500},
                                     {"estimator.samples": 5, "training.epochs": 100}]},
            "latentSize": {"values": [2, 4]}
            """,
            "");
    assertEquals(
        List.of(
            "{estimator.samples=1, training.epochs=500, latentSize=2}",
            "{estimator.samples=1, training.epochs=500, latentSize=4}",
            "{estimator.samples=5, training.epochs=100, latentSize=2}",
            "{estimator.samples=5, training.epochs=100, latentSize=4}"),
        parameters(sweep));
    assertEquals(
        100, sweep.trials().getLast().experiment().get("training").get("epochs").intValue());
  }

  /** The type is set before the keys of the component, whatever their names. */
  @Test
  void aTypeIsSetBeforeItsKeys() {
    Sweep sweep =
        read(
            """
            "encoder.posterior.rank": {"values": [2, 3]},
            "encoder.posterior.type": {"values": ["low-rank"]}
            """,
            "");
    assertEquals(2, sweep.trials().size());
    assertEquals(
        "{\"type\":\"low-rank\",\"rank\":2}",
        sweep.trials().getFirst().experiment().get("encoder").get("posterior").toString());
  }

  @Test
  void cellsOfTheSameContentAreOneTrial() {
    Sweep sweep =
        read(
            """
            "encoder.activation": {"values": ["tanh", "relu"]},
            "encoder": {"cases": [{"decoder.hidden": [200, 200]}, {"decoder.activation": "relu"}]},
            "estimator": {"values": [{"type": "elbo"}, {"type": "elbo", "samples": 1}]}
            """,
            ", \"seeds\": [1, 2]");
    assertEquals(2 * 2 * 2, sweep.trials().size());
  }

  /** N9: trials are compared on validation data where there are any. */
  @Test
  void theBasesSeedAndTheBoundOnValidationAreTheDefaults() {
    Sweep sweep = read("", "");
    assertEquals(1, sweep.trials().size());
    assertEquals(1, sweep.trials().getFirst().seed());
    assertEquals(new Goal("validation/elbo", true), sweep.goal());
    assertEquals(Optional.empty(), sweep.rungs());
    Sweep noValidation =
        READER.read(
            SpecSource.text("{\"name\": \"s\", \"base\": {\"name\": \"b\", \"seed\": 5}}"),
            List.of("base.data.split={\"validation\": 0, \"test\": 9}"));
    assertEquals("test/elbo", noValidation.goal().metric());
    assertEquals(5, noValidation.trials().getFirst().seed());
  }

  @Test
  void rungsRiseByTheFactorBelowTheTraining() {
    String method = ", \"method\": {\"type\": \"halving\", \"epochs\": 1, \"factor\": %d}";
    assertEquals(
        Optional.of(new Rungs(3, List.of(1, 3, 9, 27))), read("", method.formatted(3)).rungs());
    assertEquals(Optional.of(new Rungs(30, List.of(1))), read("", method.formatted(30)).rungs());
    Sweep sweep =
        read(
            "\"latentSize\": {\"min\": 2, \"max\": 9, \"distribution\": \"integer\"}",
            ", \"method\": {\"type\": \"halving\", \"epochs\": 5, \"candidates\": {\"type\":"
                + " \"random\", \"trials\": 4}}");
    assertEquals(Optional.of(new Rungs(3, List.of(5, 15))), sweep.rungs());
    assertTrue(sweep.trials().size() <= 4 && sweep.trials().size() > 1);
  }

  private static String message(Sweep sweep, List<Trial> frozen) {
    return assertThrows(SpecException.class, () -> PlanExtension.of(sweep, frozen)).getMessage();
  }

  @Test
  void aChangedSweepIsRefusedWithAWayOut() {
    List<Trial> frozen =
        read("\"latentSize\": {\"values\": [2, 4]}", ", \"seeds\": [1, 2]").trials();
    Sweep changed = read("\"latentSize\": {\"values\": [4, 8, 16]}", ", \"seeds\": [1, 2]");
    assertEquals(
        """
        2 of the 4 frozen trials of sweep "s" are no longer planned, such as %s (latentSize = 2, seed 1)
        Give the sweep another "name"; or `--resume` continues the frozen plan.\
        """
            .formatted(frozen.getFirst().id()),
        message(changed, frozen));
    List<Trial> ofOtherBits =
        frozen.stream()
            .map(
                it ->
                    new Trial(
                        "0" + it.id().substring(1) + "x",
                        it.group(),
                        it.parameters(),
                        it.seed(),
                        it.experiment()))
            .toList();
    assertEquals(
        """
        the plan of sweep "s" was frozen by a version of vae that computes other bits
        Give the sweep another "name"; or `--resume` continues the frozen plan in that version.\
        """,
        message(read("\"latentSize\": {\"values\": [2, 4]}", ", \"seeds\": [1, 2]"), ofOtherBits));
  }
}
