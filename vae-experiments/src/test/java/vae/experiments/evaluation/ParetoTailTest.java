package vae.experiments.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pareto k̂ of weights whose tail index is known. */
final class ParetoTailTest {

  private static ParetoTail of(double... logWeights) {
    ParetoTail tail = new ParetoTail(logWeights.length);
    for (double each : logWeights) {
      tail.add(each);
    }
    return tail;
  }

  /**
   * Weights of draws of N(0, s²) for the target N(0, 1) have tail index 1 − s² for s &lt; 1: the
   * mean over repeats, as one estimate scatters by 0.1.
   */
  @ParameterizedTest
  @CsvSource({"0.3, 0.91", "0.5477, 0.7", "0.7071, 0.5"})
  void aNarrowProposalHasItsTailIndex(double s, double expected) {
    int repeats = 60;
    int samples = 4000;
    double sum = 0;
    double squares = 0;
    Random random = new Random(3);
    for (int r = 0; r < repeats; r++) {
      double[] logs = new double[samples];
      for (int k = 0; k < samples; k++) {
        double e = random.nextGaussian();
        logs[k] = 0.5 * e * e * (1 - s * s) + Math.log(s);
      }
      double k = of(logs).shape().orElseThrow();
      sum += k;
      squares += k * k;
    }
    double mean = sum / repeats;
    double error = Math.sqrt((squares / repeats - mean * mean) / repeats);
    assertTrue(error < 0.03, "the test could not tell: " + error);
    assertEquals(expected, mean, 4 * error + 0.1, "finite K: a slowly varying factor remains");
  }

  /** Quantiles of the generalised Pareto distribution; with K = 5 M the tail is theirs alone. */
  @ParameterizedTest
  @ValueSource(doubles = {-0.4, 0.1, 0.5, 0.9, 1.5})
  void quantilesOfAParetoTailGiveItsShape(double k) {
    int tail = 40;
    double[] logs = new double[5 * tail];
    for (int i = 0; i < logs.length; i++) {
      double q = (i - 4 * tail + 0.5) / tail;
      logs[i] = i < 4 * tail ? Math.log(1e-3) : Math.log(1e-3 + (Math.pow(1 - q, -k) - 1) / k);
    }
    double shrunk = (tail * k + 5) / (tail + 10);
    assertEquals(shrunk, of(logs).shape().orElseThrow(), 0.12);
  }

  /** The same estimate written out in numpy 2.4, after {@code psis} of R's package loo. */
  @Test
  void agreesWithAnotherProgram() {
    double[] logs = new double[1000];
    Arrays.setAll(logs, i -> 3 * Math.sin(i) + 0.5 * (i % 7));
    assertEquals(-0.3538401070105482, of(logs).shape().orElseThrow(), 1e-9);
  }

  /** Neither the order of the weights nor their scale is part of it, nor how far they spread. */
  @Test
  void orderAndScaleDoNotMatter() {
    Random random = new Random(5);
    double[] logs = random.doubles(1000).map(u -> -0.8 * Math.log(u)).toArray();
    double[] reversed = new double[logs.length];
    double[] scaled = new double[logs.length];
    for (int i = 0; i < logs.length; i++) {
      reversed[i] = logs[logs.length - 1 - i];
      scaled[i] = logs[i] - 5000;
    }
    double k = of(logs).shape().orElseThrow();
    assertEquals(k, of(reversed).shape().orElseThrow());
    assertEquals(k, of(scaled).shape().orElseThrow(), 1e-9);
    double[] wild = random.doubles(1000).map(u -> 4000 * u).toArray();
    assertTrue(of(wild).shape().orElseThrow() > 5);
  }

  @Test
  void withoutATailThereIsNoShape() {
    assertTrue(of(new double[120]).shape().isEmpty(), "24 tail weights");
    assertTrue(of(new double[1000]).shape().isEmpty(), "equal weights");
    double[] zeros = new double[1000];
    Arrays.fill(zeros, Double.NEGATIVE_INFINITY);
    assertTrue(of(zeros).shape().isEmpty());
  }

  /** Of a million weights the 3000 largest are kept. */
  @Test
  void theTailIsBounded() {
    assertEquals(3000, ParetoTail.tail(1_000_000));
    assertEquals(24, ParetoTail.tail(120));
    assertEquals(0.7, ParetoTail.threshold(1_000_000));
    assertEquals(1 - 1 / Math.log10(500), ParetoTail.threshold(500), 1e-12);
  }
}
