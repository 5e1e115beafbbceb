package vae.experiments.evaluation.likelihood;

import java.util.List;
import vae.core.model.Quantity;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.ImportanceSampled;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Metric;
import vae.experiments.quantity.LikelihoodQuantities;

/**
 * log p(x) of the first examples by importance sampling from the posterior, with many samples: the
 * view that annealing is compared with on the same examples.
 *
 * <p>\[ L_K = \log \frac1K \sum_{k=1}^K \frac{p(x, z_k)}{q(z_k \mid x)}, \qquad z_k \sim q(z \mid
 * x) \]
 *
 * <p>A lower bound in expectation. Beside each value stand the effective sample size and Pareto k̂
 * of the weights: see {@link vae.experiments.evaluation.ParetoTail}. Memory grows with √K.
 *
 * <p>Source: Burda, Grosse and Salakhutdinov (2016), section 5; Vehtari, Simpson, Gelman, Yao and
 * Gabry (2024).
 */
public final class ImportanceSampling implements Metric {

  /**
   * How many.
   *
   * @param examples the first ones of the part, ≥ 1
   * @param samples K of each, from 1 to a million
   */
  @Describe(
      value = "Estimates log p(x) of a few examples by importance sampling, with its Pareto k.",
      source = "Burda, Grosse and Salakhutdinov (2016), section 5")
  public record Spec(
      @Default("100") @Describe("The first examples of the part, at least 1.") int examples,
      @Default("5000") @Describe("Importance samples of an example, 1 to 1000000.") int samples)
      implements Metric.Spec {

    private static final int MAX_SAMPLES = 1_000_000;

    /** Checks the domains. */
    public Spec {
      Require.atLeast("examples", examples, 1);
      Require.between("samples", samples, 1, MAX_SAMPLES);
    }
  }

  private static final LogEvidence EVIDENCE =
      new LogEvidence(
          LikelihoodQuantities.SAMPLED,
          LikelihoodQuantities.SAMPLED_BIAS,
          LikelihoodQuantities.SAMPLED_BITS);

  private final Spec spec;

  /** With the spec's choices. */
  public ImportanceSampling(Spec spec) {
    this.spec = spec;
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        LikelihoodQuantities.SAMPLED,
        LikelihoodQuantities.SAMPLED_BIAS,
        LikelihoodQuantities.SAMPLED_SAMPLES,
        LikelihoodQuantities.SAMPLED_EXAMPLES,
        LikelihoodQuantities.SAMPLED_EFFECTIVE,
        LikelihoodQuantities.SAMPLED_SHAPE,
        LikelihoodQuantities.SAMPLED_HEAVY,
        LikelihoodQuantities.SAMPLED_BITS);
  }

  @Override
  public boolean everyEpoch() {
    return false;
  }

  @Override
  public void measure(Evaluator part, Measurements out) {
    Evaluator on = part.first(spec.examples());
    int samples = on.affordable(spec.samples());
    ImportanceSampled estimates = on.chunks().importanceSampled(samples);
    EVIDENCE.put(estimates, on, out);
    out.put(LikelihoodQuantities.SAMPLED_SAMPLES, Measured.exact(samples));
    out.put(LikelihoodQuantities.SAMPLED_EXAMPLES, Measured.exact(on.size()));
    out.put(LikelihoodQuantities.SAMPLED_EFFECTIVE, Measured.unmeasured(estimates.effectiveSize()));
    out.putEach(LikelihoodQuantities.SAMPLED_EFFECTIVE, on.inPart(estimates.effectiveSizes()));
    estimates
        .meanShape()
        .ifPresent(
            shape -> {
              out.put(LikelihoodQuantities.SAMPLED_SHAPE, Measured.unmeasured(shape));
              out.put(
                  LikelihoodQuantities.SAMPLED_HEAVY, Measured.unmeasured(estimates.heavyTailed()));
              out.putEach(LikelihoodQuantities.SAMPLED_SHAPE, on.inPart(estimates.shapes()));
            });
  }
}
