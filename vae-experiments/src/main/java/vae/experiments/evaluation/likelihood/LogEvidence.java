package vae.experiments.evaluation.likelihood;

import java.util.Arrays;
import java.util.stream.IntStream;
import vae.core.model.Quantity;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.ImportanceSampled;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;

/**
 * How an estimate of log p(x) is reported.
 *
 * @param logP its mean over examples and the value of each
 * @param bias by how much it is likely too low
 * @param bits −log₂ p(x) / d, where data are discrete
 */
record LogEvidence(Quantity logP, Quantity bias, Quantity bits) {

  /**
   * Puts all three.
   *
   * @param estimates of the first examples
   */
  void put(ImportanceSampled estimates, int examples, Evaluator on, Measurements out) {
    Measured nats = estimates.mean();
    out.put(logP, nats.times(-1));
    estimates.bias().ifPresent(it -> out.put(bias, Measured.unmeasured(it)));
    on.bitsPerNat().ifPresent(scale -> out.put(bits, nats.times(scale)));
    double[] each = IntStream.range(0, examples).mapToDouble(i -> -estimates.of(i)).toArray();
    out.putEach(logP, padded(each, on));
  }

  /** Values of the first examples, and NaN for the others of the part. */
  static double[] padded(double[] values, Evaluator on) {
    double[] each = Arrays.copyOf(values, on.size());
    Arrays.fill(each, values.length, each.length, Double.NaN);
    return each;
  }
}
