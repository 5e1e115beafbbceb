package vae.experiments.evaluation.factors;

import java.util.Arrays;
import java.util.stream.IntStream;
import vae.core.distribution.MisfitException;
import vae.core.model.Quantity;
import vae.data.source.Factor;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Subsample;

/**
 * The codes of examples and the factors that they were made from.
 *
 * @param codes [N][m], posterior means
 * @param factors [K][N], from 0 to the factor's count − 1
 * @param counts [K], values of each factor
 */
record FactorCodes(double[][] codes, int[][] factors, int[] counts) {

  /**
   * Of a keyed subsample.
   *
   * @param metric for messages
   * @param most examples
   * @throws MisfitException where the factors of the data are not known
   */
  static FactorCodes of(Evaluator on, String metric, int most) {
    requireFactors(on, metric);
    Subsample examples = Subsample.of(on, most);
    return new FactorCodes(examples.codes(), factors(on, examples), counts(on)).varying();
  }

  /** Without the factors that have one value among these examples, unless that is all of them. */
  private FactorCodes varying() {
    int[] kept =
        IntStream.range(0, counts.length)
            .filter(k -> IntStream.of(factors[k]).distinct().count() > 1)
            .toArray();
    return kept.length == 0
        ? this
        : new FactorCodes(
            codes,
            IntStream.of(kept).mapToObj(k -> factors[k]).toArray(int[][]::new),
            IntStream.of(kept).map(k -> counts[k]).toArray());
  }

  static void requireFactors(Evaluator on, String metric) {
    if (on.examples().factors().isEmpty()) {
      throw new MisfitException(
          metric + " needs data whose factors of variation are known",
          "Take the data {\"type\": \"shapes\"}, or leave the metric out.");
    }
  }

  /** The factors of the examples, [K][N]. */
  static int[][] factors(Evaluator on, Subsample examples) {
    return IntStream.range(0, on.examples().factors().size())
        .mapToObj(examples::factor)
        .toArray(int[][]::new);
  }

  /** The number of values of each factor, [K]. */
  static int[] counts(Evaluator on) {
    return on.examples().factors().stream().mapToInt(Factor::count).toArray();
  }

  /** N. */
  int size() {
    return codes.length;
  }

  /** m. */
  int width() {
    return codes[0].length;
  }

  /** Every {@code step}-th example from the one at {@code first} on. */
  FactorCodes every(int step, int first) {
    int[] kept = IntStream.iterate(first, n -> n < size(), n -> n + step).toArray();
    return new FactorCodes(
        IntStream.of(kept).mapToObj(n -> codes[n]).toArray(double[][]::new),
        Arrays.stream(factors)
            .map(values -> IntStream.of(kept).map(n -> values[n]).toArray())
            .toArray(int[][]::new),
        counts);
  }

  /** Coordinate j of all codes. */
  double[] coordinate(int j) {
    return IntStream.range(0, codes.length).mapToDouble(n -> codes[n][j]).toArray();
  }

  /** Keeps codes [N, m] and factors [N, K] beside the quantity. */
  void export(Quantity quantity, Measurements out) {
    out.putArray(quantity, "codes", codes);
    out.putArray(
        quantity,
        "factors",
        IntStream.range(0, size())
            .mapToObj(n -> Arrays.stream(factors).mapToDouble(values -> values[n]).toArray())
            .toArray(double[][]::new));
  }
}
