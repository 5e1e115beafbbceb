package vae.experiments.cli;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time after which what trains pauses at a checkpoint, for jobs of limited length.
 *
 * @param text as it was given, such as {@code 2h}
 * @param nanos ≥ 1
 */
record TimeLimit(String text, long nanos) {

  private static final Pattern TIME = Pattern.compile("([1-9][0-9]{0,5})(s|m|h|d)");

  /**
   * @throws IllegalArgumentException where it is no time
   */
  static TimeLimit parse(String text) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new IllegalArgumentException(
          "expected a time, such as 90s, 30m, 2h or 1d, got \"" + text + "\"");
    }
    TimeUnit unit =
        switch (time.group(2)) {
          case "s" -> TimeUnit.SECONDS;
          case "m" -> TimeUnit.MINUTES;
          case "h" -> TimeUnit.HOURS;
          default -> TimeUnit.DAYS;
        };
    return new TimeLimit(text, unit.toNanos(Long.parseLong(time.group(1))));
  }

  /** Whether the time is over that starts now, asked from time to time. */
  BooleanSupplier startingNow(LongSupplier nanoClock) {
    long start = nanoClock.getAsLong();
    return () -> nanoClock.getAsLong() - start >= nanos;
  }
}
