package vae.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.Draws;
import vae.core.distribution.FullGaussian;
import vae.core.distribution.HasDensity;
import vae.core.distribution.HasEntropy;
import vae.core.distribution.HasMarginals;
import vae.core.distribution.HasMean;
import vae.core.oracle.MonteCarlo;
import vae.core.oracle.QuadratureRule;

/** What the contracts of priors, posteriors and likelihoods ask of their distributions alike. */
final class DistributionChecks {

  private static final int DRAWS = 40_000;

  private DistributionChecks() {}

  /** Every method's shape is what {@link Distribution} says. */
  static void shapes(Distribution d, Shape batch, Shape event) {
    assertEquals(batch, d.batchShape(), "batch");
    assertEquals(event, d.eventShape(), "event");
    Shape one = batch.append(event);
    for (int samples : new int[] {1, 3}) {
      Draws draws = d.draw(samples, Key.of(1));
      assertEquals(one.prepend(samples), draws.z().shape(), "draws");
      assertEquals(batch.prepend(samples), draws.logProb().shape(), "log density of draws");
      if (d instanceof HasDensity known) {
        assertEquals(batch.prepend(samples), known.logProb(draws.z()).shape(), "logProb of draws");
      }
    }
    if (d instanceof HasDensity known) {
      Tensor event1 = d.draw(1, Key.of(1)).z().detach().reshape(one);
      assertEquals(batch, known.logProb(event1).shape(), "logProb of one event a batch entry");
    }
    if (d instanceof HasMean known) {
      assertEquals(one, known.mean().shape(), "mean");
    }
    if (d instanceof HasMarginals known) {
      assertEquals(batch, known.marginals().batchShape(), "batch of marginals");
      assertEquals(event, known.marginals().eventShape(), "event of marginals");
    }
    if (d instanceof HasEntropy known) {
      assertEquals(batch, known.entropy().shape(), "entropy");
    }
  }

  /** Draws are a function of the key; more of them leave the first ones as they were. */
  static void drawsFollowTheKey(Distribution d) {
    double[] draws = d.draw(3, Key.of(5)).z().toArray().toDoubles();
    assertArrayEquals(draws, d.draw(3, Key.of(5)).z().toArray().toDoubles(), "the same key");
    double[] more = d.draw(5, Key.of(5)).z().toArray().toDoubles();
    assertArrayEquals(draws, Arrays.copyOf(more, draws.length), "more samples");
    double[] others = d.draw(3, Key.of(6)).z().toArray().toDoubles();
    assertFalse(Arrays.equals(draws, others), "another key gave the same draws");
  }

  /** The density or mass of a distribution with batch [1] or [] is 1 over the rule. */
  static void normalised(HasDensity d, QuadratureRule rule) {
    double mass = rule.logIntegral(d.logProb(points(d, rule)));
    assertEquals(0, mass, 1e-9, "logarithm of the whole mass");
  }

  /** Mean, second moments and an odd function: draws agree with the density over the rule. */
  static void drawsFollowTheDensity(HasDensity d, QuadratureRule rule) {
    Tensor logDensity = d.logProb(points(d, rule));
    double[] draws = d.draw(DRAWS, Key.of(7)).z().toArray().toDoubles();
    int k = d.eventShape().size();
    for (int j = 0; j < k; j++) {
      int at = j;
      double mean = rule.expectation(logDensity, x -> x[at]);
      if (d instanceof HasMean known) {
        assertEquals(mean, known.mean().get(j), 1e-8 * Math.max(1, Math.abs(mean)), "mean()");
      }
      compare("E tanh(x)", draws, k, rule, logDensity, x -> Math.tanh(x[at]));
      compare("E sin(x)", draws, k, rule, logDensity, x -> Math.sin(x[at]));
      compare("E cos(x)", draws, k, rule, logDensity, x -> Math.cos(x[at]));
    }
    compare("E cos(sum x)", draws, k, rule, logDensity, x -> Math.cos(Arrays.stream(x).sum()));
  }

  private static void compare(
      String what,
      double[] draws,
      int k,
      QuadratureRule rule,
      Tensor logDensity,
      ToDoubleFunction<double[]> g) {
    double[] values = new double[draws.length / k];
    for (int s = 0; s < values.length; s++) {
      values[s] = g.applyAsDouble(Arrays.copyOfRange(draws, s * k, (s + 1) * k));
    }
    MonteCarlo.of(values).assertMean(what, rule.expectation(logDensity, g));
  }

  /** Draws of every batch entry have the mean that is claimed. */
  static void drawsHaveTheMean(Distribution d) {
    if (d instanceof HasMean known) {
      Tensor draws = d.draw(DRAWS, Key.of(8)).z();
      for (int i = 0; i < known.mean().shape().size(); i++) {
        MonteCarlo.ofEntry(draws, i).assertMean("mean [" + i + "]", known.mean().get(i));
      }
    }
  }

  /** The closed form is \(-\mathbb E \log q\). */
  static void entropyIsExpectedSurprise(Distribution d) {
    if (d instanceof HasEntropy known) {
      Tensor surprise = d.draw(DRAWS, Key.of(9)).logProb().negate();
      for (int i = 0; i < surprise.shape().size() / DRAWS; i++) {
        double entropy = known.entropy().get(i);
        MonteCarlo.ofEntry(surprise, i).assertMean("entropy [" + i + "]", entropy);
      }
    }
  }

  /** A rule on the line about each coordinate's mean, as wide as its draws are, multiplied. */
  static QuadratureRule ruleFor(Distribution d) {
    Tensor draws = d.draw(1000, Key.of(10)).z();
    QuadratureRule rule = null;
    for (int j = 0; j < d.eventShape().size(); j++) {
      MonteCarlo coordinate = MonteCarlo.ofEntry(draws, j);
      double deviation = coordinate.standardError() * Math.sqrt(coordinate.size());
      double centre = d instanceof HasMean known ? known.mean().get(j) : coordinate.mean();
      QuadratureRule line = QuadratureRule.line(centre, deviation);
      rule = rule == null ? line : rule.times(line);
    }
    return rule;
  }

  private static Tensor points(Distribution d, QuadratureRule rule) {
    assertTrue(d.batchShape().size() == 1, "quadrature takes one distribution");
    int n = rule.weights().length;
    return rule.on(d.draw(1, Key.of(1)).z().tape())
        .reshape(d.batchShape().prepend(n).append(d.eventShape()));
  }

  /**
   * The density that draws carry integrates to one, if nothing else is known of it: the mean of φ/q
   * over draws of q is 1 for a density φ whose tails are lighter than q's.
   */
  static void densityOfDrawsIntegratesToOne(Distribution d) {
    Draws draws = d.draw(DRAWS, Key.of(11));
    Tensor z = draws.z();
    Tensor centre = z.mean(Distribution.SAMPLE).detach(); // [B, m]
    Tensor rows = z.subtract(centre).detach().permute(1, 0, 2); // [B, S, m]
    Tensor covariance = rows.matmul(true, rows, false).multiply(1.0 / DRAWS); // [B, m, m]
    Tensor half = LinearAlgebra.cholesky(covariance).multiply(0.5);
    Tensor narrow = new FullGaussian(centre, half).logProb(z);
    Tensor ratio = narrow.subtract(draws.logProb()).exp();
    for (int i = 0; i < d.batchShape().size(); i++) {
      MonteCarlo.ofEntry(ratio, i).assertMean("whole mass [" + i + "]", 1);
    }
  }
}
