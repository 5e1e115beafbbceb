package vae.experiments.evaluation.likelihood;

/** How inverse temperatures rise from β₀ = 0 to β_T = 1. */
public enum Temperatures {
  /** \(\beta_t = t / T\). */
  LINEAR {
    @Override
    double rise(double share) {
      return share;
    }
  },
  /**
   * \(\beta_t \propto \mathrm{sigmoid}(4 (2t/T - 1))\), shifted and scaled to [0, 1]: small steps
   * at both ends. Source: Wu, Burda, Salakhutdinov and Grosse (2017), section 4.1.
   */
  SIGMOID {
    @Override
    double rise(double share) {
      return 1 / (1 + StrictMath.exp(-STEEPNESS * (2 * share - 1)));
    }
  };

  private static final double STEEPNESS = 4;

  /** Rises from share 0 to share 1. */
  abstract double rise(double share);

  /** β₀ … β_T, [T + 1]. */
  double[] of(int temperatures) {
    double low = rise(0);
    double high = rise(1);
    double[] beta = new double[temperatures + 1];
    for (int t = 0; t < temperatures; t++) {
      beta[t] = (rise((double) t / temperatures) - low) / (high - low);
    }
    beta[temperatures] = 1;
    return beta;
  }
}
