package vae.experiments.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;
import vae.experiments.quantity.Quantities;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.training.Progress;

/** How a run goes that may be stopped and resumed: where it begins, and how it continues later. */
final class RunProgress implements Progress, AutoCloseable {

  static final String RESUME = "the same command with --resume continues";

  private final PrintWriter err;
  private final ExperimentSpec spec;
  private final Supplier<String> nothingToResume;
  private final ConsoleProgress console;
  private final StopSignal signal;
  private Map<String, Duration> costs = Map.of();
  private volatile boolean evaluating;
  private volatile boolean paused;
  private String plan = "";
  private int epoch;
  private volatile long last;
  private volatile long saved;

  RunProgress(PrintWriter err, ExperimentSpec spec, Supplier<String> nothingToResume) {
    this.err = err;
    this.spec = spec;
    this.nothingToResume = nothingToResume;
    signal = new StopSignal(err, this::text);
    console = new ConsoleProgress(err, spec);
  }

  /** Whether a signal asks it to stop. */
  boolean stopped() {
    return signal.given();
  }

  /** The run left a checkpoint, as it was asked to. */
  void paused() {
    paused = true;
  }

  /** False where the run was complete before. */
  boolean computed() {
    return console.computed();
  }

  @Override
  public void reports(Quantities quantities) {
    console.reports(quantities);
  }

  @Override
  public void plans(String text) {
    plan = text;
  }

  @Override
  public void begins(int epoch, long step) {
    last = step;
    saved = step;
    this.epoch = epoch;
    say(step == 0 ? nothingToResume.get() : "resuming " + where());
    if (step == 0) {
      err.println(plan);
      err.flush();
    }
  }

  private void say(String text) {
    if (!text.isEmpty()) {
      err.println(ErrorReport.paragraph(text));
      err.flush();
    }
  }

  @Override
  public void step(long step, long steps) {
    last = step;
    console.step(step, steps);
  }

  @Override
  public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {
    this.epoch = epoch;
    console.epoch(epoch, step, metrics);
  }

  @Override
  public void saved(long step) {
    saved = step;
  }

  @Override
  public void evaluates() {
    evaluating = true;
    signal.needNotWait();
  }

  @Override
  public void evaluated(Map<String, Duration> spent) {
    costs = spent;
  }

  /** The time that each metric took; empty before the end. */
  Map<String, Duration> costs() {
    return costs;
  }

  @Override
  public void alreadyComplete() {
    console.alreadyComplete();
  }

  /** Where training is, such as "after step 12, in epoch 3 of 10". */
  String where() {
    int epochs = spec.training().epochs();
    return epoch == epochs
        ? "after step %d, the last of training".formatted(last)
        : "after step %d, in epoch %d of %d".formatted(last, epoch + 1, epochs);
  }

  /** What a signal says in the end; nothing where the run was complete by then. */
  private String text() {
    if (!paused && !evaluating) {
      return "";
    }
    String where = evaluating ? "during the evaluation, after step " : "after step ";
    String how =
        saved == 0
            ? "nothing is saved yet, and the same command begins anew"
            : RESUME + " after step " + saved;
    return ErrorReport.paragraph("stopped " + where + last + "; " + how);
  }

  /** The run has ended; a signal says no more than that it stopped. */
  @Override
  public void close() {
    evaluating = false;
    console.close();
    signal.close();
  }
}
