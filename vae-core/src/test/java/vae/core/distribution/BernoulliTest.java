package vae.core.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.oracle.DoubleTape;

final class BernoulliTest {

  private static Bernoulli of(Tape tape, double... logits) {
    return new Bernoulli(tape.constant(Shape.of(1, logits.length), logits));
  }

  /** Both as data of one batch and as draws: the two ways in which the sum is computed. */
  private static double[] logProb(double logit, double x) {
    return DoubleTape.compute(
        tape -> {
          Bernoulli p = of(tape, logit);
          return new double[] {
            p.logProb(tape.constant(Shape.of(1, 1), x)).item(),
            p.logProb(tape.constant(Shape.of(1, 1, 1), x)).item()
          };
        });
  }

  @Test
  void extremeLogitsHaveTheirLimits() {
    for (double size : new double[] {1e3, 1e4, 1e100}) {
      assertArrayEquals(new double[2], logProb(size, 1), size + " for 1");
      assertArrayEquals(new double[2], logProb(-size, 0), -size + " for 0");
      assertArrayEquals(new double[] {-size, -size}, logProb(size, 0), size + " for 0");
      assertArrayEquals(new double[] {-size, -size}, logProb(-size, 1), -size + " for 1");
    }
  }

  @Test
  void extremeLogitsAreCertain() {
    DoubleTape.run(
        tape -> {
          Bernoulli p = of(tape, 1e4, -1e4, 800, -800);
          double[] certain = {1, 0, 1, 0};
          assertArrayEquals(certain, p.mean().toArray().toDoubles());
          assertArrayEquals(certain, p.draw(1, Key.of(1)).z().toArray().toDoubles());
          assertEquals(0, p.entropy().item());
        });
  }

  @Test
  void gradientsOfExtremeLogitsAreTheirLimits() {
    DoubleTape.run(
        tape -> {
          Parameter logits =
              new Parameter(
                  "logits", NdArray.of(Shape.of(1, 4), new double[] {1e4, 1e4, -1e4, -1e4}));
          Tensor x = tape.constant(Shape.of(1, 4), 1, 0, 1, 0);
          tape.backward(new Bernoulli(tape.parameter(logits)).logProb(x).sum());
          assertArrayEquals(new double[] {0, -1, 1, 0}, tape.gradient(logits).toDoubles());
        });
  }

  /** All 2⁶ binary vectors. */
  @Test
  void massesOfAllVectorsAddUpToOne() {
    int d = 6;
    double[] bits = new double[(1 << d) * d];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = (i / d) >> (i % d) & 1;
    }
    DoubleTape.run(
        tape -> {
          Bernoulli p = of(tape, -3, -0.5, 0, 0.7, 2, 30);
          Tensor all = tape.constant(Shape.of(1 << d, 1, d), bits);
          assertEquals(0, p.logProb(all).logSumExp(0).item(), 1e-12);
        });
  }

  @Test
  void massesAreThoseOfCommonsMath() {
    for (double logit : new double[] {-5, -0.3, 0, 2.5}) {
      BinomialDistribution reference = new BinomialDistribution(1, 1 / (1 + Math.exp(-logit)));
      for (int x : new int[] {0, 1}) {
        double expected = reference.logProbability(x);
        assertArrayEquals(new double[] {expected, expected}, logProb(logit, x), 1e-13);
      }
    }
  }
}
