package vae.core.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.oracle.DoubleTape;

/** Densities and entropies against Commons Math, dimension by dimension. */
final class GaussianDensitiesTest {

  private static final double[] MEAN = {0.5, -2, 30};
  private static final double[] DEVIATION = {0.01, 1, 25};
  private static final double[] X = {0.52, 3, -70};

  private static Tensor row(Tape tape, double... values) {
    return tape.constant(Shape.of(1, values.length), values);
  }

  private static double reference(double[] deviation) {
    double sum = 0;
    for (int j = 0; j < X.length; j++) {
      sum += new NormalDistribution(MEAN[j], deviation[j]).logDensity(X[j]);
    }
    return sum;
  }

  @Test
  void diagonal() {
    DoubleTape.run(
        tape -> {
          DiagonalGaussian q = new DiagonalGaussian(row(tape, MEAN), row(tape, DEVIATION).log());
          assertEquals(reference(DEVIATION), q.logProb(row(tape, X)).item(), 1e-10);
          double logs = Math.log(0.01) + Math.log(25);
          double entropy = logs + 1.5 * (1 + Math.log(2 * Math.PI));
          assertEquals(entropy, q.entropy().item(), 1e-12);
        });
  }

  @Test
  void isotropic() {
    double sigma = 3;
    DoubleTape.run(
        tape -> {
          IsotropicGaussian p =
              new IsotropicGaussian(row(tape, MEAN), tape.scalar(Math.log(sigma)));
          double expected = reference(new double[] {sigma, sigma, sigma});
          assertEquals(expected, p.logProb(row(tape, X)).item(), 1e-10);
          Tensor draws = row(tape, X).reshape(1, 1, 3);
          assertEquals(expected, p.logProb(draws).item(), 1e-10);
        });
  }

  @Test
  void standard() {
    DoubleTape.run(
        tape -> {
          StandardGaussian p = new StandardGaussian(tape, 3);
          NormalDistribution one = new NormalDistribution();
          double expected = one.logDensity(0.1) + one.logDensity(-4) + one.logDensity(7);
          assertEquals(expected, p.logProb(row(tape, 0.1, -4, 7)).item(), 1e-12);
        });
  }
}
