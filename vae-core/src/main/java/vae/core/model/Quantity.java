package vae.core.model;

import java.util.Objects;

/**
 * A quantity that runs report. Report, console, tables, sweeps and index read this record and know
 * no metric by name.
 *
 * <p>A metric is a quantity on one part of the data, such as {@code test/elbo}: see {@link #on}.
 *
 * @param name its key in files after the part, such as {@code elbo}: 1 to 100 letters, digits,
 *     dots, underscores and dashes; it never changes, as files, plans and noise are named by it
 * @param title for headings, such as {@code ELBO}: one line of 1 to 200 characters
 * @param shown where it appears without being asked for
 */
public record Quantity(String name, String title, Unit unit, Better better, Shown shown) {

  public static final Quantity ELBO = bound("elbo", "ELBO");

  /** The divergence of the posterior from the prior. */
  public static final Quantity RATE =
      new Quantity("rate", "rate", Unit.NATS, Better.NEITHER, Shown.SUMMARY);

  /** \(-\mathbb E_q \log p_\theta(x \mid z)\). */
  public static final Quantity DISTORTION =
      new Quantity("distortion", "distortion", Unit.NATS, Better.NEITHER, Shown.SUMMARY);

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  private static final String TITLE = "[^\\p{Cntrl}\\p{Cs}]{1,200}";

  public enum Unit {
    /** Natural units of information per example. */
    NATS("nats"),
    DATA(""),
    /** Latent coordinates, of all that there are. */
    COORDINATES(""),
    /** Events, counted: a metric of it has no Monte-Carlo error. */
    COUNT(""),
    NUMBER("");

    private final String symbol;

    Unit(String symbol) {
      this.symbol = symbol;
    }

    /** Put after a value; empty for none. */
    public String symbol() {
      return symbol;
    }
  }

  public enum Better {
    LARGER,
    SMALLER,
    NEITHER
  }

  /** Where a quantity appears without being asked for. */
  public enum Shown {
    /** In the progress line, the list of runs, and wherever a summary is. */
    EVERYWHERE,
    /** At the end of a run, in the head of its report, and in tables. */
    SUMMARY,
    /** In the report's list of all metrics. */
    DETAILS
  }

  /**
   * Checks the words, which stand in files and in headings.
   *
   * @throws IllegalArgumentException where one has characters that it may not have, or too many
   */
  public Quantity {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "name: expected 1 to 100 letters, digits, dots, underscores and dashes, got \"%s\""
              .formatted(name));
    }
    if (!title.matches(TITLE)) {
      throw new IllegalArgumentException(
          "title: expected one line of 1 to 200 characters for " + name);
    }
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(better, "better");
    Objects.requireNonNull(shown, "shown");
  }

  /** A bound on \(\log p_\theta(x)\) that is maximised: in nats, shown everywhere. */
  public static Quantity bound(String name, String title) {
    return new Quantity(name, title, Unit.NATS, Better.LARGER, Shown.EVERYWHERE);
  }

  /** The metric's name on a part of the data: {@code test/elbo} on {@code test}. */
  public String on(String part) {
    return part + "/" + name;
  }

  /** The quantity's name in the name of a metric: {@code elbo} in {@code test/elbo}. */
  public static String nameIn(String metric) {
    return metric.substring(metric.lastIndexOf('/') + 1);
  }
}
