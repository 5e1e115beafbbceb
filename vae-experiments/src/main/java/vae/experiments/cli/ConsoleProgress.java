package vae.experiments.cli;

import java.io.PrintWriter;
import java.util.SortedMap;
import java.util.StringJoiner;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import vae.core.model.Quantity;
import vae.experiments.evaluation.Decimals;
import vae.experiments.quantity.Quantities;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.training.Progress;

/** A bar on a terminal; about ten plain lines elsewhere. */
final class ConsoleProgress implements Progress, AutoCloseable {

  private static final int LINES = 10;

  private final PrintWriter err;
  private final ExperimentSpec spec;
  private final boolean terminal;
  private ProgressBar bar;
  private boolean computed = true;
  private Quantities quantities = Quantities.STANDARD;

  ConsoleProgress(PrintWriter err, ExperimentSpec spec) {
    this.err = err;
    this.spec = spec;
    terminal = System.console() != null && System.console().isTerminal();
  }

  @Override
  public void reports(Quantities all) {
    quantities = all;
  }

  @Override
  public void step(long step, long steps) {
    if (terminal) {
      if (bar == null) {
        bar =
            new ProgressBarBuilder()
                .setTaskName(spec.name())
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build();
      }
      bar.stepTo(step);
    }
  }

  @Override
  public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {
    int epochs = spec.training().epochs();
    StringJoiner text = new StringJoiner("  ");
    metrics.forEach(
        (name, value) -> {
          if (quantities.of(name).shown() == Quantity.Shown.EVERYWHERE) {
            text.add(name + " " + Decimals.of(value, 3));
          }
        });
    if (terminal) {
      if (bar != null) {
        bar.setExtraMessage(text.toString());
      }
    } else if (epoch == 1 || epoch == epochs || epoch % Math.max(1, epochs / LINES) == 0) {
      err.printf("epoch %d of %d  %s%n", epoch, epochs, text);
      err.flush();
    }
  }

  @Override
  public void alreadyComplete() {
    computed = false;
  }

  /** False where the run was complete before. */
  boolean computed() {
    return computed;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
