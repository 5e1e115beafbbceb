package vae.core.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.Function;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.oracle.DoubleTape;

/** Densities, volumes and variances against Commons Math and against each other. */
final class CorrelatedGaussianProperties {

  private static double[] values(Tensor tensor) {
    return tensor.toArray().toDoubles();
  }

  /** Entry 0 of a tensor [B, n, n]. */
  private static RealMatrix matrix(Tensor tensor) {
    int n = tensor.shape().extent(-1);
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      rows[i] = Arrays.copyOfRange(values(tensor), i * n, (i + 1) * n);
    }
    return new Array2DRowRealMatrix(rows);
  }

  @Property(tries = 50, seed = "121")
  void fullDensityIsThatOfCommonsMath(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 5) int m) {
    DoubleTape.run(
        tape -> {
          FullGaussian q = (FullGaussian) GaussianFamily.FULL.member(tape, seed, 1, m);
          RealMatrix c = matrix(q.factor());
          double[][] covariance = c.multiply(c.transpose()).getData();
          MultivariateNormalDistribution reference =
              new MultivariateNormalDistribution(values(q.mean()), covariance);
          Tensor z = q.draw(3, Key.of(seed)).z().multiply(1.5);
          double[] density = values(q.logProb(z));
          for (int s = 0; s < 3; s++) {
            double[] point = Arrays.copyOfRange(values(z), s * m, (s + 1) * m);
            double expected = Math.log(reference.density(point));
            assertEquals(expected, density[s], 1e-9 * Math.max(1, Math.abs(expected)));
          }
          for (int i = 0; i < m; i++) {
            assertEquals(covariance[i][i], q.variance().get(i), 1e-12 * covariance[i][i]);
          }
        });
  }

  /** The full Gaussian with the covariance [B, m, m]. */
  private static FullGaussian full(Tensor mean, Tensor covariance) {
    return new FullGaussian(mean, LinearAlgebra.cholesky(covariance));
  }

  private static void assertSame(CorrelatedGaussian expected, CorrelatedGaussian found, int seed) {
    Tensor z = expected.draw(4, Key.of(seed)).z();
    assertArrayEquals(values(expected.logProb(z)), values(found.logProb(z)), 1e-8);
    assertArrayEquals(values(expected.entropy()), values(found.entropy()), 1e-10);
    assertArrayEquals(values(expected.variance()), values(found.variance()), 1e-10);
  }

  private static Tensor diagonalMatrix(Tensor diagonal) {
    int m = diagonal.shape().extent(-1);
    Tensor rows = diagonal.reshape(diagonal.shape().append(Shape.of(1)));
    return rows.multiply(LinearAlgebra.diagonal(diagonal.tape(), m, 1, 0));
  }

  @Property(tries = 50, seed = "122")
  void lowRankIsTheFullGaussianOfTheSameCovariance(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 6) int m) {
    DoubleTape.run(
        tape -> {
          LowRankGaussian q = (LowRankGaussian) GaussianFamily.LOW_RANK.member(tape, seed, 2, m);
          Tensor covariance =
              q.factor()
                  .matmul(false, q.factor(), true)
                  .add(diagonalMatrix(q.logDeviation().multiply(2).exp()));
          assertSame(full(q.mean(), covariance), q, seed);
        });
  }

  @Property(tries = 50, seed = "123")
  void householderIsTheFullGaussianOfTheSameCovariance(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 6) int m) {
    DoubleTape.run(
        tape -> {
          HouseholderGaussian q =
              (HouseholderGaussian) GaussianFamily.HOUSEHOLDER.member(tape, seed, 2, m);
          Tensor h = q.rotation();
          Tensor variances = diagonalMatrix(q.base().logDeviation().multiply(2).exp());
          assertSame(full(q.mean(), h.matmul(variances).matmul(false, h, true)), q, seed);
        });
  }

  @Property(tries = 50, seed = "124")
  void chainsOfReflectionsAreOrthogonal(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 8) int m) {
    DoubleTape.run(
        tape -> {
          HouseholderGaussian q =
              (HouseholderGaussian) GaussianFamily.HOUSEHOLDER.member(tape, seed, 1, m);
          RealMatrix h = matrix(q.rotation());
          RealMatrix error =
              h.transpose().multiply(h).subtract(MatrixUtils.createRealIdentityMatrix(m));
          assertEquals(0, error.getNorm(), 1e-12);
          double sign = (1 + seed % 3) % 2 == 0 ? 1 : -1;
          assertEquals(sign, new LUDecomposition(h).getDeterminant(), 1e-12);
          assertArrayEquals(
              h.operate(values(q.base().mean())), values(q.mean()), 1e-12, "the mean is turned");
        });
  }

  /** An encoder of zero weights gives zero vectors; neither values nor gradients are NaN. */
  @Example
  void aVectorOfZerosReflectsNothing() {
    Shape shape = Shape.of(2, 2, 3);
    Parameter vectors = new Parameter("vectors", NdArray.zeros(DType.F64, shape));
    DoubleTape.run(
        tape -> {
          DiagonalGaussian base = GaussianFamily.diagonal(tape, 3, Shape.of(2, 3));
          HouseholderGaussian q = new HouseholderGaussian(base, tape.parameter(vectors));
          Tensor z = base.draw(4, Key.of(1)).z();
          assertArrayEquals(values(z), values(q.draw(4, Key.of(1)).z()));
          assertArrayEquals(values(base.logProb(z)), values(q.logProb(z)));
          tape.backward(q.logProb(z).sum());
          double[] gradient = tape.gradient(vectors).toDoubles();
          assertArrayEquals(new double[shape.size()], gradient, 0);
        });
  }

  private static <T> T onTape(DType type, Function<Tape, T> body) {
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, type)) {
      return body.apply(tape);
    }
  }

  @Property(tries = 30, seed = "125", edgeCases = EdgeCasesMode.NONE)
  void singlePrecisionAgreesWithDouble(
      @ForAll GaussianFamily family,
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 6) int m) {
    Function<Tape, double[]> density =
        tape -> {
          CorrelatedGaussian q = family.member(tape, seed, 2, m);
          return values(q.logProb(q.draw(3, Key.of(seed)).z().detach()));
        };
    double[] expected = onTape(DType.F64, density);
    double[] found = onTape(DType.F32, density);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], 1e-3 * Math.max(1, Math.abs(expected[i])));
    }
  }

  /** Where U is a thousand times σ, Woodbury's difference of squares would keep no digit of F32. */
  @Example
  void lowRankDensityDoesNotCancelInSinglePrecision() {
    Function<Tape, double[]> density =
        tape -> {
          Tensor factor = GaussianFamily.normal(tape, 5, "u", Shape.of(1, 4, 1)).multiply(1000);
          Tensor zero = tape.full(Shape.of(1, 4), 0);
          Tensor own = GaussianFamily.normal(tape, 6, "own", Shape.of(1, 4));
          Tensor z = factor.reshape(1, 4).multiply(1.25).add(own);
          return values(new LowRankGaussian(zero, zero, factor).logProb(z));
        };
    double expected = onTape(DType.F64, density)[0];
    assertEquals(expected, onTape(DType.F32, density)[0], 0.01);
  }

  /** [*S, B, m] of any leading rank, the same numbers in any arrangement. */
  @Property(tries = 20, seed = "126")
  void leadingAxesAreDraws(
      @ForAll GaussianFamily family, @ForAll @IntRange(min = 1, max = 10_000) int seed) {
    DoubleTape.run(
        tape -> {
          CorrelatedGaussian q = family.member(tape, seed, 3, 2);
          Tensor z = q.draw(4, Key.of(seed)).z();
          Tensor nested = q.logProb(z.reshape(2, 2, 3, 2));
          assertEquals(Shape.of(2, 2, 3), nested.shape());
          assertArrayEquals(values(q.logProb(z)), values(nested));
          Tensor one = q.logProb(z.gather(2).reshape(3, 2));
          assertEquals(Shape.of(3), one.shape());
          double[] third = Arrays.copyOfRange(values(nested), 6, 9);
          assertArrayEquals(third, values(one), 1e-12);
        });
  }

  @Example
  void theTwoNoisesOfALowRankDrawAreIndependent() {
    DoubleTape.run(
        tape -> {
          Tensor zero = tape.full(Shape.of(1, 1), 0);
          LowRankGaussian own = new LowRankGaussian(zero, zero, tape.full(Shape.of(1, 1, 1), 0));
          LowRankGaussian shared =
              new LowRankGaussian(zero, zero.add(-700), tape.full(Shape.of(1, 1, 1), 1));
          int draws = 40_000;
          Tensor product =
              own.draw(draws, Key.of(2)).z().multiply(shared.draw(draws, Key.of(2)).z());
          double mean = product.mean().item();
          assertTrue(Math.abs(mean) < 5 / Math.sqrt(draws), "correlation " + mean);
        });
  }

  /** The bits of a batch's draws are the key's noise, row by row. */
  @Example
  void diagonalDrawsAreTheKeysNoise() {
    DoubleTape.run(
        tape -> {
          Key key = Key.of(4).rows(new long[] {7, 3});
          Tensor zero = tape.full(Shape.of(2, 3), 0);
          Tensor draws = new DiagonalGaussian(zero, zero).draw(5, key).z();
          assertArrayEquals(values(tape.normal(key, Shape.of(5, 2, 3))), values(draws));
        });
  }
}
