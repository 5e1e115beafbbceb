package vae.experiments.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import vae.experiments.report.run.LearningCurves.Collector;
import vae.experiments.report.run.LearningCurves.Point;

final class LearningCurvesTest {

  private static JsonNode line(String name, int step, double value) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("step", step)
        .put("epoch", step)
        .put("name", name)
        .put("value", value);
  }

  /** S19: memory does not grow with the length of training. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLongCurveIsThinnedToABoundedOneThatKeepsItsEnds(boolean compared) {
    Collector collector = new Collector(compared);
    int steps = 100_000;
    for (int step = 1; step <= steps; step++) {
      collector.add(line("test/elbo", step, step == 51_234 ? 1e6 : -step));
    }
    List<Point> points = collector.curves(false).of("test/elbo");
    assertTrue(points.size() > 2000 && points.size() <= 8192, points.size() + " points");
    assertEquals(steps, points.getLast().step());
    assertEquals(1, points.getFirst().step());
    if (!compared) {
      assertTrue(points.stream().anyMatch(point -> point.value() == 1e6), "extremes stay");
    }
  }

  @Test
  void shortCurvesKeepEveryPoint() {
    Collector collector = new Collector(false);
    for (int step = 1; step <= 8192; step++) {
      collector.add(line("test/elbo", step, -step));
    }
    assertEquals(8192, collector.curves(false).of("test/elbo").size());
  }

  @Test
  void moreMetricsThanARunHasAreRefused() {
    Collector collector = new Collector(false);
    assertThrows(
        IllegalArgumentException.class,
        () -> {
          for (int i = 0; i < 10_000; i++) {
            collector.add(line("m" + i, 1, 0));
          }
        });
  }
}
