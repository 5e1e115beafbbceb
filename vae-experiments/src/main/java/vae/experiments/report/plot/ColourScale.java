package vae.experiments.report.plot;

import java.util.Arrays;
import vae.experiments.report.plot.Svg.Anchor;

/**
 * A metric's range in steps of one colour each, from worst to best.
 *
 * @param worst value of the first colour
 * @param best value of the last colour; below {@code worst} where less is better
 * @param open whether values worse than {@code worst} have the first colour too
 */
public record ColourScale(String name, double worst, double best, boolean open) {

  private static final double STEP = 16;

  /** How many colours there are: classes {@code m0} to {@code m6} of {@code chart.css}. */
  static final int STEPS = 7;

  /**
   * Spans the values from the best to the worst, or to twice the distance of the median from the
   * best where the worst is further off: a few bad values would take all colours but one.
   */
  public static ColourScale of(String name, double[] values, boolean maximize) {
    double[] sorted = Arrays.stream(values).sorted().toArray();
    double low = sorted.length == 0 ? 0 : sorted[0];
    double high = sorted.length == 0 ? 0 : sorted[sorted.length - 1];
    double best = maximize ? high : low;
    double worst = maximize ? low : high;
    double median = sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    double far = best + 2 * (median - best);
    boolean open = median != best && Math.abs(far - best) < Math.abs(worst - best);
    return new ColourScale(name, open ? far : worst, best, open);
  }

  /** The number of the colour of a value; the last for all where they are the same. */
  public int of(double value) {
    double share = best == worst ? 1 : (value - worst) / (best - worst);
    return Math.clamp((int) (share * STEPS), 0, STEPS - 1);
  }

  /** Pixels that {@link #key} takes. */
  double keyWidth() {
    double ends = Svg.width(first()) + Svg.width(last()) + 12 + STEPS * STEP;
    return Math.max(ends, Svg.width(name));
  }

  private String first() {
    return Axis.label(worst) + (open ? " or worse" : "");
  }

  private String last() {
    return Axis.label(best) + " (best)";
  }

  /** Draws the colours with the values at their ends, 30 pixels high. */
  void key(Svg svg, double left, double top) {
    svg.text("tick", left, top + 11, Anchor.START, first());
    double from = left + Svg.width(first()) + 6;
    for (int i = 0; i < STEPS; i++) {
      svg.rectangle("cell m" + i, from + i * STEP, top, STEP, 12, "");
    }
    svg.text("tick", from + STEPS * STEP + 6, top + 11, Anchor.START, last());
    svg.text("tick", left, top + 27, Anchor.START, name);
  }
}
