package vae.experiments.training.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import vae.autodiff.optim.Elapsed;
import vae.autodiff.optim.Schedule;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/**
 * The figure of docs/training.md is drawn from the schedules; {@code -Dvae.golden.write=true} draws
 * it anew.
 */
final class SchedulesFigureTest {

  private static final Path DOCS = Path.of("../docs");
  private static final Path FIGURE = DOCS.resolve("images/schedules.svg");
  private static final int EPOCHS = 20;
  private static final int STEPS_PER_EPOCH = 10;

  /** The epoch after which the metric of the plateau improves no more. */
  private static final int LAST_GOOD = 6;

  private static final Map<String, String> CURVES = new LinkedHashMap<>();

  static {
    CURVES.put("linear", "{\"type\": \"linear\", \"end\": 0.1}");
    CURVES.put("cosine", "{\"type\": \"cosine\"}");
    CURVES.put("steps", "{\"type\": \"steps\", \"milestones\": [8, 14], \"gamma\": 0.4}");
    CURVES.put(
        "warm-up, then cosine",
        "{\"type\": \"warm-up\", \"epochs\": 4, \"then\": {\"type\": \"cosine\"}}");
    CURVES.put(
        "Burda et al.",
        "{\"type\": \"steps\", \"milestones\": [1, 4, 13, 40, 121, 364, 1093], \"gamma\":"
            + " 0.719685673001152}");
    CURVES.put("plateau", "{\"type\": \"plateau\", \"factor\": 0.5, \"patience\": 2}");
  }

  private static Schedule schedule(String json) {
    Slots slots = Slots.load(null);
    String experiment = "{\"name\": \"x\", \"optimizer\": {\"type\": \"adam\", \"schedule\": %s}}";
    Resolved resolved =
        new SpecReader(slots.catalogue())
            .read(SpecSource.text("figure", experiment.formatted(json)), List.of());
    return new ModelFactory(slots)
        .create(OptimizerRule.class, "optimizer", resolved.spec().optimizer())
        .schedule();
  }

  /** Factors of all steps; a metric that rises until an epoch is shown after each. */
  private static double[] factors(Schedule schedule) {
    double[] factors = new double[EPOCHS * STEPS_PER_EPOCH];
    for (int step = 0; step < factors.length; step++) {
      factors[step] = schedule.factor(new Elapsed(step, factors.length, STEPS_PER_EPOCH));
      int done = step + 1;
      if (done % STEPS_PER_EPOCH == 0) {
        double metric = Math.min(done / STEPS_PER_EPOCH, LAST_GOOD);
        schedule.watcher().ifPresent(it -> it.observe(metric));
      }
    }
    return factors;
  }

  private static String drawn() {
    StringBuilder svg =
        new StringBuilder(
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 330" width="660" height="330" \
            font-family="sans-serif" font-size="12" role="img" aria-label="Factors of the learning rate over 20 epochs">
            <rect width="660" height="330" fill="#fff"/>
            """);
    int panel = 0;
    for (Map.Entry<String, String> curve : CURVES.entrySet()) {
      panel(svg, 44 + panel % 3 * 216, 30 + panel / 3 * 156, curve.getKey(), curve.getValue());
      panel++;
    }
    return svg.append("</svg>\n").toString();
  }

  private static void panel(StringBuilder svg, int x, int y, String title, String json) {
    double[] factors = factors(schedule(json));
    svg.append("<text x=\"%d\" y=\"%d\" fill=\"#24292f\">%s</text>\n".formatted(x, y - 8, title));
    svg.append(
        "<path d=\"M%d %d V%d H%d\" fill=\"none\" stroke=\"#57606a\"/>\n"
            .formatted(x, y, y + 100, x + 180));
    String label = "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"#24292f\">%s</text>\n";
    svg.append(label.formatted(x - 5, y + 104, "end", "0"));
    svg.append(label.formatted(x - 5, y + 4, "end", "1"));
    svg.append(label.formatted(x, y + 116, "middle", "0"));
    svg.append(label.formatted(x + 180, y + 116, "end", EPOCHS + " epochs"));
    svg.append("<path d=\"");
    for (int step = 0; step < factors.length; step++) {
      svg.append(
          String.format(
              Locale.ROOT,
              "%s%.1f %.1f H%.1f",
              step == 0 ? "M" : " L",
              x + 180.0 * step / factors.length,
              y + 100 * (1 - factors[step]),
              x + 180.0 * (step + 1) / factors.length));
    }
    svg.append("\" fill=\"none\" stroke=\"#0969da\" stroke-width=\"1.5\"/>\n");
  }

  @Test
  void theFigureIsThatOfTheSchedules() throws IOException {
    if (Boolean.getBoolean("vae.golden.write")) {
      Files.writeString(FIGURE, drawn());
    }
    assertEquals(Files.readString(FIGURE), drawn(), "draw it with -Dvae.golden.write=true");
  }

  @Test
  void thePageSaysWhatIsDrawn() throws IOException {
    String page = Files.readString(DOCS.resolve("training.md"));
    CURVES.forEach(
        (title, json) ->
            assertTrue(page.contains("| %s | `%s` |".formatted(title, json)), title + json));
  }

  /** 0.001 · 10^(−i/7) for 3^i epochs, i = 0 … 7: 3,280 epochs. */
  @Test
  void burdasScheduleIsOneLine() {
    Schedule schedule = schedule(CURVES.get("Burda et al."));
    int epoch = 0;
    for (int i = 0; i < 8; i++) {
      double expected = StrictMath.pow(10, -i / 7.0);
      int length = (int) Math.round(Math.pow(3, i));
      for (int within : new int[] {0, length - 1}) {
        Elapsed at = new Elapsed((epoch + within) * 10L + 9, 32_800, 10);
        assertEquals(expected, schedule.factor(at), 1e-12, "epoch " + (epoch + within));
      }
      epoch += length;
    }
    assertEquals(3280, epoch);
  }
}
