package vae.experiments.evaluation.gaps;

import java.util.List;
import vae.autodiff.random.Key;
import vae.core.distribution.Draws;
import vae.core.model.Quantity;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.FrozenModel;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Metric;
import vae.experiments.training.ModelOnBatch;

/**
 * Where inference loses nats: to the posterior's family, or to the encoder.
 *
 * <p>\[ \log p(x) - \mathrm{ELBO}[q_\phi] = (\log p(x) - \mathrm{ELBO}[q^*]) + (\mathrm{ELBO}[q^*]
 * - \mathrm{ELBO}[q_\phi]) \]
 *
 * <p>The first term is the approximation gap, the second the amortisation gap.
 *
 * <p>q* is the best member of the encoder's own family for each example, found by {@link
 * LocalPosteriors} on the frozen decoder; \(\log p(x)\) is estimated by importance sampling from
 * q*, a lower bound in expectation, so the approximation gap is too small where few samples carry
 * the estimate (their effective number is reported). Both ELBOs are means of log weights with the
 * same noise, so the amortisation gap of an exact encoder has next to no error.
 *
 * <p>Needs an encoder whose outputs are the parameters of a posterior family. Source: Cremer, Li
 * and Duvenaud (2018), section 3.
 */
public record Gaps(Gaps.Spec spec) implements Metric {

  /**
   * @param examples n, a keyed choice of the part's, ≥ 1
   * @param steps of Adam, ≥ 0
   * @param rate its first learning rate, &gt; 0
   * @param draws of z for each example in a step, ≥ 1
   * @param samples K, importance samples from q* for log p(x), from 1 to a million
   */
  @Describe(
      value = "Approximation and amortisation gap: what the posterior family and the encoder lose.",
      source = "Cremer, Li and Duvenaud (2018)")
  public record Spec(
      @Default("100") @Describe("examples, a keyed choice of the part's, at least 1") int examples,
      @Default("1000") @Describe("steps of Adam for each example, at least 0") int steps,
      @Default("0.01") @Describe("learning rate at the start, above 0; falls linearly to 0")
          double rate,
      @Default("10") @Describe("draws of z for each example in a step, at least 1") int draws,
      @Default("5000") @Describe("importance samples of an example for log p(x), 1 to 1000000")
          int samples)
      implements Metric.Spec {

    private static final int MAX_SAMPLES = 1_000_000;

    public Spec {
      Require.atLeast("examples", examples, 1);
      Require.atLeast("steps", steps, 0);
      Require.positive("rate", rate);
      Require.between("draws", draws, 1, HeldOutEvaluator.DECODER_ROWS);
      Require.between("samples", samples, 1, MAX_SAMPLES);
    }
  }

  @Override
  public List<Quantity> quantities() {
    return FoundGaps.QUANTITIES;
  }

  @Override
  public boolean everyEpoch() {
    return false;
  }

  @Override
  public void measure(Evaluator part, Measurements out) {
    Evaluator on = part.some(spec.examples());
    int samples = part.affordable(spec.samples());
    int steps = part.affordable(spec.steps());
    FoundGaps found = new FoundGaps(on.size(), samples);
    int chunk = Math.max(1, HeldOutEvaluator.DECODER_ROWS / spec.draws());
    on.chunks()
        .forEachFrozen(
            0,
            chunk,
            (examples, noise, from) -> {
              LocalPosteriors amortised = LocalPosteriors.start(examples);
              LocalPosteriors local = LocalPosteriors.start(examples);
              local.optimise(examples, steps, spec.rate(), spec.draws(), noise.fold("steps"));
              sample(examples, noise.fold("samples"), from, List.of(amortised, local), found);
            });
    found.put(on, out);
  }

  /** Draws of both posteriors with the same noise, in blocks of bounded memory. */
  private static void sample(
      FrozenModel chunk, Key noise, int from, List<LocalPosteriors> of, FoundGaps found) {
    int block = Math.max(1, HeldOutEvaluator.DECODER_ROWS / chunk.size());
    for (int done = 0; done < found.samples(); done += block) {
      int now = Math.min(block, found.samples() - done);
      Key key = noise.fold(done);
      double[] own = logWeights(chunk, of.getFirst(), now, key);
      found.add(from, now, own, logWeights(chunk, of.getLast(), now, key));
    }
  }

  /** log p(x, z) − log q(z) of draws, [samples, B]. */
  private static double[] logWeights(FrozenModel chunk, LocalPosteriors of, int samples, Key key) {
    ModelOnBatch model = chunk.begin();
    Draws draws = of.on(model.x().tape()).draw(samples, key);
    return model.generative().logWeights(model.x(), draws).toArray().toDoubles();
  }
}
