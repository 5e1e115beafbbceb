package vae.experiments.likelihood;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import vae.core.model.Quantity;
import vae.experiments.evaluation.Decimals;
import vae.experiments.evaluation.Measured;
import vae.experiments.quantity.LikelihoodQuantities;

/**
 * One view of log p(x), or the gap on simulated examples.
 *
 * @param bias by how much few samples make it too low, to first order, ≥ 0
 * @param examples how many it is a mean over
 * @param detail what it was made with, and what that says of it
 */
record View(String name, String title, Measured value, double bias, int examples, String detail) {

  interface Values extends Function<Quantity, Optional<Measured>> {

    default OptionalDouble number(Quantity quantity) {
      return apply(quantity).stream().mapToDouble(Measured::value).findFirst();
    }
  }

  static Optional<View> sampled(Values values) {
    return values
        .apply(LikelihoodQuantities.SAMPLED)
        .map(
            it ->
                new View(
                    "importance-sampling",
                    "importance sampling",
                    it,
                    values.number(LikelihoodQuantities.SAMPLED_BIAS).orElse(0),
                    count(values, LikelihoodQuantities.SAMPLED_EXAMPLES),
                    details(
                        values,
                        part("K = %.0f", LikelihoodQuantities.SAMPLED_SAMPLES),
                        part("effective samples %.1f", LikelihoodQuantities.SAMPLED_EFFECTIVE),
                        part("Pareto k %.2f", LikelihoodQuantities.SAMPLED_SHAPE),
                        part("%.4f bits/dim", LikelihoodQuantities.SAMPLED_BITS))));
  }

  static Optional<View> annealed(Values values) {
    return values
        .apply(LikelihoodQuantities.ANNEALED)
        .map(
            it ->
                new View(
                    "ais",
                    "AIS",
                    it,
                    values.number(LikelihoodQuantities.ANNEALED_BIAS).orElse(0),
                    count(values, LikelihoodQuantities.ANNEALED_EXAMPLES),
                    details(
                        values,
                        part("%.0f temperatures", LikelihoodQuantities.ANNEALED_TEMPERATURES),
                        part("%.0f chains", LikelihoodQuantities.ANNEALED_CHAINS),
                        part("effective %.1f", LikelihoodQuantities.ANNEALED_EFFECTIVE),
                        part("acceptance %.2f", LikelihoodQuantities.ANNEALED_ACCEPTANCE),
                        part("%.4f bits/dim", LikelihoodQuantities.ANNEALED_BITS))));
  }

  static Optional<View> gap(Values values) {
    return values
        .apply(LikelihoodQuantities.GAP)
        .map(
            it ->
                new View(
                    "bdmc-gap",
                    "BDMC gap",
                    it,
                    0,
                    count(values, LikelihoodQuantities.GAP_EXAMPLES),
                    details(
                        values,
                        part("%.0f simulated examples", LikelihoodQuantities.GAP_EXAMPLES),
                        part("%.0f temperatures", LikelihoodQuantities.GAP_TEMPERATURES),
                        part("acceptance %.2f", LikelihoodQuantities.GAP_ACCEPTANCE))));
  }

  private static int count(Values values, Quantity quantity) {
    return (int) values.number(quantity).orElse(0);
  }

  private record Part(String format, Quantity quantity) {}

  private static Part part(String format, Quantity quantity) {
    return new Part(format, quantity);
  }

  private static String details(Values values, Part... parts) {
    List<String> shown = new ArrayList<>();
    for (Part each : parts) {
      values
          .number(each.quantity())
          .ifPresent(it -> shown.add(String.format(Locale.ROOT, each.format(), it)));
    }
    return String.join(", ", shown);
  }

  /** The value with its error, {@code -85.312 ± 0.021}. */
  String text() {
    return text(value);
  }

  static String text(Measured value) {
    return Decimals.of(value.value(), 3)
        + (value.hasError()
            ? " ± " + Decimals.of(value.standardError().getAsDouble(), 3)
            : value.standardError().isPresent() ? "" : " (error not measured)");
  }
}
