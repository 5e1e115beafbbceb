package vae.experiments.report;

import vae.experiments.report.Svg.Anchor;

/**
 * A metric's range in steps of one colour each, from worst to best.
 *
 * @param name of the metric, with its unit
 * @param worst value of the first colour
 * @param best value of the last colour; below {@code worst} where less is better
 */
record ColourScale(String name, double worst, double best) {

  /** How many colours there are: classes {@code m0} to {@code m6} of {@code chart.css}. */
  static final int STEPS = 7;

  /** The number of the colour of a value; the last for all where they are the same. */
  int of(double value) {
    double share = best == worst ? 1 : (value - worst) / (best - worst);
    return Math.clamp((int) (share * STEPS), 0, STEPS - 1);
  }

  /** Draws the colours with the values at their ends, 30 pixels high. */
  void key(Svg svg, double left, double top) {
    double step = 16;
    String first = Axis.label(worst);
    svg.text("tick", left, top + 11, Anchor.START, first);
    double from = left + Svg.width(first) + 6;
    for (int i = 0; i < STEPS; i++) {
      svg.rectangle("cell m" + i, from + i * step, top, step, 12, "");
    }
    double end = from + STEPS * step + 6;
    svg.text("tick", end, top + 11, Anchor.START, Axis.label(best) + " (best)");
    svg.text("tick", left, top + 27, Anchor.START, name);
  }
}
