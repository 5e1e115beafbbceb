package vae.experiments.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Function;
import vae.experiments.evaluation.code.Code;

/** What the values of {@link Code} warn of: a decoder that ignores z, and too few examples. */
public final class CodeConcerns {

  /** Nats below which z tells nothing of x. */
  private static final double NOTHING = 0.1;

  /** Nats below log N from which on the mutual information is an artefact of N. */
  private static final double NEAR = 1;

  private CodeConcerns() {}

  /**
   * The warnings of one part, each with what to try; none where the metric was not measured.
   *
   * @param part such as {@code test}
   * @param value a metric or a further quantity by name
   */
  public static List<String> of(String part, Function<String, OptionalDouble> value) {
    List<String> concerns = new ArrayList<>();
    OptionalDouble gain = value.apply(Code.GAIN.on(part));
    OptionalDouble information = value.apply(Code.INFORMATION.on(part));
    OptionalDouble limit = value.apply(Code.LIMIT.on(part));
    if (gain.isEmpty() || information.isEmpty() || limit.isEmpty()) {
      return concerns;
    }
    if (gain.getAsDouble() < NOTHING || information.getAsDouble() < NOTHING) {
      concerns.add(
          String.format(
              Locale.ROOT,
              "%s: posterior collapse: z holds %.2f nats about x and adds %.2f nats to log p(x |"
                  + " z): the decoder ignores z. Try a rate that is weighted in later (estimator"
                  + " beta-elbo, schedule linear), free bits (estimator free-bits), a decoder with"
                  + " fewer layers, or less noise in the likelihood",
              part,
              information.getAsDouble(),
              gain.getAsDouble()));
    }
    if (information.getAsDouble() > limit.getAsDouble() - NEAR) {
      concerns.add(
          String.format(
              Locale.ROOT,
              "%s: I(x; z) is %.2f nats, within a nat of log N = %.2f, which it cannot exceed: it"
                  + " and KL(q(z) ‖ π) are artefacts of N. Take more examples, or trust the rate"
                  + " alone",
              part,
              information.getAsDouble(),
              limit.getAsDouble()));
    }
    return concerns;
  }
}
