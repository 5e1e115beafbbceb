package vae.experiments.evaluation.likelihood;

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
   * @param on the examples that were estimated
   */
  void put(ImportanceSampled estimates, Evaluator on, Measurements out) {
    Measured nats = estimates.mean();
    out.put(logP, nats.times(-1));
    estimates.bias().ifPresent(it -> out.put(bias, Measured.unmeasured(it)));
    on.bitsPerNat().ifPresent(scale -> out.put(bits, nats.times(scale)));
    double[] each = IntStream.range(0, on.size()).mapToDouble(i -> -estimates.of(i)).toArray();
    out.putEach(logP, on.inPart(each));
  }
}
