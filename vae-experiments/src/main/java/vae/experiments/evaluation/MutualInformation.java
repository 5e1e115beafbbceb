package vae.experiments.evaluation;

import java.util.Arrays;
import java.util.List;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.core.model.Quantity;
import vae.core.model.Quantity.Better;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;
import vae.core.spec.Describe;
import vae.experiments.training.ModelOnBatch;

/**
 * How the rate divides: the information that z holds about x, and the divergence of the codes of
 * all examples from the prior.
 *
 * <p>\[ \frac1N \sum_n \mathrm{KL}(q(z \mid x_n) \,\|\, \pi) = I_q(x; z) + \mathrm{KL}(q(z) \,\|\,
 * \pi), \qquad q(z) = \frac1N \sum_{n=1}^N q(z \mid x_n) \]
 *
 * <p>q(z) is the mixture over all N examples of the part, and both terms are means over one draw of
 * z for each example, \(\log q(z_n \mid x_n) - \log q(z_n)\) and \(\log q(z_n) - \log \pi(z_n)\).
 * At most log N: near it both are artefacts of N. Costs N² densities, so that it is for the end of
 * a training; needs a posterior whose density is known at every z.
 *
 * <p>Source: Hoffman and Johnson (2016), section 2.
 */
public final class MutualInformation implements Metric {

  @Describe(
      value = "Information of z about x under q, and the divergence of all codes from the prior.",
      source = "Hoffman and Johnson (2016)")
  public record Spec() implements Metric.Spec {}

  /** \(I_q(x; z)\). */
  public static final Quantity INFORMATION =
      new Quantity(
          "mutual-information", "mutual information", Unit.NATS, Better.NEITHER, Shown.SUMMARY);

  /** \(\mathrm{KL}(q(z) \,\|\, \pi)\). */
  public static final Quantity AGGREGATE =
      new Quantity("aggregate-kl", "aggregate KL", Unit.NATS, Better.NEITHER, Shown.SUMMARY);

  /** Draws whose densities under a chunk of posteriors are computed at once. */
  private static final int BLOCK = 250;

  @Override
  public List<Quantity> quantities() {
    return List.of(INFORMATION, AGGREGATE);
  }

  @Override
  public boolean everyEpoch() {
    return false;
  }

  @Override
  public void measure(Evaluator on, Measurements out) {
    int n = on.size();
    double[][] z = new double[n][];
    double[] own = new double[n];
    double[] prior = new double[n];
    on.forEachChunk(
        0,
        (model, noise, from) -> {
          Draws draws = model.posterior().draw(1, noise); // [1, B, m]
          Tensor logQ = draws.logProb(); // [1, B]
          Tensor logPrior = model.generative().prior().logProb(draws.z());
          double[] flat = draws.z().toArray().toDoubles();
          int count = logQ.shape().extent(-1);
          int m = flat.length / count;
          for (int i = 0; i < count; i++) {
            z[from + i] = Arrays.copyOfRange(flat, i * m, (i + 1) * m);
            own[from + i] = logQ.get(i);
            prior[from + i] = logPrior.get(i);
          }
        });
    double[] mixture = logMixture(on, z);
    double[] information = new double[n];
    double[] aggregate = new double[n];
    for (int i = 0; i < n; i++) {
      information[i] = own[i] - mixture[i];
      aggregate[i] = mixture[i] - prior[i];
    }
    out.put(INFORMATION, mean(information));
    out.put(AGGREGATE, mean(aggregate));
    out.putEach(INFORMATION, information);
    out.putEach(AGGREGATE, aggregate);
  }

  /** log q(z) of each draw, [N]. */
  private static double[] logMixture(Evaluator on, double[][] z) {
    LogSums sums = new LogSums(z.length);
    for (int begin = 0; begin < z.length; begin += BLOCK) {
      double[][] block = Arrays.copyOfRange(z, begin, Math.min(begin + BLOCK, z.length));
      int first = begin;
      on.forEachChunk(0, (model, _, _) -> add(model, block, first, sums));
    }
    double[] mixture = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      mixture[i] = sums.of(i) - StrictMath.log(z.length);
    }
    return mixture;
  }

  /** Adds the densities of a block of draws under a chunk of posteriors. */
  private static void add(ModelOnBatch model, double[][] block, int first, LogSums sums) {
    int count = model.x().shape().extent(0);
    int m = block[0].length;
    double[] repeated = new double[block.length * count * m]; // each draw for all of B
    for (int i = 0; i < block.length * count; i++) {
      System.arraycopy(block[i / count], 0, repeated, i * m, m);
    }
    Tensor at = model.x().tape().constant(Shape.of(block.length, count, m), repeated);
    double[] logQ = density(model.posterior()).logProb(at).toArray().toDoubles(); // [block, B]
    for (int i = 0; i < logQ.length; i++) {
      sums.add(first + i / count, logQ[i]);
    }
  }

  private static HasDensity density(Posterior q) {
    if (q instanceof HasDensity everywhere) {
      return everywhere;
    }
    throw new MisfitException(
        "mutual-information needs a posterior whose density is known at every z",
        "Take another posterior family, or leave the metric out.");
  }

  private static Measured mean(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    return Measured.unmeasured(mean);
  }

  /** Logarithms of sums of exponentials, added up as they come. */
  private static final class LogSums {
    private final double[] largest;
    private final double[] sum;

    LogSums(int size) {
      largest = new double[size];
      Arrays.fill(largest, Double.NEGATIVE_INFINITY);
      sum = new double[size];
    }

    void add(int place, double logarithm) {
      if (logarithm > largest[place]) {
        sum[place] = sum[place] * StrictMath.exp(largest[place] - logarithm) + 1;
        largest[place] = logarithm;
      } else if (logarithm > Double.NEGATIVE_INFINITY) {
        sum[place] += StrictMath.exp(logarithm - largest[place]);
      }
    }

    double of(int place) {
      return largest[place] + StrictMath.log(sum[place]);
    }
  }
}
