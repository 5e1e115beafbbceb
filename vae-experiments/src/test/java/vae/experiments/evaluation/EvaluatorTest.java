package vae.experiments.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tensor;
import vae.core.model.Decoder;
import vae.data.source.Examples;
import vae.data.transform.NoBinarization;
import vae.experiments.training.Model;
import vae.experiments.training.ModelOnBatch;
import vae.experiments.training.RandomStreams;

/** What metrics get: chunks, gradients by z alone, simulated examples, the training part. */
final class EvaluatorTest {

  private static final KernelSet KERNELS = KernelSet.choose(KernelSet.Choice.SCALAR, 1);

  private static final double[][] W = {{1.5, 0.2}, {-1.5, 0.2}, {0, 0.6}};
  private static final double[] B = {0.1, -0.2, 0.3};
  private static final double SIGMA = 0.4;

  private static final float[][] ROWS = {{1, 0.5F, -1}, {0, 0, 0}, {-2, 1, 0.25F}, {0.5F, 1, 2}};

  @AfterAll
  static void close() {
    KERNELS.close();
  }

  private static Model linear() {
    return HandMade.linear(W, B, SIGMA, 1);
  }

  private static Evaluator evaluator(HeldOutEvaluator heldOut) {
    return new Evaluator(heldOut, "tested", 1, Integer.MAX_VALUE);
  }

  private static double predicted(int i, double[] z) {
    return B[i] + W[i][0] * z[0] + W[i][1] * z[1];
  }

  /** ∇ log p(x, z) = Wᵀ(x − Wz − b) / σ² − z. */
  @Test
  void gradientsPassToWhatIsVaried() {
    double[] z = {0.3, -0.2, 1.1, 0.4, -0.7, 0.9, 0, 2};
    Parameter own = new Parameter("z", NdArray.of(Shape.of(1, 4, 2), z));
    double[] gradient = new double[z.length];
    try (HeldOutEvaluator heldOut =
        HandMade.heldOut(linear(), HandMade.examples(ROWS), 3, KERNELS)) {
      evaluator(heldOut)
          .chunks()
          .forEachFrozen(
              0,
              10,
              (frozen, _, from) -> {
                for (int pass = 0; pass < 2; pass++) {
                  ModelOnBatch on = frozen.begin();
                  frozen.backward(on.generative().logJoint(on.x(), frozen.vary(own)).sum());
                }
                System.arraycopy(frozen.gradient(own).toDoubles(), 0, gradient, 0, z.length);
              });
    }
    double[] expected = new double[z.length];
    for (int n = 0; n < ROWS.length; n++) {
      double[] at = {z[2 * n], z[2 * n + 1]};
      for (int j = 0; j < 2; j++) {
        expected[2 * n + j] = -at[j];
        for (int i = 0; i < 3; i++) {
          expected[2 * n + j] += W[i][j] * (ROWS[n][i] - predicted(i, at)) / (SIGMA * SIGMA);
        }
      }
    }
    assertArrayEquals(expected, gradient, 1e-9);
  }

  /** A decoder with a parameter, which an evaluation holds. */
  @Test
  void theModelsParametersAreHeld() {
    Parameters parameters = Parameters.of(DType.F64, Key.of(0));
    Parameter scale = parameters.create("scale", Shape.of(3), (_, values) -> {});
    scale.value().set(0, 2);
    Decoder decoder = z -> z.slice(-1, 0, 1).multiply(z.tape().parameter(scale));
    Model linear = linear();
    Model model =
        new Model(
            linear.prior(),
            linear.encoder(),
            decoder,
            linear.likelihood(),
            linear.estimator(),
            linear.optimizer(),
            parameters);
    Parameter own = new Parameter("z", NdArray.zeros(DType.F64, Shape.of(1, 4, 2)));
    try (HeldOutEvaluator heldOut = HandMade.heldOut(model, HandMade.examples(ROWS), 3, KERNELS)) {
      evaluator(heldOut)
          .chunks()
          .forEachFrozen(
              0,
              4,
              (frozen, _, _) -> {
                ModelOnBatch on = frozen.begin();
                assertFalse(on.x().tape().differentiates(), "likelihoods are those of evaluation");
                Tensor z = frozen.vary(own);
                frozen.backward(on.generative().logJoint(on.x(), z).sum());
                assertNull(frozen.gradient(scale));
                assertEquals(2 * 1 / (SIGMA * SIGMA), frozen.gradient(own).get(0), 1e-9);
              });
    }
  }

  @Test
  void noiseOfAnExampleDoesNotDependOnItsChunk() {
    List<Double> whole = new ArrayList<>();
    List<Double> parts = new ArrayList<>();
    try (HeldOutEvaluator heldOut =
        HandMade.heldOut(linear(), HandMade.examples(ROWS), 3, KERNELS)) {
      Chunks chunks = evaluator(heldOut).chunks();
      chunks.forEach(1, 4, (on, noise, _) -> draw(on, noise, whole));
      chunks.forEachFrozen(1, 3, (frozen, noise, _) -> draw(frozen.begin(), noise, parts));
    }
    assertEquals(whole, parts);
  }

  private static void draw(ModelOnBatch on, Key noise, List<Double> into) {
    Arrays.stream(on.posterior().draw(1, noise).z().toArray().toDoubles()).forEach(into::add);
  }

  /** (x − Wz − b) / σ and z are standard normal; fewer examples are the first of more. */
  @Test
  void simulatedExamplesAreDrawsOfTheModel() {
    int n = 600; // more than two chunks
    try (HeldOutEvaluator heldOut =
        HandMade.heldOut(linear(), HandMade.examples(ROWS), 3, KERNELS)) {
      Simulated many = evaluator(heldOut).simulated(n);
      double[] x = rows(many);
      double squares = 0;
      double latent = 0;
      for (int e = 0; e < n; e++) {
        double[] z = {many.z().get(2 * e), many.z().get(2 * e + 1)};
        latent += (z[0] * z[0] + z[1] * z[1]) / (2 * n);
        for (int i = 0; i < 3; i++) {
          squares += Math.pow((x[3 * e + i] - predicted(i, z)) / SIGMA, 2) / (3 * n);
        }
      }
      assertEquals(1, squares, 4 * Math.sqrt(2.0 / (3 * n)));
      assertEquals(1, latent, 4 * Math.sqrt(2.0 / (2 * n)));
      Simulated few = evaluator(heldOut).simulated(7);
      assertArrayEquals(Arrays.copyOf(x, 21), rows(few));
      assertArrayEquals(Arrays.copyOf(many.z().toDoubles(), 14), few.z().toDoubles());
    }
  }

  private static double[] rows(Simulated simulated) {
    double[] x = new double[simulated.chunks().size() * 3];
    simulated
        .chunks()
        .forEach(
            0,
            100,
            (on, _, from) -> {
              double[] chunk = on.x().toArray().toDoubles();
              System.arraycopy(chunk, 0, x, from * 3, chunk.length);
            });
    return x;
  }

  @Test
  void chunksAreNotVisitedWithinAVisit() {
    try (HeldOutEvaluator heldOut =
        HandMade.heldOut(linear(), HandMade.examples(ROWS), 3, KERNELS)) {
      Evaluator on = evaluator(heldOut);
      Chunks.Visitor nested = (_, _, _) -> on.forEachChunk(0, (_, _, _) -> {});
      assertThrows(IllegalStateException.class, () -> on.forEachChunk(0, nested));
      on.forEachChunk(0, (_, _, _) -> on.simulated(2)); // has a tape of its own
    }
  }

  @Test
  void theTrainingPartIsThereWhereItWasGiven() {
    Examples part = HandMade.examples(ROWS);
    Examples trained = HandMade.examples(new float[9][3]);
    try (HeldOutEvaluator heldOut =
            new HeldOutEvaluator(
                linear(),
                part,
                Optional.of(trained),
                new NoBinarization(),
                new RandomStreams(3),
                DType.F64,
                KERNELS);
        HeldOutEvaluator without = HandMade.heldOut(linear(), part, 3, KERNELS)) {
      assertEquals(9, evaluator(heldOut).training().size());
      assertEquals(4, evaluator(heldOut).size());
      assertEquals(3, new Evaluator(heldOut, "tried", 1, 3).training().size());
      assertThrows(IllegalStateException.class, () -> evaluator(without).training());
    }
  }

  @Test
  void whileItIsTriedOutAMetricTakesLittle() {
    try (HeldOutEvaluator heldOut =
        HandMade.heldOut(linear(), HandMade.examples(ROWS), 3, KERNELS)) {
      Evaluator tried = new Evaluator(heldOut, "tried", 1, 3);
      assertTrue(tried.affordable(1000) <= 3 && tried.affordable(1) == 1);
      assertEquals(1000, evaluator(heldOut).affordable(1000));
    }
  }
}
