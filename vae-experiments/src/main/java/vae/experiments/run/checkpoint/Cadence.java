package vae.experiments.run.checkpoint;

import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When checkpoints are written and how many are kept: a matter of convenience, no part of an
 * experiment, as it changes neither a run's identity nor its bits.
 *
 * @param nanos time between checkpoints, ≥ 1, or 0 where steps count
 * @param steps between checkpoints, ≥ 1, or 0 where time counts
 * @param keep how many of the last ones stay, ≥ 1
 */
public record Cadence(long nanos, long steps, int keep) {

  /** Every 15 seconds; the last two stay. */
  public static final Cadence STANDARD = new Cadence(TimeUnit.SECONDS.toNanos(15), 0, 2);

  private static final Pattern EVERY = Pattern.compile("([1-9][0-9]{0,8})(s|steps?)");

  /**
   * @throws IllegalArgumentException where a number is out of its domain
   */
  public Cadence {
    if (nanos < 0 || steps < 0 || (nanos == 0) == (steps == 0)) {
      throw new IllegalArgumentException(
          "expected a time or a number of steps above 0, got %d ns, %d steps"
              .formatted(nanos, steps));
    }
    if (keep < 1) {
      throw new IllegalArgumentException("expected a number of at least 1, got " + keep);
    }
  }

  /** A checkpoint whenever the count of steps divides by the number; the last two stay. */
  public static Cadence ofSteps(long steps) {
    return new Cadence(0, steps, STANDARD.keep);
  }

  /**
   * Reads a text such as {@code 15s} or {@code 200steps}; the last two checkpoints stay.
   *
   * @throws IllegalArgumentException where it is neither
   */
  public static Cadence parse(String every) {
    Matcher matcher = EVERY.matcher(every);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "expected a time or a number of steps, such as 15s or 200steps, got \"" + every + "\"");
    }
    long number = Long.parseLong(matcher.group(1));
    return matcher.group(2).equals("s")
        ? new Cadence(TimeUnit.SECONDS.toNanos(number), 0, STANDARD.keep)
        : ofSteps(number);
  }

  public Cadence keeping(int last) {
    return new Cadence(nanos, steps, last);
  }

  /** Whether a checkpoint is due after the given step, the last one being this much time ago. */
  public boolean due(long step, long nanosAgo) {
    return steps > 0 ? step % steps == 0 : nanosAgo >= nanos;
  }
}
