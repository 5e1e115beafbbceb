package vae.experiments.report.plot;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import vae.experiments.report.text.Measurement;

/**
 * Values along one direction of a drawing.
 *
 * @param log whether equal factors, not equal differences, take equal space
 * @param high value at pixel {@code to}, above {@code low}
 */
public record Axis(
    String title, boolean log, double low, double high, double from, double to, List<Tick> ticks) {

  /** Spread from which values of one sign are spaced by factors. */
  private static final double TWO_DECADES = 100;

  private static final double MAX_OVERHANG = 2;

  /** More distinct values than these are not labelled one by one. */
  private static final int MAX_OWN_TICKS = 9;

  record Tick(double value, String label) {}

  /** Spans finite values evenly, with a little room at both ends and ticks at round numbers. */
  public static Axis linear(String title, double[] values, double from, double to) {
    return linear(title, values, from, to, 0);
  }

  /** The same for numbers of steps or epochs: no tick stands between two whole ones. */
  public static Axis counts(String title, double[] values, double from, double to) {
    return linear(title, values, from, to, 1);
  }

  private static Axis linear(String title, double[] values, double from, double to, double least) {
    double[] span = span(values);
    double room = 0.04 * (span[1] - span[0]);
    double low = span[0] - room;
    double high = span[1] + room;
    double wanted = Math.clamp(Math.abs(to - from) / 50, 2, 8);
    Axis axis = new Axis(title, false, low, high, from, to, round(low, high, wanted, least));
    while (wanted > 2 && !axis.areApart(axis.ticks)) {
      wanted /= 1.5;
      axis = new Axis(title, false, low, high, from, to, round(low, high, wanted, least));
    }
    return axis;
  }

  /**
   * Spans the values of a parameter: by factors where they are positive and two decades or more
   * apart, with ticks at the values themselves where these are few.
   */
  public static Axis parameter(String title, double[] values, double from, double to) {
    double[] sorted = Arrays.stream(values).distinct().sorted().toArray();
    boolean log = sorted[0] > 0 && sorted[sorted.length - 1] / sorted[0] >= TWO_DECADES;
    Axis axis = linear(title, values, from, to);
    if (log) {
      double room = StrictMath.pow(sorted[sorted.length - 1] / sorted[0], 0.05);
      double low = sorted[0] / room;
      double high = sorted[sorted.length - 1] * room;
      axis = new Axis(title, true, low, high, from, to, powers(low, high));
    }
    List<Tick> own = new ArrayList<>();
    Arrays.stream(sorted).forEach(value -> own.add(new Tick(value, label(value))));
    return own.size() <= MAX_OWN_TICKS && axis.areApart(own)
        ? new Axis(title, log, axis.low, axis.high, from, to, List.copyOf(own))
        : axis;
  }

  /** Gives each label a place of its own: the i-th stands at value i. */
  public static Axis categories(String title, List<String> labels, double from, double to) {
    List<Tick> ticks = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      ticks.add(new Tick(i, labels.get(i)));
    }
    return new Axis(title, false, -0.5, labels.size() - 0.5, from, to, List.copyOf(ticks));
  }

  /** The same places without lines and labels of their own. */
  Axis withoutTicks() {
    return new Axis(title, log, low, high, from, to, List.of());
  }

  /**
   * Ends of intervals about means, for an axis to hold; those that go further beyond the means than
   * twice the distance between the outermost means are cut there, or they would press these flat.
   *
   * @param halves half widths; NaN where there is no interval
   */
  static double[] ends(double[] means, double[] halves) {
    double least = Arrays.stream(means).min().orElse(0);
    double most = Arrays.stream(means).max().orElse(0);
    double room = most > least ? MAX_OVERHANG * (most - least) : Double.POSITIVE_INFINITY;
    double[] ends = new double[2 * means.length];
    for (int i = 0; i < means.length; i++) {
      double half = halves[i] > 0 ? halves[i] : 0;
      ends[2 * i] = Math.max(least - room, means[i] - half);
      ends[2 * i + 1] = Math.min(most + room, means[i] + half);
    }
    return ends;
  }

  /** The pixel of a value; what is beyond an end stands at that end. */
  public double at(double value) {
    return from + Math.clamp(share(value), 0, 1) * (to - from);
  }

  /** The same beyond the ends too, within ten lengths of the axis, for what is cut there. */
  double beyond(double value) {
    return from + Math.clamp(share(value), -10, 11) * (to - from);
  }

  private double share(double value) {
    return log
        ? StrictMath.log(value / low) / StrictMath.log(high / low)
        : (value - low) / (high - low);
  }

  public boolean holds(double value) {
    return value >= low && value <= high;
  }

  double widestLabel() {
    return ticks.stream().mapToDouble(tick -> Svg.width(tick.label())).max().orElse(0);
  }

  /** A value as a label shows it: short, with the typographic minus sign. */
  public static String label(double value) {
    return Measurement.significant(value);
  }

  /** Whether the labels can be told apart. */
  private boolean areApart(List<Tick> own) {
    boolean across = to > from;
    for (int i = 1; i < own.size(); i++) {
      double gap = Math.abs(at(own.get(i).value()) - at(own.get(i - 1).value()));
      double words = Svg.width(own.get(i).label()) + Svg.width(own.get(i - 1).label());
      if (gap < (across ? words / 2 + 8 : 16)) {
        return false;
      }
    }
    return true;
  }

  private static double[] span(double[] values) {
    double low = Arrays.stream(values).min().orElse(0);
    double high = Arrays.stream(values).max().orElse(1);
    if (low < high) {
      return new double[] {low, high};
    }
    double around = low == 0 ? 1 : Math.abs(low) / 10;
    return new double[] {low - around, high + around};
  }

  /** Multiples of 1, 2 or 5 times a power of ten, about as many as are wanted. */
  private static List<Tick> round(double low, double high, double wanted, double least) {
    double ideal = Math.max(least, (high - low) / wanted);
    int exponent = (int) Math.floor(StrictMath.log10(ideal));
    double scaled = ideal / StrictMath.pow(10, exponent);
    int digit = scaled < 1.4 ? 1 : scaled < 2.8 ? 2 : scaled < 7 ? 5 : 10;
    BigDecimal step = BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent);
    List<Tick> ticks = new ArrayList<>();
    long first = (long) Math.ceil(low / step.doubleValue());
    for (long i = first; i * step.doubleValue() <= high && ticks.size() < 20; i++) {
      BigDecimal value = step.multiply(BigDecimal.valueOf(i));
      ticks.add(new Tick(value.doubleValue(), text(value)));
    }
    return List.copyOf(ticks);
  }

  private static List<Tick> powers(double low, double high) {
    int first = (int) Math.floor(StrictMath.log10(low));
    int last = (int) Math.ceil(StrictMath.log10(high));
    int every = Math.max(1, Math.ceilDiv(last - first, 8));
    List<Tick> ticks = new ArrayList<>();
    for (int power = first; power <= last; power += every) {
      double value = StrictMath.pow(10, power);
      if (value >= low && value <= high) {
        ticks.add(new Tick(value, text(BigDecimal.ONE.scaleByPowerOfTen(power))));
      }
    }
    return List.copyOf(ticks);
  }

  private static String text(BigDecimal value) {
    double size = Math.abs(value.doubleValue());
    boolean plain = size == 0 || size >= 1e-4 && size < 1e6;
    String text =
        plain
            ? value.toPlainString()
            : String.format(Locale.ROOT, "%.2e", value)
                .replaceFirst("\\.?0*e", "e")
                .replaceFirst("e\\+?(-?)0*", "e$1");
    return text.replace('-', '\u2212');
  }
}
