package vae.experiments.evaluation.likelihood;

import java.util.List;
import vae.core.model.Quantity;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.ImportanceSampled;
import vae.experiments.evaluation.ImportanceWeights;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Metric;
import vae.experiments.quantity.LikelihoodQuantities;

/**
 * log p(x) of the first examples by annealed importance sampling with Hamiltonian Monte Carlo.
 *
 * <p>\[ \log \hat p(x) = \log \frac1C \sum_{c=1}^C w_c, \qquad \mathbb E\, w_c = p(x) \]
 *
 * <p>A lower bound in expectation that does not depend on how well the posterior covers p(z | x): a
 * second view where importance sampling is low by many nats, as on continuous data. w is that of
 * {@link AnnealedPath}. Costs about 1¼ T · L passes of the decoder over C rows for each example,
 * and is for the end of a training.
 *
 * <p>Source: Neal (2001); Wu, Burda, Salakhutdinov and Grosse (2017).
 */
public final class AnnealedImportanceSampling implements Metric {

  /**
   * What is annealed and how.
   *
   * @param examples the first ones of the part, ≥ 1
   * @param chains C, from 1 to 1000
   * @param temperatures T, from 2 to 100000
   * @param leapfrogSteps L, from 1 to 1000
   * @param start q₀
   * @param rise of the temperatures
   */
  @Describe(
      value =
          "Estimates log p(x) of a few examples by annealed importance sampling: a second view.",
      source = "Wu, Burda, Salakhutdinov and Grosse (2017)")
  public record Spec(
      @Default("100") @Describe("The first examples of the part, at least 1.") int examples,
      @Default("16") @Describe("Chains of an example, 1 to 1000.") int chains,
      @Default("1000") @Describe("Temperatures between q0 and the posterior, 2 to 100000.")
          int temperatures,
      @Default("10") @Describe("Leapfrog steps of a transition, 1 to 1000.") int leapfrogSteps,
      @Default("\"prior\"") @Describe("Where chains begin: prior, or the encoder's posterior.")
          Start start,
      @Default("\"sigmoid\"") @Describe("How inverse temperatures rise from 0 to 1.")
          Temperatures rise)
      implements Metric.Spec {

    /** Checks the domains. */
    public Spec {
      Require.atLeast("examples", examples, 1);
      new Annealing(start, rise, temperatures, chains, leapfrogSteps);
    }

    Annealing annealing() {
      return new Annealing(start, rise, temperatures, chains, leapfrogSteps);
    }
  }

  private static final LogEvidence EVIDENCE =
      new LogEvidence(
          LikelihoodQuantities.ANNEALED,
          LikelihoodQuantities.ANNEALED_BIAS,
          LikelihoodQuantities.ANNEALED_BITS);

  private final Spec spec;
  private final Chains.Acceptance rule;

  /** With the spec's choices. */
  public AnnealedImportanceSampling(Spec spec) {
    this(spec, Chains.Acceptance.METROPOLIS);
  }

  AnnealedImportanceSampling(Spec spec, Chains.Acceptance rule) {
    this.spec = spec;
    this.rule = rule;
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        LikelihoodQuantities.ANNEALED,
        LikelihoodQuantities.ANNEALED_BIAS,
        LikelihoodQuantities.ANNEALED_TEMPERATURES,
        LikelihoodQuantities.ANNEALED_CHAINS,
        LikelihoodQuantities.ANNEALED_EXAMPLES,
        LikelihoodQuantities.ANNEALED_EFFECTIVE,
        LikelihoodQuantities.ANNEALED_ACCEPTANCE,
        LikelihoodQuantities.ANNEALED_BITS);
  }

  @Override
  public boolean everyEpoch() {
    return false;
  }

  @Override
  public void measure(Evaluator part, Measurements out) {
    Evaluator on = part.first(spec.examples());
    Annealing how = spec.annealing().affordable(on);
    ImportanceSampled estimates = new ImportanceSampled(on.size(), how.chains());
    double[] accepted = {0};
    on.chunks()
        .forEachFrozen(
            0,
            how.chunk(on.examples().dimension()),
            (frozen, noise, from) -> {
              AnnealedPath path = new AnnealedPath(how, frozen, rule, noise);
              double[] logWeights = path.forward(); // [C, B]
              for (int b = 0; b < frozen.size(); b++) {
                ImportanceWeights weights = new ImportanceWeights(how.chains());
                for (int c = 0; c < how.chains(); c++) {
                  weights.add(logWeights[c * frozen.size() + b]);
                }
                estimates.set(from + b, weights);
              }
              accepted[0] += path.acceptance() * frozen.size() / on.size();
            });
    EVIDENCE.put(estimates, on, out);
    out.put(
        LikelihoodQuantities.ANNEALED_EFFECTIVE, Measured.unmeasured(estimates.effectiveSize()));
    out.put(LikelihoodQuantities.ANNEALED_ACCEPTANCE, Measured.unmeasured(accepted[0]));
    out.put(LikelihoodQuantities.ANNEALED_TEMPERATURES, Measured.exact(how.temperatures()));
    out.put(LikelihoodQuantities.ANNEALED_CHAINS, Measured.exact(how.chains()));
    out.put(LikelihoodQuantities.ANNEALED_EXAMPLES, Measured.exact(on.size()));
  }
}
