package vae.core.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.BatchNormalizationLayer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.ImageShape;
import vae.core.model.Pass;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;

/** Batch normalisation against its definition in plain arithmetic, and when its moments move. */
final class BatchNormalizationTest {

  private static final int C = 3;
  private static final double MOMENTUM = 0.1;
  private static final double EPSILON = 1e-5;
  private static final double ROUNDING = 1e-12;

  private final Parameters all = Parameters.of(DType.F64, Key.of(1));
  private final BatchNormalizationLayer layer =
      BatchNormalizationLayer.create(all.scope("layer"), C, MOMENTUM);

  private static Pass training(Tape tape) {
    return new Pass(tape, Optional.empty(), Optional.of(Key.of(2)), null, null);
  }

  /** What PyTorch's batch normalisation does, written down from its definition. */
  private static final class Definition {

    private final double[] runningMean = new double[C];
    private final double[] runningVariance = {1, 1, 1};
    private final double[] scale;
    private final double[] shift;

    Definition(double[] scale, double[] shift) {
      this.scale = scale;
      this.shift = shift;
    }

    double[] evaluated(double[] x) {
      return normalized(x, runningMean, runningVariance);
    }

    double[] trained(double[] x) {
      int n = x.length / C;
      double[] mean = new double[C];
      double[] variance = new double[C];
      for (int i = 0; i < x.length; i++) {
        mean[i % C] += x[i] / n;
      }
      for (int i = 0; i < x.length; i++) {
        variance[i % C] += (x[i] - mean[i % C]) * (x[i] - mean[i % C]) / n;
      }
      for (int c = 0; c < C; c++) {
        runningMean[c] = (1 - MOMENTUM) * runningMean[c] + MOMENTUM * mean[c];
        double unbiased = variance[c] * n / (n - 1);
        runningVariance[c] = (1 - MOMENTUM) * runningVariance[c] + MOMENTUM * unbiased;
      }
      return normalized(x, mean, variance);
    }

    private double[] normalized(double[] x, double[] mean, double[] variance) {
      double[] y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        int c = i % C;
        double normal = (x[i] - mean[c]) / Math.sqrt(variance[c] + EPSILON);
        y[i] = normal * scale[c] + shift[c];
      }
      return y;
    }
  }

  private static void set(Parameter parameter, double... values) {
    for (int i = 0; i < values.length; i++) {
      parameter.value().set(i, values[i]);
    }
  }

  private double[] moments() {
    double[] mean = layer.runningMean().value().toDoubles();
    double[] variance = layer.runningVariance().value().toDoubles();
    double[] both = Arrays.copyOf(mean, 2 * C);
    System.arraycopy(variance, 0, both, C, C);
    return both;
  }

  /** Of a mean and a deviation that are not 0 and 1. */
  private static Tensor rows(Tape tape, int step, int... batch) {
    Shape shape = Shape.of(batch).append(Shape.of(C));
    Tensor normal = tape.normal(Key.of(3).fold(step), Shape.of(1, shape.size() / C, C));
    return normal.multiply(2).add(step - 0.5).reshape(shape);
  }

  /** Batches of 5 and 2 rows, and of 6: three draws for each of two examples, [S, B, c]. */
  @Test
  void trainingAndEvaluationAreTheDefinition() {
    double[] scale = {1.5, -0.5, 2};
    double[] shift = {0.25, 1, -3};
    set(layer.scale(), scale);
    set(layer.shift(), shift);
    Definition definition = new Definition(scale, shift);
    DoubleTape.run(
        tape -> {
          int[][] batches = {{5}, {2}, {3, 2}};
          for (int step = 0; step < batches.length; step++) {
            tape.reset();
            Tensor x = rows(tape, step, batches[step]);
            double[] data = x.toArray().toDoubles();
            assertArrayEquals(
                definition.trained(data),
                layer.apply(x, true).toArray().toDoubles(),
                ROUNDING,
                "step " + step);
            tape.adopt();
            assertArrayEquals(
                definition.runningMean, layer.runningMean().value().toDoubles(), ROUNDING);
            assertArrayEquals(
                definition.runningVariance, layer.runningVariance().value().toDoubles(), ROUNDING);
            tape.reset();
            Tensor same = tape.constant(x.shape(), data);
            assertArrayEquals(
                definition.evaluated(data),
                layer.apply(same, false).toArray().toDoubles(),
                ROUNDING);
          }
        });
  }

  @Test
  void aForwardPassMovesNoMoments() {
    double[] before = moments();
    DoubleTape.run(
        tape -> {
          layer.apply(rows(tape, 0, 5), true);
          tape.reset();
          tape.adopt();
        });
    assertArrayEquals(before, moments());
  }

  /** As DReG's second decoder pass, or a look ahead that is forgotten. */
  @Test
  void ofTwoPassesInAStepTheFirstCounts() {
    DoubleTape.run(
        tape -> {
          layer.apply(rows(tape, 0, 5), true);
          tape.adopt();
        });
    double[] once = moments();
    set(layer.runningMean(), new double[C]);
    set(layer.runningVariance(), 1, 1, 1);
    DoubleTape.run(
        tape -> {
          layer.apply(rows(tape, 7, 5), true);
          tape.reset();
          layer.apply(rows(tape, 0, 5), true);
          layer.apply(rows(tape, 1, 4), true);
          tape.adopt();
        });
    assertArrayEquals(once, moments());
  }

  /** One row has no variance. */
  @Test
  void oneRowIsNormalisedAsInEvaluationAndMovesNothing() {
    set(layer.runningMean(), 1, 2, 3);
    set(layer.runningVariance(), 4, 5, 6);
    double[] before = moments();
    DoubleTape.run(
        tape -> {
          Tensor x = rows(tape, 4, 1);
          assertArrayEquals(
              layer.apply(x, false).toArray().toDoubles(),
              layer.apply(x, true).toArray().toDoubles());
          tape.adopt();
        });
    assertArrayEquals(before, moments());
  }

  @Test
  void aValueOfAnotherShapeIsRefused() {
    DoubleTape.run(
        tape -> {
          Tensor two = tape.full(Shape.of(2), 1);
          var e = assertThrows(ShapeException.class, () -> tape.propose(layer.scale(), two));
          assertTrue(e.getMessage().contains("layer.scale"), e.getMessage());
        });
  }

  private static Regularization batch(double dropout) {
    return new Regularization(
        new NormalizationSpec(NormalizationSpec.Type.BATCH, 8, MOMENTUM), dropout);
  }

  private void gradients(int[] shape, Function<Pass, Function<Tensor, Tensor>> network) {
    int[] noise = Arrays.copyOf(new int[] {1, 1, 1}, 3);
    noise[1] = Shape.of(shape).size() / shape[shape.length - 1];
    noise[2] = shape[shape.length - 1];
    Function<Tape, Tensor> scalar =
        tape -> {
          Tensor x = tape.normal(Key.of(4), Shape.of(noise)).reshape(shape);
          Tensor y = network.apply(training(tape)).apply(x);
          Tensor weights = tape.normal(Key.of(5), Shape.of(1, y.shape().size(), 1));
          return y.multiply(weights.reshape(y.shape())).sum();
        };
    List<Parameter> trained =
        all.list().stream().filter(it -> !it.name().contains("running-")).toList();
    assertTrue(
        trained.stream().anyMatch(it -> it.name().endsWith("normalization.scale")),
        trained::toString);
    GradientCheck.check("y", trained, scalar);
    for (Parameter running : all.list()) {
      if (!trained.contains(running)) {
        double[] none = new double[running.shape().size()];
        assertArrayEquals(none, GradientCheck.gradient(running, scalar), running.name());
      }
    }
  }

  /** Through the moments of the batch, and through masks; z is [S, B, m]. */
  @Test
  void gradientsOfAPerceptronAreTheDifferenceQuotients() {
    MultilayerPerceptron network =
        MultilayerPerceptron.create(
            all.scope("mlp"),
            2,
            List.of(4, C),
            2,
            Activation.TANH,
            Initialization.FAN_IN_UNIFORM,
            batch(0.3));
    gradients(new int[] {2, 3, 2}, pass -> network.given(pass)::apply);
  }

  @Test
  void gradientsOfGatedLayersAreTheDifferenceQuotients() {
    GatedPerceptron network =
        GatedPerceptron.create(
            all.scope("gated"), 2, List.of(4, C), 2, Initialization.FAN_IN_UNIFORM, batch(0.3));
    gradients(new int[] {2, 3, 2}, pass -> network.given(pass)::apply);
  }

  @Test
  void gradientsOfConvolutionsAreTheDifferenceQuotients() {
    ConvolutionSettings settings =
        new ConvolutionSettings(
            List.of(new ConvolutionSpec(2, 4, 2, 1), new ConvolutionSpec(2, 3, 1, 1)),
            batch(0).normalization(),
            1,
            List.of(4),
            Activation.TANH,
            Initialization.FAN_IN_UNIFORM,
            0.3);
    ImageShape image = new ImageShape(4, 4, 1);
    ConvolutionalNetwork down = ConvolutionalNetwork.create(all.scope("down"), image, settings, 2);
    TransposedConvolutionalNetwork up =
        TransposedConvolutionalNetwork.create(all.scope("up"), 2, image, 1, settings);
    gradients(new int[] {3, 16}, pass -> x -> up.given(pass).apply(down.given(pass).apply(x)));
  }

  /** In evaluation a row depends on itself alone. */
  @Test
  void evaluationLooksAtNoOtherRow() {
    MultilayerPerceptron network =
        MultilayerPerceptron.create(
            all.scope("mlp"),
            C,
            List.of(4),
            2,
            Activation.RELU,
            Initialization.KAIMING_NORMAL,
            batch(0.5));
    DoubleTape.run(
        tape -> {
          Tensor x = rows(tape, 1, 6);
          double[] together = network.apply(x).toArray().toDoubles();
          double[] alone = network.apply(x.gather(4)).toArray().toDoubles();
          assertArrayEquals(Arrays.copyOfRange(together, 8, 10), alone);
          double[] trained = network.given(training(tape)).apply(x).toArray().toDoubles();
          assertEquals(together.length, trained.length);
          assertTrue(!Arrays.equals(together, trained));
        });
  }
}
