package vae.experiments.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import vae.experiments.evaluation.Decimals;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.driver.SweepListener;
import vae.experiments.sweep.driver.SweepState;

/**
 * A table of the trials that run, drawn again in place on a terminal; what failed or was left stays
 * above it.
 */
final class SweepScreen implements SweepListener {

  private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int MAX_ROWS = 16;
  private static final String ESCAPE = "\033[";

  /** Lines that are longer than the terminal is wide are cut: each is one line on the screen. */
  private static final String CUT = ESCAPE + "?7l";

  private static final String WRAP = ESCAPE + "?7h";

  private final Console console;
  private final PrintWriter out;
  private final String name;
  private final String metric;
  private final LongSupplier clock;
  private final Map<String, Row> rows = new LinkedHashMap<>();
  private final int[] ended = new int[TrialRecord.Status.values().length];
  private SweepState before;
  private int tasks;
  private int told;
  private long begin;
  private long drawn;
  private int lines;

  SweepScreen(Console console, String name, String metric, LongSupplier clock) {
    this.console = console;
    out = console.text();
    this.name = name;
    this.metric = metric;
    this.clock = clock;
  }

  private static final class Row {

    private final Task task;
    private long since;
    private long firstStep = -1;
    private long step;
    private long steps;
    private String measured = "";

    private Row(Task task, long since) {
      this.task = task;
      this.since = since;
    }

    private String text(long now) {
      String share = steps == 0 ? "" : String.format(Locale.ROOT, "%3d %%", 100 * step / steps);
      long made = step - firstStep;
      boolean known = firstStep >= 0 && made > 0;
      double left = known ? (double) (steps - step) / made * (now - since) / 1e9 : 0;
      return "  %s  %-40s  %5s  %s%s"
          .formatted(
              task.trial().id(),
              TrialText.cut(TrialText.of(task.trial()), 40),
              share,
              measured,
              known ? "  " + TrialText.clock(left) + " left" : "");
    }
  }

  @Override
  public void told(String what) {
    above(what);
  }

  @Override
  public void stage(List<Task> of, SweepState state) {
    before = state;
    tasks = of.size();
    told = 0;
    Arrays.fill(ended, 0);
    rows.clear();
    begin = clock.getAsLong();
    draw(true);
  }

  @Override
  public void begun(Task task, String worker) {
    rows.put(task.trial().id(), new Row(task, clock.getAsLong()));
    draw(false);
  }

  @Override
  public void step(Task task, long step, long steps) {
    Row row = rows.get(task.trial().id());
    if (row != null) {
      if (row.firstStep < 0) {
        row.firstStep = step;
        row.since = clock.getAsLong();
      }
      row.step = step;
      row.steps = steps;
      draw(false);
    }
  }

  @Override
  public void epoch(Task task, int epoch, SortedMap<String, Double> metrics) {
    Row row = rows.get(task.trial().id());
    Double value = metrics.get(metric);
    if (row != null && value != null) {
      row.measured = metric + " " + Decimals.of(value, 3);
      draw(false);
    }
  }

  @Override
  public void left(Task task, String reason) {
    rows.remove(task.trial().id());
    above("%s left: %s".formatted(task.trial().id(), reason));
  }

  @Override
  public void ended(Task task, TrialRecord record) {
    rows.remove(task.trial().id());
    ended[record.status().ordinal()]++;
    told++;
    if (record.message().isEmpty()) {
      draw(false);
    } else {
      String head = "%s %s: ".formatted(record.trial(), record.status().json());
      above(
          head + TrialText.of(task.trial()) + "\n" + Paragraph.hanging("     ", record.message()));
    }
  }

  private int count(TrialRecord.Status status) {
    return ended[status.ordinal()];
  }

  private String head(long now) {
    int diverged = before.diverged().size() + count(TrialRecord.Status.DIVERGED);
    int failed = count(TrialRecord.Status.FAILED);
    int complete = before.complete() + count(TrialRecord.Status.COMPLETE);
    int paused = count(TrialRecord.Status.PAUSED);
    double seconds = (now - begin) / 1e9;
    return "%s   %d of %d complete%s   %d diverged   %d failed%s"
        .formatted(
            name,
            complete,
            before.trials(),
            paused == 0 ? "" : "   %d of %d at the rung".formatted(paused, tasks),
            diverged,
            failed,
            told == 0 ? "" : "   " + TrialText.clock(seconds / told * (tasks - told)) + " left");
  }

  void draw() {
    draw(true);
  }

  private void above(String text) {
    erase();
    out.println(text);
    draw(true);
  }

  private void draw(boolean always) {
    long now = clock.getAsLong();
    if (before == null || !always && now - drawn < BETWEEN) {
      return;
    }
    drawn = now;
    erase();
    List<String> text = new ArrayList<>(List.of(head(now)));
    rows.values().stream().limit(MAX_ROWS).forEach(row -> text.add(row.text(now)));
    console.control(CUT);
    text.forEach(line -> out.println(TrialText.cut(line, Paragraph.WIDTH)));
    console.control(WRAP);
    lines = text.size();
    out.flush();
  }

  private void erase() {
    if (lines > 0) {
      console.control(ESCAPE + lines + "A" + ESCAPE + "J");
      lines = 0;
    }
  }

  @Override
  public void close() {
    erase();
    out.flush();
  }
}
