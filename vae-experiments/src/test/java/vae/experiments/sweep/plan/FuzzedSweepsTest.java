package vae.experiments.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vae.core.spec.SpecException;
import vae.data.format.Mutation;
import vae.experiments.spec.JsonMutation;
import vae.experiments.spec.SpecSource;
import vae.experiments.sweep.Trial;
import vae.experiments.wiring.Slots;

/**
 * Whatever a sweep says, it is planned or refused with a {@link SpecException}; what is planned is
 * planned the same again from its frozen form.
 *
 * <p>{@code -Dvae.long=true} tries many more.
 */
@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class FuzzedSweepsTest {

  private static final boolean LONG = Boolean.getBoolean("vae.long");
  private static final int DOCUMENTS = LONG ? 100_000 : 1_000;
  private static final long SEED = Long.getLong("vae.fuzz.seed", 20_256);

  private static final List<String> WHOLE =
      List.of(
          "{\"name\": \"x\", \"base\": {\"name\": \"y\"}, \"parameters\": {\"latentSize\":"
              + " {\"values\": [1, 2]}}}",
          """
          { "name": "grid", "base": {"name": "y", "latentSize": 3}, "method": {"type": "grid"},
            "seeds": [1, 2], "run_cap": 60,
            "parameters": {
              "encoder.posterior": {"values": [{"type": "diagonal"}, {"type": "low-rank"}]},
              "encoder.posterior.rank": {"values": [1, 2], "when": {"encoder.posterior.type": "low-rank"}},
              "work": {"cases": [{"estimator.samples": 1, "training.epochs": 5}, {"estimator.samples": 2}]}},
            "metric": {"name": "test/elbo", "goal": "maximize"} }
          """,
          """
          { "name": "drawn", "base": {"name": "y"}, "method": {"type": "random", "trials": 3, "seed": 2},
            "parameters": {
              "optimizer.learningRate": {"min": 1e-4, "max": 0.1, "distribution": "log-uniform"},
              "latentSize": {"min": 1, "max": 9, "distribution": "integer"}} }
          """,
          """
          { "name": "halved", "base": {"name": "y"},
            "method": {"type": "halving", "epochs": 2, "candidates": {"type": "sobol", "trials": 4}},
            "parameters": {"likelihood.noise.sigma": {"min": 0.1, "max": 1}} }
          """);

  private final SweepReader reader = new SweepReader(Slots.load(null));

  private boolean readOrRefuse(String text) {
    try {
      Sweep sweep = reader.read(SpecSource.text("fuzzed.json", text), List.of());
      if (sweep.trials().size() < 100) {
        Sweep again =
            reader.read(SpecSource.text("frozen.json", sweep.json().toString()), List.of());
        assertEquals(
            sweep.trials().stream().map(Trial::json).toList().toString(),
            again.trials().stream().map(Trial::json).toList().toString());
      }
      return true;
    } catch (SpecException e) {
      assertFalse(e.problem().isBlank());
      assertTrue(e.getMessage().length() < 20_000, "a message for people");
      return false;
    } catch (Throwable e) {
      throw new AssertionError("the sweep " + text, e);
    }
  }

  private static void report(String what, int read) {
    assertTrue(read > 0, "some are read");
    assertTrue(read < DOCUMENTS, "some are refused");
    if (LONG) {
      System.out.printf("fuzzed %s: %d documents, %d of them planned%n", what, DOCUMENTS, read);
    }
  }

  @Test
  void damagedTextIsPlannedOrRefused() {
    Mutation mutation = new Mutation(SEED);
    List<byte[]> whole = WHOLE.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
    int read = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      read += readOrRefuse(new String(mutation.of(whole), StandardCharsets.UTF_8)) ? 1 : 0;
    }
    report("text of sweeps", read);
  }

  @Test
  void strangeDocumentsArePlannedOrRefused() {
    JsonMutation mutation = new JsonMutation(SEED);
    int read = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      read += readOrRefuse(mutation.of(WHOLE.get(i % WHOLE.size()))) ? 1 : 0;
    }
    report("JSON of sweeps", read);
  }
}
