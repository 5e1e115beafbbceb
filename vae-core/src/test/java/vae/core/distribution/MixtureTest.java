package vae.core.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.MonteCarlo;

final class MixtureTest {

  private static final double[] WEIGHTS = {0.2, 0.5, 0.3};
  private static final double[] MEANS = {-2, 1, 0.5, 0, 3, -1};
  private static final double[] DEVIATIONS = {0.3, 1.2, 0.9, 0.5, 2, 0.1};

  /** Components as a batch, seen only through {@link Mixture}'s own methods. */
  private record Plain(DiagonalGaussian components, Tensor logWeights) implements Mixture {

    @Override
    public Distribution picked(int... numbers) {
      return new GaussianMixture(components, logWeights).picked(numbers);
    }
  }

  private static GaussianMixture mixture(Tape tape) {
    Shape each = Shape.of(3, 2);
    return new GaussianMixture(
        new DiagonalGaussian(tape.constant(each, MEANS), tape.constant(each, DEVIATIONS).log()),
        tape.constant(Shape.of(3), WEIGHTS).log());
  }

  private static double density(double x, double y) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double a = (x - MEANS[2 * k]) / DEVIATIONS[2 * k];
      double b = (y - MEANS[2 * k + 1]) / DEVIATIONS[2 * k + 1];
      double volume = 2 * Math.PI * DEVIATIONS[2 * k] * DEVIATIONS[2 * k + 1];
      sum += WEIGHTS[k] * Math.exp(-0.5 * (a * a + b * b)) / volume;
    }
    return Math.log(sum);
  }

  @Test
  void densityIsTheWeightedSumWrittenOut() {
    DoubleTape.run(
        tape -> {
          Tensor z = tape.normal(Key.of(1), Shape.of(4, 5, 2)).multiply(2);
          double[] points = z.toArray().toDoubles();
          double[] expected = new double[20];
          Arrays.setAll(expected, i -> density(points[2 * i], points[2 * i + 1]));
          GaussianMixture p = mixture(tape);
          assertArrayEquals(expected, p.logProb(z).toArray().toDoubles(), 1e-12);
          Mixture plain = new Plain(p.components(), p.logWeights());
          assertArrayEquals(expected, plain.logProb(z).toArray().toDoubles(), 1e-12);
        });
  }

  /** In single precision: far from all components e^(log density) is 0. */
  @Test
  void densityFarAwayIsFinite() {
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.AUTO, 1);
        Tape tape = Tape.of(kernels, DType.F32)) {
      GaussianMixture p = mixture(tape);
      Tensor far = tape.constant(Shape.of(2, 2), 1e4, -1e4, 3e17, 1);
      double[] density = p.logProb(far).toArray().toDoubles();
      double nearest = 0.5 * (Math.pow((1e4 - 0.5) / 0.9, 2) + Math.pow(-1e4 / 0.5, 2));
      assertEquals(-nearest, density[0], 1e-6 * nearest);
      assertTrue(Double.isFinite(density[1]), Arrays.toString(density));
    }
  }

  /** 20,000 draws: each component is taken as often as its weight says. */
  @Test
  void drawsPickComponentsByTheirWeights() {
    DoubleTape.run(
        tape -> {
          GaussianMixture p = mixture(tape);
          Tensor narrow = p.components().logDeviation().multiply(0).add(-20);
          Draws draws =
              new GaussianMixture(
                      new DiagonalGaussian(p.components().mean(), narrow), p.logWeights())
                  .draw(20_000, Key.of(2));
          double[] z = draws.z().toArray().toDoubles();
          for (int k = 0; k < 3; k++) {
            double[] hits = new double[20_000];
            for (int s = 0; s < hits.length; s++) {
              hits[s] = Math.abs(z[2 * s] - MEANS[2 * k]) < 1e-6 ? 1 : 0;
            }
            MonteCarlo.of(hits).assertMean("component " + k, WEIGHTS[k]);
          }
        });
  }

  @Test
  void drawsPassGradientsToComponentsAndNotToWeights() {
    Parameter mean = new Parameter("mean", NdArray.of(Shape.of(3, 2), MEANS));
    Parameter log =
        new Parameter("log", NdArray.of(Shape.of(3), new double[] {Math.log(0.5), -2, -1}));
    DoubleTape.run(
        tape -> {
          Tensor deviation = tape.full(Shape.of(3, 2), 0);
          GaussianMixture p =
              new GaussianMixture(
                  new DiagonalGaussian(tape.parameter(mean), deviation), tape.parameter(log));
          tape.backward(p.draw(40, Key.of(3)).z().sum());
          double[] byMean = tape.gradient(mean).toDoubles();
          assertEquals(80, Arrays.stream(byMean).sum(), 1e-12, "one for each number drawn");
          assertTrue(tape.gradient(log) == null, "weights have a gradient");
        });
  }

  @Test
  void weightsOfAnotherNumberAreRefused() {
    DoubleTape.run(
        tape -> {
          DiagonalGaussian three = mixture(tape).components();
          ShapeException wrong =
              assertThrows(
                  ShapeException.class,
                  () -> new GaussianMixture(three, tape.full(Shape.of(2), 0)));
          assertTrue(wrong.getMessage().startsWith("logWeights"), wrong.getMessage());
        });
  }

  @Test
  void theClosedFormOfTheKlIsMissedByName() {
    DoubleTape.run(
        tape -> {
          GaussianMixture p = mixture(tape);
          DiagonalGaussian q =
              new DiagonalGaussian(tape.full(Shape.of(1, 2), 0), tape.full(Shape.of(1, 2), 0));
          assertFalse(Kl.find(q, p).isPresent());
          MisfitException none = assertThrows(MisfitException.class, () -> Kl.closedForm(q, p));
          assertTrue(none.getMessage().contains("GaussianMixture"), none.getMessage());
        });
  }
}
