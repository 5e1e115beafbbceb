package vae.experiments.imputation;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import vae.experiments.evaluation.ImportanceSampled;
import vae.experiments.evaluation.ParetoTail;

/**
 * How far weighted samples carry what is imputed.
 *
 * @param incomplete the examples with missing values
 */
record Reliability(ImportanceSampled sampled, int[] incomplete) {

  /** The share of examples whose k̂ may be too high by chance: it is a rough estimate. */
  private static final double BY_CHANCE = 0.05;

  /** Which examples are imputed badly, and a fix; empty where none is. */
  Optional<String> warning() {
    double[] effective = sampled.effectiveSizes();
    int[] few =
        IntStream.of(incomplete).filter(b -> !(effective[b] >= ImportanceSampled.POOR)).toArray();
    if (few.length > 0) {
      return warning(
          few.length,
          "have fewer than %.0f effective samples, the fewest %.1f of %d: their imputed values have"
              + " no standard error; take more samples, or an encoder that is nearer to the"
              + " posterior",
          ImportanceSampled.POOR,
          IntStream.of(few).mapToDouble(b -> effective[b]).min().orElseThrow(),
          sampled.samples());
    }
    double[] shapes = sampled.shapes();
    double most = ParetoTail.threshold(sampled.samples());
    int heavy = (int) IntStream.of(incomplete).filter(b -> shapes[b] > most).count();
    return heavy <= BY_CHANCE * incomplete.length
        ? Optional.empty()
        : warning(
            heavy,
            "have weights with a Pareto k above %.2f: their imputed values may be off by more than"
                + " their standard errors; the posterior is too narrow to sample from",
            most);
  }

  private Optional<String> warning(int count, String format, Object... arguments) {
    return Optional.of(
        "%d of %d examples with missing values ".formatted(count, incomplete.length)
            + String.format(Locale.ROOT, format, arguments));
  }
}
