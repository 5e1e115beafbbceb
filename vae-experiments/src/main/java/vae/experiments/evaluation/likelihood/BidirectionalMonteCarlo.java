package vae.experiments.evaluation.likelihood;

import java.util.Arrays;
import java.util.List;
import vae.core.model.Quantity;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.FrozenModel;
import vae.experiments.evaluation.ImportanceWeights;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Metric;
import vae.experiments.evaluation.Simulated;
import vae.experiments.quantity.LikelihoodQuantities;

/**
 * How far annealed importance sampling is from log p(x) on examples that the model made itself.
 *
 * <p>\[ \mathbb E \log \frac1C \sum_c w_c \;\le\; \log p(x) \;\le\; -\mathbb E \log \frac1C \sum_c
 * \frac1{w'_c} \]
 *
 * <p>w is that of {@link AnnealedPath} forwards, w′ that of the same path walked backwards from the
 * z that x was made from, which is an exact draw of p(z | x). The gap between both bounds bounds
 * the error of the lower one, on simulated data: it says nothing of data that the model does not
 * resemble. Its standard error is over the simulated examples. Take the same settings as for {@link
 * AnnealedImportanceSampling}.
 *
 * <p>Source: Grosse, Ghahramani and Adams (2015); Wu, Burda, Salakhutdinov and Grosse (2017),
 * section 3.
 */
public final class BidirectionalMonteCarlo implements Metric {

  /**
   * What is simulated, and how it is annealed.
   *
   * @param examples N, from 2 to 10000
   * @param chains C, from 1 to 1000
   * @param temperatures T, from 2 to 100000
   * @param leapfrogSteps L, from 1 to 1000
   * @param start q₀
   * @param rise of the temperatures
   */
  @Describe(
      value = "The gap between upper and lower bounds on log p(x), on data that the model made.",
      source = "Grosse, Ghahramani and Adams (2015)")
  public record Spec(
      @Default("100") @Describe("Simulated examples, 2 to 10000.") int examples,
      @Default("16") @Describe("Chains of an example, 1 to 1000.") int chains,
      @Default("1000") @Describe("Temperatures between q0 and the posterior, 2 to 100000.")
          int temperatures,
      @Default("10") @Describe("Leapfrog steps of a transition, 1 to 1000.") int leapfrogSteps,
      @Default("\"prior\"") @Describe("Where chains begin: prior, or the encoder's posterior.")
          Start start,
      @Default("\"sigmoid\"") @Describe("How inverse temperatures rise from 0 to 1.")
          Temperatures rise)
      implements Metric.Spec {

    private static final int MAX_EXAMPLES = 10_000;

    /** Checks the domains. */
    public Spec {
      Require.between("examples", examples, 2, MAX_EXAMPLES);
      new Annealing(start, rise, temperatures, chains, leapfrogSteps);
    }

    Annealing annealing() {
      return new Annealing(start, rise, temperatures, chains, leapfrogSteps);
    }
  }

  private final Spec spec;

  /** With the spec's choices. */
  public BidirectionalMonteCarlo(Spec spec) {
    this.spec = spec;
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        LikelihoodQuantities.GAP,
        LikelihoodQuantities.GAP_LOWER,
        LikelihoodQuantities.GAP_UPPER,
        LikelihoodQuantities.GAP_EXAMPLES,
        LikelihoodQuantities.GAP_TEMPERATURES,
        LikelihoodQuantities.GAP_ACCEPTANCE);
  }

  @Override
  public boolean everyEpoch() {
    return false;
  }

  @Override
  public void measure(Evaluator on, Measurements out) {
    Annealing how = spec.annealing().affordable(on);
    Simulated simulated = on.simulated(spec.examples());
    int n = simulated.chunks().size();
    int m = simulated.z().shape().extent(1);
    double[] z = simulated.z().toDoubles();
    double[] lower = new double[n];
    double[] upper = new double[n];
    double[] accepted = {0};
    simulated
        .chunks()
        .forEachFrozen(
            0,
            how.chunk(on.examples().dimension()),
            (frozen, noise, from) -> {
              AnnealedPath path =
                  new AnnealedPath(how, frozen, Chains.Acceptance.METROPOLIS, noise);
              double[] exact = Arrays.copyOfRange(z, from * m, (from + frozen.size()) * m);
              logMeans(path.forward(), 1, frozen, how, lower, from);
              logMeans(path.backward(exact), -1, frozen, how, upper, from);
              accepted[0] += path.acceptance() * frozen.size() / n;
            });
    double[] gap = new double[n];
    Arrays.setAll(gap, i -> upper[i] - lower[i]);
    out.put(LikelihoodQuantities.GAP, mean(gap));
    out.put(LikelihoodQuantities.GAP_LOWER, mean(lower));
    out.put(LikelihoodQuantities.GAP_UPPER, mean(upper));
    out.put(LikelihoodQuantities.GAP_EXAMPLES, Measured.exact(n));
    out.put(LikelihoodQuantities.GAP_TEMPERATURES, Measured.exact(how.temperatures()));
    out.put(LikelihoodQuantities.GAP_ACCEPTANCE, Measured.unmeasured(accepted[0]));
  }

  /**
   * ± log of the mean over chains of w^±1, for each example.
   *
   * @param sign 1 or −1
   */
  private static void logMeans(
      double[] logWeights, int sign, FrozenModel frozen, Annealing how, double[] into, int from) {
    for (int b = 0; b < frozen.size(); b++) {
      ImportanceWeights weights = new ImportanceWeights(how.chains());
      for (int c = 0; c < how.chains(); c++) {
        weights.add(sign * logWeights[c * frozen.size() + b]);
      }
      into[from + b] = sign * weights.logMean();
    }
  }

  /** With the error of the mean over examples. */
  private static Measured mean(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(it -> (it - mean) * (it - mean)).sum();
    return new Measured(mean, Math.sqrt(squares / (values.length - 1) / values.length));
  }
}
