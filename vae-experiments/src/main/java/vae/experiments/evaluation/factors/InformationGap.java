package vae.experiments.evaluation.factors;

/**
 * The mutual information gap.
 *
 * <p>\[ \mathrm{MIG} = \frac1K \sum_k \frac{I(z_{j_1}; v_k) - I(z_{j_2}; v_k)}{H(v_k)}, \qquad j_1,
 * j_2 \text{ the two coordinates that know most of } v_k \]
 *
 * <p>A second coordinate that does not exist knows nothing; a factor that does not vary among the
 * examples is left out. Source: Chen, Li, Grosse and Duvenaud (2018), section 4.1.
 */
final class InformationGap {

  private InformationGap() {}

  /**
   * @param information [m][K], nats
   * @param entropies [K], nats
   * @return NaN where no factor varies
   */
  static double of(double[][] information, double[] entropies) {
    double sum = 0;
    int varying = 0;
    for (int k = 0; k < entropies.length; k++) {
      if (entropies[k] > 0) {
        sum += gap(information, k) / entropies[k];
        varying++;
      }
    }
    return sum / varying;
  }

  /** The largest less the second largest of column k. */
  static double gap(double[][] scores, int k) {
    double first = Double.NEGATIVE_INFINITY;
    double second = Double.NEGATIVE_INFINITY;
    for (double[] row : scores) {
      if (row[k] > first) {
        second = first;
        first = row[k];
      } else if (row[k] > second) {
        second = row[k];
      }
    }
    return first - (scores.length == 1 ? 0 : second);
  }

  /** Of the frequencies of values from 0 to count − 1, in nats: \(H(v)\). */
  static double entropy(int[] values, int count) {
    int[] cells = new int[count];
    for (int value : values) {
      cells[value]++;
    }
    double entropy = 0;
    for (int cell : cells) {
      if (cell > 0) {
        double share = cell / (double) values.length;
        entropy -= share * StrictMath.log(share);
      }
    }
    return entropy;
  }

  /** Of the frequencies of pairs, in nats: \(I(a; b)\). */
  static double information(int[] a, int countA, int[] b, int countB) {
    int[] pairs = new int[a.length];
    for (int n = 0; n < pairs.length; n++) {
      pairs[n] = a[n] * countB + b[n];
    }
    return entropy(a, countA) + entropy(b, countB) - entropy(pairs, countA * countB);
  }

  /** H of every factor. */
  static double[] entropies(int[][] factors, int[] counts) {
    double[] entropies = new double[factors.length];
    for (int k = 0; k < factors.length; k++) {
      entropies[k] = entropy(factors[k], counts[k]);
    }
    return entropies;
  }
}
