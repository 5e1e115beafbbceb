package vae.experiments.imputation;

/**
 * What an analysis of several completed data sets says, by Rubin's rules.
 *
 * <p>\[ \bar Q = \frac1M \sum_i Q_i, \qquad T = \bar U + \Bigl(1 + \frac1M\Bigr) B, \qquad B =
 * \frac1{M - 1} \sum_i (Q_i - \bar Q)^2 \]
 *
 * <p>T is the variance of \(\bar Q\): what is uncertain with all values known, and what is because
 * some are not. Source: Rubin (1987), chapter 3.
 *
 * @param estimate \(\bar Q\)
 * @param within \(\bar U\), the mean of the variances of the single analyses
 * @param between B, the variance of their estimates
 * @param total T
 */
public record Pooled(double estimate, double within, double between, double total) {

  /**
   * Pools M analyses.
   *
   * @param estimates \(Q_i\), [M] with M ≥ 2
   * @param variances \(U_i\), the variance of each estimate as if its data had been complete, [M]
   * @throws IllegalArgumentException where there are fewer than two, or not as many of both
   */
  public static Pooled of(double[] estimates, double[] variances) {
    int m = estimates.length;
    if (m < 2 || variances.length != m) {
      throw new IllegalArgumentException(
          "estimates: expected at least 2 and as many variances, got %d and %d"
              .formatted(m, variances.length));
    }
    double estimate = 0;
    double within = 0;
    for (int i = 0; i < m; i++) {
      estimate += estimates[i] / m;
      within += variances[i] / m;
    }
    double between = 0;
    for (double each : estimates) {
      between += (each - estimate) * (each - estimate) / (m - 1);
    }
    return new Pooled(estimate, within, between, within + (1 + 1.0 / m) * between);
  }
}
