package vae.experiments.study;

import vae.experiments.spec.Resolved;
import vae.experiments.sweep.plan.MetricNames;

/** One setting of {@link DecoderRotation}, before it is run with each seed. */
record RotationCell(
    String network, int latentSize, double sigma, String posterior, Resolved experiment) {

  String reportedPart() {
    return MetricNames.reportedPart(experiment.spec());
  }

  /** Whether the other differs in the posterior's family alone. */
  boolean samePlace(RotationCell other) {
    return network.equals(other.network) && latentSize == other.latentSize && sigma == other.sigma;
  }
}
