package vae.experiments.evaluation;

/** Log-likelihood estimates of examples from their importance weights. */
public final class ImportanceSampled {

  private final double[] logLikelihood;
  private final double[] effectiveSize;
  private final double[] variance;
  private final int samples;

  ImportanceSampled(int examples, int samples) {
    logLikelihood = new double[examples];
    effectiveSize = new double[examples];
    variance = new double[examples];
    this.samples = samples;
  }

  /**
   * @param logWeights log p(x, z) − log q(z | x) of each sample; summed in order
   */
  void add(int example, double[] logWeights) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double w : logWeights) {
      largest = Math.max(largest, w);
    }
    double sum = 0;
    double squares = 0;
    for (double w : logWeights) {
      double scaled = StrictMath.exp(w - largest);
      sum += scaled;
      squares += scaled * scaled;
    }
    logLikelihood[example] = largest + StrictMath.log(sum / samples);
    effectiveSize[example] = sum * sum / squares;
    variance[example] = Math.max(0, squares / (sum * sum) - 1.0 / samples);
  }

  /**
   * The mean of −log p(x) over examples; the standard error is the first-order one of the logarithm
   * of a mean, too small where the effective sample size is.
   */
  public Measured mean() {
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < logLikelihood.length; i++) {
      sum -= logLikelihood[i];
      squares += variance[i];
    }
    return new Measured(sum / logLikelihood.length, Math.sqrt(squares) / logLikelihood.length);
  }

  /** −log p(x) of an example, in nats. */
  public double of(int example) {
    return -logLikelihood[example];
  }

  /** The mean effective sample size, from 1 to K. */
  public double effectiveSize() {
    double sum = 0;
    for (double size : effectiveSize) {
      sum += size;
    }
    return sum / effectiveSize.length;
  }
}
