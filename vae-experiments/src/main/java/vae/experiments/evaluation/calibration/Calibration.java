package vae.experiments.evaluation.calibration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.HasDensity;
import vae.core.model.GenerativeModel;
import vae.core.model.Quantity;
import vae.core.model.Quantity.Better;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.SpecException;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Metric;
import vae.experiments.training.ModelOnBatch;

/**
 * Whether the approximate posterior is the model's own, and whether the model's data look like the
 * real ones.
 *
 * <p>Simulation-based calibration: z is drawn from the prior, x from \(p_\theta(x \mid z)\), and L
 * draws from \(q_\phi(z \mid x)\). Where q is the exact posterior, the rank of each coordinate of
 * the true z among the draws is uniform on 0 … L. A hump in the histogram of ranks says that q is
 * too wide, a valley that it is too narrow, a slope that it is shifted.
 *
 * <p>Posterior predictive checks: data x' with \(z \sim q_\phi(z \mid x)\) for each real x, \(x'
 * \sim p_\theta(x' \mid z)\), replicate the data set R times. A p-value near 0 says that a
 * statistic of the real data is one that replicates do not reach; it is two-sided, \(2 \min(r + 1,
 * R - r + 1) / (R + 1)\) with r replicates above the real value; the first of the arrays {@code
 * values} is the real one.
 *
 * <p>Sources: Talts, Betancourt, Simpson, Vehtari and Gelman (2018), section 4; Gelman, Meng and
 * Stern (1996).
 */
public final class Calibration implements Metric {

  /**
   * @param simulations N, of x with its z, from 1 to a million; in turn with the conditions of a
   *     keyed choice of examples, at most as many as the part has
   * @param draws L, of the posterior for each, from 1 to 1000
   * @param bins B of the histogram, at least 2, which divides L + 1
   * @param replicates R, of the data set, from 1 to 100,000
   */
  @Describe(
      value = "Ranks of true z among draws of q for simulated x, and posterior predictive checks.",
      source = "Talts, Betancourt, Simpson, Vehtari and Gelman (2018)")
  public record Spec(
      @Default("1000") @Describe("simulated x with their z, 1 to 1000000") int simulations,
      @Default("99") @Describe("L, draws of the posterior for each, 1 to 1000") int draws,
      @Default("20") @Describe("bins of the ranks' histogram, at least 2; divides L + 1") int bins,
      @Default("99") @Describe("R, replicates of the data set, 1 to 100000") int replicates)
      implements Metric.Spec {

    private static final int MAX_SIMULATIONS = 1_000_000;
    private static final int MAX_REPLICATES = 100_000;

    public Spec {
      Require.between("simulations", simulations, 1, MAX_SIMULATIONS);
      Require.between("draws", draws, 1, HeldOutEvaluator.DECODER_ROWS);
      Require.atLeast("bins", bins, 2);
      Require.between("replicates", replicates, 1, MAX_REPLICATES);
      if ((draws + 1) % bins != 0) {
        throw new SpecException(
            "bins",
            "a divisor of draws + 1, which is " + (draws + 1),
            Integer.toString(bins),
            "With 99 draws take 10, 20 or 25 bins.");
      }
    }
  }

  /** The probability of the ranks' histograms where q is exact, over all coordinates. */
  public static final Quantity RANKS =
      new Quantity(
          "calibration-ranks-p",
          "p-value of the ranks of z",
          Unit.NUMBER,
          Better.LARGER,
          Shown.SUMMARY);

  /** N. */
  public static final Quantity SIMULATIONS =
      new Quantity(
          "calibration-simulations",
          "simulated examples",
          Unit.NUMBER,
          Better.NEITHER,
          Shown.DETAILS);

  private final Spec spec;
  private final List<Quantity> predictive = new ArrayList<>();

  public Calibration(Spec spec) {
    this.spec = spec;
    for (Statistic each : Statistic.values()) {
      predictive.add(
          new Quantity(
              "calibration-%s-p".formatted(each.word()),
              "p-value of the data's " + each.word(),
              Unit.NUMBER,
              Better.LARGER,
              Shown.DETAILS));
    }
  }

  @Override
  public List<Quantity> quantities() {
    List<Quantity> all = new ArrayList<>(List.of(RANKS, SIMULATIONS));
    all.addAll(predictive);
    return all;
  }

  @Override
  public boolean everyEpoch() {
    return false;
  }

  @Override
  public void measure(Evaluator part, Measurements out) {
    Evaluator on = part.some(spec.simulations());
    ranks(on, part.affordable(spec.simulations()), out);
    predictive(on, part.affordable(spec.replicates()), out);
  }

  private void ranks(Evaluator on, int simulations, Measurements out) {
    Ranks[] ranks = new Ranks[1];
    int rounds = (simulations + on.size() - 1) / on.size();
    for (int round = 0; round < rounds; round++) {
      int wanted = simulations - round * on.size();
      on.forEachChunk(round, (model, noise, from) -> simulate(model, noise, wanted - from, ranks));
    }
    double[] pValues = ranks[0].pValues();
    out.put(RANKS, Measured.unmeasured(Ranks.ofAll(pValues)));
    out.put(SIMULATIONS, Measured.exact(simulations));
    out.putArray(RANKS, "per_dimension", pValues);
    out.putArray(RANKS, "histogram", ranks[0].counts());
  }

  /** The ranks of as many simulations as the chunk has examples, or as are wanted. */
  private void simulate(ModelOnBatch model, Key noise, int wanted, Ranks[] ranks) {
    int count = model.x().shape().extent(0);
    GenerativeModel p = model.generative();
    HasDensity pi = p.prior();
    Key simulated = noise.fold("simulated");
    Tensor truth = // [B, m]
        pi.batchShape().rank() == 0
            ? pi.draw(count, simulated).z()
            : pi.draw(1, simulated).z().reshape(pi.batchShape().append(pi.eventShape()));
    Tensor drawn = p.likelihood(truth).draw(1, noise.fold("data")).z();
    Tensor x = model.masked(drawn.reshape(model.x().shape()));
    double[] draws = model.encoder().encode(x).draw(spec.draws(), noise).z().toArray().toDoubles();
    double[] z = truth.toArray().toDoubles();
    int m = z.length / count;
    if (ranks[0] == null) {
      ranks[0] = new Ranks(m, spec.draws(), spec.bins());
    }
    for (int b = 0; b < Math.min(count, wanted); b++) {
      int[] rank = new int[m];
      for (int i = 0; i < spec.draws() * m; i++) {
        int j = i % m;
        rank[j] += draws[(i / m * count + b) * m + j] < z[b * m + j] ? 1 : 0;
      }
      ranks[0].add(rank);
    }
  }

  private void predictive(Evaluator on, int replicates, Measurements out) {
    Statistic.Sums real = new Statistic.Sums();
    Statistic.Sums[] replicated = new Statistic.Sums[replicates];
    Arrays.setAll(replicated, _ -> new Statistic.Sums());
    int block = Math.max(1, HeldOutEvaluator.DECODER_ROWS / HeldOutEvaluator.CHUNK);
    for (int done = 0; done < replicates; done += block) {
      int first = done;
      int now = Math.min(block, replicates - done);
      on.forEachChunk(
          done,
          (model, noise, _) -> {
            Tensor x = model.x();
            if (first == 0) {
              real.add(x, model.observed());
            }
            Key key = noise.fold("replicates");
            Tensor z = model.posterior().draw(now, key).z(); // [now, B, m]
            Distribution data = model.generative().likelihood(z); // batch [now, B]
            Tensor again = data.draw(1, key.fold("data")).z(); // [1, now, B, d]
            for (int r = 0; r < now; r++) {
              replicated[first + r].add(again.slice(1, r, r + 1), model.observed());
            }
          });
    }
    for (Statistic statistic : Statistic.values()) {
      Quantity quantity = predictive.get(statistic.ordinal());
      double[] values = new double[replicated.length + 1];
      values[0] = real.of(statistic);
      int above = 0;
      int below = 0;
      for (int r = 0; r < replicated.length; r++) {
        values[r + 1] = replicated[r].of(statistic);
        above += values[r + 1] >= values[0] ? 1 : 0;
        below += values[r + 1] <= values[0] ? 1 : 0;
      }
      double p = Math.min(1, 2.0 * (1 + Math.min(above, below)) / (replicated.length + 1));
      out.put(quantity, Measured.unmeasured(p));
      out.putArray(quantity, "values", values);
    }
  }
}
