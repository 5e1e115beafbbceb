package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.evaluation.Measured;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.driver.SweepState;

class SweepScreenTest {

  private final StringWriter out = new StringWriter();
  private long now;
  private final SweepScreen screen =
      new SweepScreen(new Console(out), "mine", "test/elbo", () -> now);

  private static Task task(String id, double rate) {
    LinkedHashMap<String, JsonNode> parameters = new LinkedHashMap<>();
    parameters.put("rate", JsonMapper.shared().getNodeFactory().numberNode(rate));
    return Task.whole(
        new Trial(id, "group", parameters, 7, JsonMapper.shared().createObjectNode()));
  }

  private static TrialRecord record(Task task, TrialRecord.Status status, String message) {
    TreeMap<String, Measured> metrics = new TreeMap<>();
    metrics.put("test/elbo", Measured.exact(-1.5));
    return new TrialRecord(task.trial().id(), status, 3, "", "", metrics, message, 2, "local-1");
  }

  /** The text as it stands on a terminal: what was erased is gone. */
  private String shown() {
    screen.draw();
    StringBuilder shown = new StringBuilder();
    for (String part : out.toString().replaceAll("\033\\[\\?7[lh]", "").split("(?<=J)|(?=\033)")) {
      if (part.matches("\033\\[\\d+A")) {
        for (int up = Integer.parseInt(part.replaceAll("\\D", "")); up > 0; up--) {
          shown.setLength(shown.lastIndexOf("\n", shown.length() - 2) + 1);
        }
      } else if (!part.startsWith("\033")) {
        shown.append(part.replace(System.lineSeparator(), "\n"));
      }
    }
    return shown.toString();
  }

  private void seconds(long more) {
    now += TimeUnit.SECONDS.toNanos(more);
  }

  @Test
  void whatRunsIsShownWithItsMetricAndTheTimeItHasLeft() {
    Task first = task("aaaaaaaaaaaa", 0.1);
    Task second = task("bbbbbbbbbbbb", 0.2);
    screen.stage(List.of(first, second), new SweepState(3, 1, 0, List.of(), List.of()));
    screen.begun(first, "local-1");
    screen.step(first, 100, 1000);
    seconds(10);
    screen.step(first, 200, 1000);
    SortedMap<String, Double> metrics = new TreeMap<>();
    metrics.put("test/elbo", -31.42);
    screen.epoch(first, 1, metrics);
    assertEquals(
        """
        mine   1 of 3 complete   0 diverged   0 failed
          aaaaaaaaaaaa  rate=0.1 seed=7                            20 %  test/elbo -31.420  1:20 left
        """,
        shown());
  }

  @Test
  void whatEndsLeavesTheTableAndFailuresStayAboveIt() {
    Task first = task("aaaaaaaaaaaa", 0.1);
    Task second = task("bbbbbbbbbbbb", 0.2);
    Task third = task("cccccccccccc", 0.3);
    screen.stage(List.of(first, second, third), new SweepState(3, 0, 0, List.of(), List.of()));
    screen.begun(first, "local-1");
    screen.begun(second, "local-2");
    seconds(5);
    screen.ended(first, record(first, TrialRecord.Status.FAILED, "no data\nfetch them"));
    seconds(5);
    screen.ended(second, record(second, TrialRecord.Status.COMPLETE, ""));
    assertEquals(
        """
        aaaaaaaaaaaa failed: rate=0.1 seed=7
             no data
             fetch them
        mine   1 of 3 complete   0 diverged   1 failed   0:05 left
        """,
        shown());
    screen.close();
    assertTrue(out.toString().endsWith("\033[1A\033[J"));
  }
}
