package vae.experiments.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.statistics.Statistics;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;
import vae.core.spec.SpecException;
import vae.experiments.study.StudySpec;
import vae.experiments.sweep.plan.SweepSpec;
import vae.experiments.wiring.Slots;

/** F11: what the reader accepts the schema accepts, and the reverse. */
class SchemaEqualsReaderProperties {

  private static final SpecReader READER = new SpecReader(Slots.load(null).catalogue());
  private static final Schema EXPERIMENT = schema(ExperimentSpec.class);
  private static final Schema SWEEP = schema(SweepSpec.class);
  private static final Schema STUDY = schema(StudySpec.class);

  private static Schema schema(Class<? extends Record> document) {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(SchemaWriter.schema(READER.structure(), document).toString(), InputFormat.JSON);
  }

  private static Optional<SpecException> refused(Class<? extends Record> type, String json) {
    try {
      Record read = READER.read(type, SpecSource.text(json), List.of());
      if (read instanceof SweepSpec sweep && sweep.base() instanceof ObjectNode base) {
        ObjectNode named = base.has("name") ? base : base.deepCopy().put("name", sweep.name());
        READER.read(ExperimentSpec.class, SpecSource.text(named.toString()), List.of());
      }
      return Optional.empty();
    } catch (SpecException e) {
      return Optional.of(e);
    }
  }

  private static void same(Class<? extends Record> type, Schema schema, String json) {
    Optional<SpecException> refused = refused(type, json);
    List<com.networknt.schema.Error> errors = schema.validate(json, InputFormat.JSON);
    Statistics.label("read").collect(refused.isEmpty());
    if (refused.isEmpty()) {
      assertEquals(List.of(), errors, json);
    } else if (errors.isEmpty()) {
      // Keys that have a say in each other's values are beyond a schema, and only they.
      assertTrue(
          ACROSS_KEYS.stream().anyMatch(refused.get().problem()::matches),
          () -> refused.get() + ": " + json);
    }
  }

  @Property(tries = 1500, shrinking = ShrinkingMode.OFF, seed = "1")
  void experiments(@ForAll long seed) {
    ObjectNode json = new GeneratedSpecs(READER.structure(), seed).document(ExperimentSpec.class);
    same(ExperimentSpec.class, EXPERIMENT, json.toString());
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF, seed = "1")
  void sweeps(@ForAll long seed) {
    ObjectNode json = new GeneratedSpecs(READER.structure(), seed).document(SweepSpec.class);
    same(SweepSpec.class, SWEEP, json.toString());
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF, seed = "1")
  void studies(@ForAll long seed) {
    ObjectNode json = new GeneratedSpecs(READER.structure(), seed).document(StudySpec.class);
    same(StudySpec.class, STUDY, json.toString());
  }

  /** Complaints about two keys at once. */
  private static final List<String> ACROSS_KEYS =
      List.of(
          "expected a number above exp\\(floor\\).*",
          "expected a number above min .*",
          "expected a number, got nothing", // min without max
          "expected one of values, a range, and cases, .*",
          "expected a method that halves nothing itself, .*",
          "expected at most \\d+ values in all three parts, .*",
          "expected .* in a network without hidden layers, .*",
          "expected at least 1 - alpha, .*",
          "expected a divisor of draws \\+ 1, .*",
          "there is no gap between examples drawn at random",
          "the integer .* is beyond .*", // where any JSON may stand
          ".* is listed twice");

  /** F11: those that were seen. */
  @Test
  void valuesThatTheReaderRefusesAreRefusedByTheSchema() {
    for (String json :
        List.of(
            "{\"name\": \"a b\"}",
            "{\"name\": \"\"}",
            "{\"name\": \"x\", \"latentSize\": 0}",
            "{\"name\": \"x\", \"latentSize\": 65537}",
            "{\"name\": \"x\", \"training\": {\"epochs\": -1}}",
            "{\"name\": \"x\", \"encoder\": {\"type\": \"mlp\", \"hidden\": [0]}}",
            "{\"name\": \"x\", \"optimizer\": {\"type\": \"adam\", \"learningRate\": 0}}",
            "{\"name\": \"x\", \"evaluation\": {\"nll\": {\"samples\": 0}}}")) {
      assertTrue(refused(ExperimentSpec.class, json).isPresent(), json);
      assertFalse(EXPERIMENT.validate(json, InputFormat.JSON).isEmpty(), json);
    }
  }

  /** F11: JSON has one kind of number, and an id does not depend on how it is written. */
  @Test
  void twoAndTwoPointZeroAreOneNumber() {
    Resolved two = READER.read("{\"name\": \"x\", \"latentSize\": 2}");
    for (String written : List.of("2.0", "2e0", "0.2e1", "20e-1")) {
      String json = "{\"name\": \"x\", \"latentSize\": %s}".formatted(written);
      assertEquals(two, READER.read(json));
      assertEquals(List.of(), EXPERIMENT.validate(json, InputFormat.JSON));
    }
  }
}
