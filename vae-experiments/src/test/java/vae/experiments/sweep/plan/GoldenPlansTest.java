package vae.experiments.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vae.core.wiring.Component;
import vae.experiments.spec.SpecSource;
import vae.experiments.sweep.Trial;
import vae.experiments.wiring.Slots;

/**
 * What each method proposes, value by value: a sweep whose draws changed would no longer be the one
 * that a paper cites.
 */
final class GoldenPlansTest {

  private static final Slots SLOTS = Slots.load(null);

  private static final String RANGES =
      """
      {"optimizer.learningRate": {"min": 0.0001, "max": 0.1, "distribution": "log-uniform"},
       "likelihood.noise.sigma": {"min": 0.05, "max": 0.5},
       "latentSize": {"min": 2, "max": 32, "distribution": "integer"},
       "estimator.samples": {"min": 1, "max": 64, "distribution": "log-integer"},
       "encoder.activation": {"values": ["tanh", "relu"]}}
      """;

  private static final String LISTS =
      """
      {"latentSize": {"values": [4, 8]}, "encoder.activation": {"values": ["tanh", "relu"]}}
      """;

  /** A method, what it varies, and what its trials get. */
  private record Golden(String method, String json, String parameters, String trials) {

    @Override
    public String toString() {
      return method;
    }
  }

  static List<Golden> goldens() {
    return List.of(
        new Golden(
            "grid",
            "{\"type\": \"grid\"}",
            LISTS,
            """
            4 tanh
            4 relu
            8 tanh
            8 relu
            """),
        new Golden(
            "random",
            "{\"type\": \"random\", \"trials\": 4}",
            RANGES,
            """
            1.80918E-4 0.467713 19 12 tanh
            4.22116E-4 0.386278 9 2 relu
            0.00606547 0.272525 7 10 relu
            0.00377149 0.347626 28 8 tanh
            """),
        new Golden(
            "sobol",
            "{\"type\": \"sobol\", \"trials\": 4}",
            RANGES,
            """
            0.00316228 0.275 17 8 relu
            0.0177828 0.1625 9 2 relu
            5.62341E-4 0.3875 25 22 tanh
            0.00133352 0.44375 21 4 tanh
            """),
        new Golden(
            "halving",
            """
            {"type": "halving", "candidates": {"type": "random", "trials": 4, "seed": 7},
             "factor": 2, "epochs": 10}
            """,
            RANGES,
            """
            0.0297588 0.40017 7 58 relu
            0.0120622 0.493277 4 1 relu
            0.0322849 0.332482 21 1 relu
            2.07883E-4 0.309403 26 2 tanh
            """));
  }

  @ParameterizedTest
  @MethodSource("goldens")
  void proposesWhatItAlwaysDid(Golden golden) {
    String json =
        "{\"name\": \"s\", \"base\": {\"name\": \"b\"}, \"method\": %s, \"parameters\": %s}"
            .formatted(golden.json(), golden.parameters());
    Sweep sweep = new SweepReader(SLOTS).read(SpecSource.text(json), List.of());
    StringBuilder got = new StringBuilder();
    for (Trial trial : sweep.trials()) {
      StringJoiner values = new StringJoiner(" ", "", "\n");
      trial.parameters().values().forEach(value -> values.add(value.asString()));
      got.append(values);
    }
    assertEquals(golden.trials(), got.toString());
  }

  @Test
  void everyMethodHasOne() {
    assertEquals(
        SLOTS.catalogue().components("method").stream()
            .map(Component::name)
            .collect(Collectors.toSet()),
        goldens().stream().map(Golden::method).collect(Collectors.toSet()));
  }
}
