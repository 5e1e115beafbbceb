package vae.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.HasEntropy;
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
    assertEquals(batch.append(event), d.mean().shape(), "mean");
    for (int samples : new int[] {1, 3}) {
      Tensor draws = d.sample(samples, Key.of(1));
      assertEquals(batch.append(event).prepend(samples), draws.shape(), "draws");
      assertEquals(batch.prepend(samples), d.logProb(draws).shape(), "logProb of draws");
    }
    assertEquals(batch, d.logProb(d.mean().detach()).shape(), "logProb of one event a batch entry");
    if (d instanceof HasEntropy known) {
      assertEquals(batch, known.entropy().shape(), "entropy");
    }
  }

  /** Draws are a function of the key; more of them leave the first ones as they were. */
  static void drawsFollowTheKey(Distribution d) {
    double[] draws = d.sample(3, Key.of(5)).toArray().toDoubles();
    assertArrayEquals(draws, d.sample(3, Key.of(5)).toArray().toDoubles(), "the same key");
    double[] more = d.sample(5, Key.of(5)).toArray().toDoubles();
    assertArrayEquals(draws, Arrays.copyOf(more, draws.length), "more samples");
    double[] others = d.sample(3, Key.of(6)).toArray().toDoubles();
    assertFalse(Arrays.equals(draws, others), "another key gave the same draws");
  }

  /** The density or mass of a distribution with batch [1] or [] is 1 over the rule. */
  static void normalised(Distribution d, QuadratureRule rule) {
    double mass = rule.logIntegral(d.logProb(points(d, rule)));
    assertEquals(0, mass, 1e-9, "logarithm of the whole mass");
  }

  /** Mean, second moments and an odd function: draws agree with the density over the rule. */
  static void drawsFollowTheDensity(Distribution d, QuadratureRule rule) {
    Tensor logDensity = d.logProb(points(d, rule));
    double[] draws = d.sample(DRAWS, Key.of(7)).toArray().toDoubles();
    int k = d.eventShape().size();
    for (int j = 0; j < k; j++) {
      int at = j;
      double mean = rule.expectation(logDensity, x -> x[at]);
      assertEquals(mean, d.mean().get(j), 1e-8 * Math.max(1, Math.abs(mean)), "mean()");
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
    Tensor draws = d.sample(DRAWS, Key.of(8));
    for (int i = 0; i < d.mean().shape().size(); i++) {
      MonteCarlo.ofEntry(draws, i).assertMean("mean [" + i + "]", d.mean().get(i));
    }
  }

  /** The closed form is \(-\mathbb E \log q\). */
  static void entropyIsExpectedSurprise(Distribution d) {
    if (d instanceof HasEntropy known) {
      Tensor surprise = d.logProb(d.sample(DRAWS, Key.of(9)).detach()).negate();
      for (int i = 0; i < surprise.shape().size() / DRAWS; i++) {
        double entropy = known.entropy().get(i);
        MonteCarlo.ofEntry(surprise, i).assertMean("entropy [" + i + "]", entropy);
      }
    }
  }

  /** A rule on the line about each coordinate's mean, as wide as its draws are, multiplied. */
  static QuadratureRule ruleFor(Distribution d) {
    Tensor draws = d.sample(1000, Key.of(10));
    QuadratureRule rule = null;
    for (int j = 0; j < d.eventShape().size(); j++) {
      MonteCarlo coordinate = MonteCarlo.ofEntry(draws, j);
      double deviation = coordinate.standardError() * Math.sqrt(coordinate.size());
      QuadratureRule line = QuadratureRule.line(d.mean().get(j), deviation);
      rule = rule == null ? line : rule.times(line);
    }
    return rule;
  }

  private static Tensor points(Distribution d, QuadratureRule rule) {
    assertTrue(d.batchShape().size() == 1, "quadrature takes one distribution");
    int n = rule.weights().length;
    return rule.on(d.mean().tape()).reshape(d.batchShape().prepend(n).append(d.eventShape()));
  }
}
