package vae.experiments.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import vae.experiments.evaluation.Decimals;
import vae.experiments.evaluation.Measured;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.driver.SweepListener;
import vae.experiments.sweep.driver.SweepState;

/** How a sweep goes, where nobody watches a screen: a line when a trial ends. */
final class SweepLines implements SweepListener {

  private final PrintWriter err;
  private final String metric;
  private int trials;
  private int done;

  SweepLines(PrintWriter err, String metric) {
    this.err = err;
    this.metric = metric;
  }

  @Override
  public void told(String what) {
    print(what);
  }

  @Override
  public void stage(List<Task> tasks, SweepState state) {
    trials = state.trials();
    done = state.trials() - state.pending() - state.failed().size();
  }

  @Override
  public void left(Task task, String reason) {
    print("%s  left  %s: %s".formatted(task.trial().id(), TrialText.of(task.trial()), reason));
  }

  @Override
  public void ended(Task task, TrialRecord record) {
    done += record.status().isFinal() ? 1 : 0;
    String end =
        "%d of %d  %s  %s  %s"
            .formatted(
                done, trials, record.trial(), record.status().json(), TrialText.of(task.trial()));
    print(end + outcome(record, metric));
    if (!record.message().isEmpty()) {
      print(Paragraph.hanging("     ", record.message()));
    }
  }

  static String outcome(TrialRecord record, String metric) {
    Measured value = record.metrics().get(metric);
    String measured = value == null ? "" : "  " + metric + " " + Decimals.of(value.value(), 3);
    String epoch =
        record.status() == TrialRecord.Status.PAUSED ? "  after epoch " + record.epoch() : "";
    return epoch + measured + String.format(Locale.ROOT, "  %.1f s", record.seconds());
  }

  private void print(String line) {
    err.println(line);
    err.flush();
  }
}
