package vae.experiments.sampler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.core.spec.SpecException;
import vae.data.transform.NoBinarization;
import vae.experiments.evaluation.HandMade;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.Resolved;
import vae.experiments.training.BatchSource;
import vae.experiments.training.Model;

/** Codes of examples, and of the prior. */
final class AggregateCodesTest {

  private static final double DEVIATION = 0.3;
  private static final Key KEY = Key.of(8);

  private static KernelSet kernels;

  @BeforeAll
  static void start() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void stop() {
    kernels.close();
  }

  /** Codes of q(z | x) = N(x_0, 0.3²) for examples that begin with 0, 1, 2 … */
  private static double[] codes(int examples, int draws) {
    float[][] rows = new float[examples][3];
    for (int i = 0; i < examples; i++) {
      rows[i][0] = i;
    }
    Model model = HandMade.curve(HandMade.fromFirst(DEVIATION), 1);
    BatchSource source =
        new BatchSource(HandMade.examples(rows), new NoBinarization(), DType.F64, kernels);
    NdArray codes = AggregateCodes.of(model, source, draws, KEY, kernels);
    assertEquals(Shape.of(draws * examples, 1), codes.shape());
    return codes.toDoubles();
  }

  @Test
  void codesAreDrawsOfThePosteriorAndNotItsMean() {
    int draws = 400;
    double[] codes = codes(3, draws);
    for (int i = 0; i < 3; i++) {
      double mean = 0;
      double square = 0;
      for (int s = 0; s < draws; s++) {
        double deviation = codes[3 * s + i] - i;
        mean += deviation / draws;
        square += deviation * deviation / draws;
      }
      assertEquals(0, mean, 4 * DEVIATION / Math.sqrt(draws));
      double variance = DEVIATION * DEVIATION;
      assertEquals(variance, square, 4 * variance * Math.sqrt(2.0 / draws));
    }
  }

  @Test
  void theCodeOfAnExampleDoesNotDependOnTheOthers() {
    double[] many = codes(600, 1); // three batches
    assertArrayEquals(codes(1, 1), Arrays.copyOf(many, 1));
    assertArrayEquals(codes(260, 1), Arrays.copyOf(many, 260));
  }

  @Test
  void moreCodesThanTheHeapHoldsAreRefused() {
    SpecException refusal = assertThrows(SpecException.class, () -> codes(3, Integer.MAX_VALUE));
    assertEquals("draws", refusal.path());
  }

  @Test
  void thePriorOfAModelIsDrawnFrom() {
    Model model = HandMade.curve(HandMade.fromFirst(DEVIATION), 1);
    LatentSampler prior = PriorSampler.of(model, Optional.empty(), kernels);
    assertEquals(1, prior.latentSize());
    assertEquals("prior", prior.description().name());
    int n = 10_000;
    double[] z = prior.draw(n, KEY).toDoubles();
    assertEquals(0, Arrays.stream(z).average().orElseThrow(), 4 / Math.sqrt(n));
    assertEquals(
        1, Arrays.stream(z).map(it -> it * it).average().orElseThrow(), 4 * Math.sqrt(2.0 / n));
    assertArrayEquals(prior.draw(5, KEY).toDoubles(), Arrays.copyOf(z, 5));
    assertThrows(SpecException.class, () -> prior.draw(Integer.MAX_VALUE, KEY));
  }

  @Test
  void aConditionalPriorIsDrawnFromGivenTheCondition() {
    Resolved conditional =
        SmallRun.read(
            """
            { "name": "conditional", "latentSize": 4, "condition": {"type": "labels"},
              "data": {"type": "digits", "limit": 300},
              "prior": {"type": "conditional"} }
            """);
    Model model = SmallRun.model(conditional);
    double[][] z = new double[2][];
    for (int label = 0; label < 2; label++) {
      NdArray condition = NdArray.zeros(model.parameters().type(), Shape.of(1, 10));
      condition.set(label, 1);
      NdArray drawn = PriorSampler.of(model, Optional.of(condition), kernels).draw(7, KEY);
      assertEquals(Shape.of(7, 4), drawn.shape());
      z[label] = drawn.toDoubles();
    }
    assertFalse(Arrays.equals(z[0], z[1]));
  }
}
