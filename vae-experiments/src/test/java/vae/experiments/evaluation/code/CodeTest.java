package vae.experiments.evaluation.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.MisfitException;
import vae.core.model.Decoder;
import vae.core.model.Encoder;
import vae.experiments.evaluation.DensityAtDraws;
import vae.experiments.evaluation.HandMade;
import vae.experiments.evaluation.Measurements;
import vae.experiments.run.CodeConcerns;
import vae.experiments.training.Model;

/** What the code holds agrees with the closed forms of a linear encoder on Gaussian data. */
final class CodeTest {

  private static final KernelSet KERNELS = KernelSet.choose(KernelSet.Choice.SCALAR, 1);

  /** [m][d]: rows that are not orthogonal, so that the codes' coordinates depend on each other. */
  private static final double[][] A = {{1.1, 0.3, -0.2}, {0.7, 0.8, 0.1}};

  private static final double[] DEVIATION = {0.6, 0.5};

  @AfterAll
  static void close() {
    KERNELS.close();
  }

  private static Code code(Optional<Integer> examples, int draws) {
    return new Code(new Code.Spec(examples, draws, 0.01));
  }

  /** q(z | x) = N(A x, diag s²). */
  private static Encoder linear(double[][] a, double[] deviation) {
    int m = a.length;
    int d = a[0].length;
    double[] weight = new double[d * m];
    double[] logDeviation = new double[m];
    for (int j = 0; j < m; j++) {
      logDeviation[j] = StrictMath.log(deviation[j]);
      for (int i = 0; i < d; i++) {
        weight[i * m + j] = a[j][i];
      }
    }
    return x -> {
      Tensor none = x.tape().full(Shape.of(m), 0);
      Tensor mean = x.linear(x.tape().constant(Shape.of(d, m), weight), none, Activation.IDENTITY);
      Tensor spread = x.tape().constant(Shape.of(m), logDeviation);
      return new DiagonalGaussian(mean, mean.multiply(0).add(spread));
    };
  }

  private static Model model(Encoder encoder) {
    return with(
        encoder,
        HandMade.linear(new double[][] {{1, 0}, {0, 1}, {0, 0}}, new double[3], 0.5, 1).decoder());
  }

  private static Model with(Encoder encoder, Decoder decoder) {
    Model linear = HandMade.linear(new double[][] {{1, 0}, {0, 1}, {0, 0}}, new double[3], 0.5, 1);
    return new Model(
        linear.prior(),
        encoder,
        decoder,
        linear.likelihood(),
        linear.estimator(),
        linear.optimizer(),
        linear.parameters());
  }

  /** N(0, I) examples. */
  private static float[][] gaussian(int n) {
    float[][] rows = new float[n][3];
    double[] noise = new double[3];
    for (int i = 0; i < n; i++) {
      Noise.normal(Key.of(11), i, 0, noise, 0, 3, new int[4]);
      for (int j = 0; j < 3; j++) {
        rows[i][j] = (float) noise[j];
      }
    }
    return rows;
  }

  private static double standardError(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares / (values.length - 1) / values.length);
  }

  private static double logDeterminant(double[][] matrix) {
    return Math.log(new LUDecomposition(new Array2DRowRealMatrix(matrix)).getDeterminant());
  }

  /** The covariance of z, A Aᵀ + diag s², says all; I = 1.2 nats, far below log N. */
  @Test
  void termsAreThoseOfThePopulation() {
    int n = 1000;
    double[][] covariance = new double[2][2];
    double trace = 0;
    double logVariances = 0;
    double logNoise = 0;
    for (int j = 0; j < 2; j++) {
      for (int k = 0; k < 2; k++) {
        for (int i = 0; i < 3; i++) {
          covariance[j][k] += A[j][i] * A[k][i];
        }
      }
      covariance[j][j] += DEVIATION[j] * DEVIATION[j];
      trace += covariance[j][j];
      logVariances += Math.log(covariance[j][j]);
      logNoise += 2 * Math.log(DEVIATION[j]);
    }
    double volume = logDeterminant(covariance);
    Measurements out =
        HandMade.measured(
            code(Optional.empty(), 1), model(linear(A, DEVIATION)), gaussian(n), 1, KERNELS);
    double information = (volume - logNoise) / 2;
    assertTrue(information < Math.log(n) - 4);
    assertNear(information, Code.INFORMATION.name(), out);
    assertNear((trace - 2 - volume) / 2, Code.AGGREGATE.name(), out);
    assertNear((logVariances - volume) / 2, Code.TOTAL_CORRELATION.name(), out);
    assertNear((trace - 2 - logVariances) / 2, Code.DIMENSION_WISE.name(), out);
    assertEquals(Math.log(n), out.values().get("test/code-log-n").value(), 1e-12);
    double[] perDimension = out.arrays().get("code-dimension-kl.per_dimension").doubles();
    assertEquals(
        out.values().get("test/code-dimension-kl").value(),
        Arrays.stream(perDimension).sum(),
        1e-9);
    assertEquals(2, out.values().get("test/code-active-units").value());
    assertEquals(List.of(), concerns(out));
  }

  /** Within five standard errors of examples and draws. */
  private static void assertNear(double expected, String name, Measurements out) {
    double error = standardError(out.perExample().get(name));
    assertTrue(error < 0.06, () -> name + " ± " + error);
    assertEquals(expected, out.values().get("test/" + name).value(), 5 * error, name);
  }

  /** The two splits add up to the bit of rounding, whatever the numbers are. */
  @Test
  void theRateIsTheSumOfItsParts() {
    Measurements out =
        HandMade.measured(
            code(Optional.of(150), 3), model(linear(A, DEVIATION)), gaussian(300), 1, KERNELS);
    double aggregate = out.values().get("test/code-aggregate-kl").value();
    assertEquals(
        out.values().get("test/code-rate").value(),
        out.values().get("test/code-information").value() + aggregate,
        1e-9);
    assertEquals(
        aggregate,
        out.values().get("test/code-total-correlation").value()
            + out.values().get("test/code-dimension-kl").value(),
        1e-9);
    assertTrue(out.values().get("test/code-information").hasError());
    double[] each = out.perExample().get("code-information");
    assertEquals(300, each.length);
    assertEquals(150, Arrays.stream(each).filter(Double::isNaN).count());
  }

  @Test
  void aDecoderThatIgnoresTheCodeIsReportedWithWhatToTry() {
    Decoder deaf = z -> z.slice(-1, 0, 1).multiply(0).add(z.tape().full(Shape.of(3), 0.2));
    Measurements out =
        HandMade.measured(
            code(Optional.empty(), 1), with(linear(A, DEVIATION), deaf), gaussian(300), 1, KERNELS);
    assertEquals(0, out.values().get("test/code-gain").value(), 1e-12);
    String concern = concerns(out).getFirst();
    assertTrue(concern.contains("the decoder ignores z"), concern);
    assertTrue(concern.contains("beta-elbo") && concern.contains("free-bits"), concern);
  }

  @Test
  void anEncoderThatGivesThePriorIsReportedToo() {
    Encoder prior =
        x -> {
          Tensor zero = x.slice(1, 0, 2).multiply(0);
          return new DiagonalGaussian(zero, zero);
        };
    Measurements out =
        HandMade.measured(code(Optional.empty(), 1), model(prior), gaussian(300), 1, KERNELS);
    assertEquals(0, out.values().get("test/code-information").value(), 1e-9);
    assertEquals(0, out.values().get("test/code-active-units").value());
    assertEquals(1, concerns(out).size());
  }

  @Test
  void codesThatTellAllExamplesApartAreArtefactsOfTheirNumber() {
    Measurements out =
        HandMade.measured(
            code(Optional.empty(), 1),
            with(
                linear(A, new double[] {1e-4, 1e-4}),
                HandMade.linear(new double[][] {{1, 0}, {0, 1}, {0, 0}}, new double[3], 0.5, 1)
                    .decoder()),
            gaussian(300),
            1,
            KERNELS);
    String concern = concerns(out).getLast();
    assertTrue(concern.contains("log N = 5.70"), concern);
  }

  @Test
  void aPosteriorWithoutADensityAtEveryCodeIsRefused() {
    Encoder linear = linear(A, DEVIATION);
    Model model = model(x -> new DensityAtDraws(linear.encode(x)));
    MisfitException refused =
        assertThrows(
            MisfitException.class,
            () -> HandMade.measured(code(Optional.empty(), 1), model, gaussian(9), 1, KERNELS));
    assertTrue(refused.getMessage().startsWith("code needs a posterior"), refused.getMessage());
  }

  private static List<String> concerns(Measurements out) {
    return CodeConcerns.of(
        "test",
        name ->
            out.values().containsKey(name)
                ? OptionalDouble.of(out.values().get(name).value())
                : OptionalDouble.empty());
  }
}
