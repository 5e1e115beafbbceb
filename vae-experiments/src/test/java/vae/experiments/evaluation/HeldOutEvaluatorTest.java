package vae.experiments.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Draws;
import vae.core.distribution.Posterior;
import vae.core.model.Batch;
import vae.core.model.Encoder;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.transform.Binarization;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.Resolved;
import vae.experiments.training.BatchSource;
import vae.experiments.training.Model;
import vae.experiments.training.ModelOnBatch;
import vae.experiments.training.RandomStreams;
import vae.experiments.wiring.ModelFactory;
import vae.models.prior.StandardNormal;

final class HeldOutEvaluatorTest {

  private static final float[][] ROWS = {
    {0.5f, -0.1f, 0.3f}, {-0.8f, 0.6f, -0.2f}, {0.1f, 0.2f, 0.05f}, {1.2f, -0.9f, 0.6f}
  };

  private static KernelSet kernels;

  @BeforeAll
  static void startThreads() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  private static final Resolved BINARY =
      SmallRun.read(SmallRun.BERNOULLI).with("data.binarization.type", "dynamic-per-batch");

  private static Binarization binarization(Resolved experiment) {
    return new ModelFactory(SmallRun.slots()).binarization(experiment.spec());
  }

  private static HeldOutEvaluator heldOut(Resolved experiment) {
    return new HeldOutEvaluator(
        SmallRun.model(experiment),
        SmallRun.data(experiment).test(),
        binarization(experiment),
        new RandomStreams(experiment.spec().seed()),
        DType.F32,
        kernels);
  }

  private static double[] bounds(HeldOutEvaluator heldOut, int chunk) {
    double[] bounds = new double[heldOut.size()];
    heldOut.forEachChunk(
        heldOut.streams().evaluation().fold(0),
        chunk,
        heldOut.size(),
        (on, rows, from, count) -> {
          var bound = elbo(on, rows);
          for (int i = 0; i < count; i++) {
            bounds[from + i] = bound.get(i);
          }
        });
    return bounds;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 30, 58, 60, 1000})
  void chunkingDoesNotChangeABit(int chunk) {
    try (HeldOutEvaluator heldOut = heldOut(BINARY)) {
      double[] whole = bounds(heldOut, 250);
      assertArrayEquals(whole, bounds(heldOut, chunk), 0);
      double sum = 0;
      for (double bound : whole) {
        sum += bound;
      }
      assertEquals(sum / whole.length, heldOut.means("test/").get("test/elbo"));
    }
  }

  @Test
  void orderOfExamplesDoesNotChangeABit() {
    Model model = SmallRun.model(BINARY);
    Dataset data = SmallRun.data(BINARY);
    RandomStreams streams = new RandomStreams(BINARY.spec().seed());
    BatchSource source = new BatchSource(data.test(), binarization(BINARY), DType.F32, kernels);
    int[] order = new int[data.test().size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = (i * 7 + 3) % order.length; // 7 and 60 share no factor
    }
    try (HeldOutEvaluator heldOut = heldOut(BINARY);
        Tape tape = Tape.of(kernels, DType.F32)) {
      double[] expected = bounds(heldOut, 250);
      Batch batch = source.gather(order, 0, order.length, streams.heldOutBinarization());
      Key rows = streams.evaluation().fold(0).rows(batch.identities());
      var on = model.on(tape, batch);
      Tensor bound = elbo(on, rows);
      for (int i = 0; i < order.length; i++) {
        assertEquals(expected[order[i]], bound.get(i), "example " + order[i]);
      }
    }
  }

  /** N3: held-out images depend on the experiment's seed unless the data have one for them. */
  @Test
  void heldOutImagesOfSeveralSeedsAreTheSameWhereTheDataSaySo() {
    Resolved plain = BINARY.with("data.binarization.type", "dynamic-per-batch");
    Resolved keyed = plain.with("data.binarization.heldOutSeed", 0);
    assertFalse(Arrays.equals(images(plain), images(plain.with("seed", 2))));
    assertArrayEquals(images(keyed), images(keyed.with("seed", 2)));
    assertFalse(Arrays.equals(images(keyed), images(plain)));
  }

  private static double[] images(Resolved experiment) {
    Dataset data = SmallRun.data(experiment);
    double[] images = new double[data.test().size() * data.dimension()];
    try (HeldOutEvaluator heldOut = heldOut(experiment)) {
      heldOut.forEachChunk(
          Key.of(0),
          7,
          heldOut.size(),
          (on, rows, from, count) -> {
            for (int i = 0; i < count * data.dimension(); i++) {
              images[from * data.dimension() + i] = on.x().get(i);
            }
          });
    }
    return images;
  }

  /** N2: with one draw no error is measured, of an exact rate neither. */
  @Test
  void oneDrawIsWhatTheCurvesShow() {
    try (HeldOutEvaluator heldOut = heldOut(BINARY)) {
      SortedMap<String, Measured> measured = heldOut.measure("test/", 1);
      heldOut
          .means("test/")
          .forEach(
              (name, mean) ->
                  assertEquals(mean, measured.get(name).value(), 1e-12 * Math.abs(mean), name));
      measured.forEach((name, of) -> assertEquals(Measured.unmeasured(of.value()), of, name));
    }
  }

  /** The rate has a closed form and the distortion has not: only the one is without error. */
  @Test
  void standardErrorIsTheSpreadOfRepeatedMeasurements() {
    Examples examples = HandMade.examples(ROWS);
    Model model = HandMade.curve(HandMade.fromFirst(0.7), 1);
    int repetitions = 400;
    double sum = 0;
    double squares = 0;
    for (int seed = 0; seed < repetitions; seed++) {
      try (HeldOutEvaluator heldOut = HandMade.heldOut(model, examples, 1000 + seed, kernels)) {
        double value = heldOut.means("").get("elbo");
        sum += value;
        squares += value * value;
      }
    }
    double mean = sum / repetitions;
    double spread =
        Math.sqrt((squares / repetitions - mean * mean) * repetitions / (repetitions - 1));
    int draws = 64;
    try (HeldOutEvaluator heldOut = HandMade.heldOut(model, examples, 1, kernels)) {
      Measured elbo = heldOut.measure("", draws).get("elbo");
      double predicted = spread / Math.sqrt(draws);
      // Deviations of 64 × 4 and of 400 draws are known to about 5 % each.
      double claimed = elbo.standardError().orElseThrow();
      assertEquals(predicted, claimed, 0.3 * predicted);
      double error = Math.hypot(claimed, spread / Math.sqrt(repetitions));
      assertEquals(mean, elbo.value(), 4 * error);
      Measured rate = heldOut.measure("", draws).get("rate");
      assertEquals(Measured.exact(rate.value()), rate);
    }
  }

  @Test
  void posteriorMeansAndTheirVarianceAreTheEncoders() {
    // Coordinate 0 follows the data, coordinate 1 hardly, coordinate 2 not at all.
    Encoder encoder =
        x -> {
          var first = x.slice(1, 0, 1);
          var mean = Tensor.concat(1, first, first.multiply(0.1), first.multiply(0));
          return new DiagonalGaussian(mean, mean.tape().full(mean.shape(), 0));
        };
    try (HeldOutEvaluator heldOut =
        HandMade.heldOut(HandMade.curve(encoder, 1), HandMade.examples(ROWS), 1, kernels)) {
      double[][] means = heldOut.posteriorMeans(2).of();
      assertEquals(2, means.length);
      assertArrayEquals(new double[] {0.5, 0.05, 0}, means[0], 1e-7);
      assertArrayEquals(new double[] {-0.8, -0.08, 0}, means[1], 1e-7);
      // x_0 = 0.5, −0.8, 0.1, 1.2: mean 0.25, squares 2.34, variance 2.34 / 4 − 0.0625 = 0.5225.
      double[] variance = heldOut.posteriorMeanVariance();
      assertArrayEquals(new double[] {0.5225, 0.005225, 0}, variance, 1e-6);
    }
  }

  @Test
  void aUnitIsActiveAboveAHundredth() {
    Encoder encoder =
        x -> {
          var first = x.slice(1, 0, 1);
          // Variances 0.5225 · c²: 0.0101 and 0.0099.
          var mean = Tensor.concat(1, first.multiply(0.139), first.multiply(0.1376));
          return new DiagonalGaussian(mean, mean.tape().full(mean.shape(), 0));
        };
    try (HeldOutEvaluator heldOut =
        HandMade.heldOut(plane(encoder), HandMade.examples(ROWS), 1, kernels)) {
      FinalMetrics metrics = FinalMetrics.of(heldOut, "test", 2, OptionalInt.empty(), List.of());
      assertEquals(Measured.exact(1), metrics.metrics().get("test/active-units"));
    }
  }

  /** Draws of a posterior whose mean, marginals and KL nobody knows. */
  private record Unknown(DiagonalGaussian inner) implements Posterior {

    @Override
    public Shape batchShape() {
      return inner.batchShape();
    }

    @Override
    public Shape eventShape() {
      return inner.eventShape();
    }

    @Override
    public Draws draw(int samples, Key key) {
      return inner.draw(samples, key);
    }

    @Override
    public Posterior stopGradient() {
      return new Unknown(inner.stopGradient());
    }
  }

  /**
   * The noise of a mean of 100 draws with deviation 3 has the variance 0.09, nine times what makes
   * a unit active; two halves share none of it.
   */
  @Test
  void whatHasNoClosedFormIsDrawnAndSaidToBe() {
    float[][] rows = new float[400][3];
    for (int i = 0; i < rows.length; i++) {
      rows[i][0] = i % 2 == 0 ? 1 : -1;
    }
    Encoder known =
        x -> {
          Tensor first = x.slice(1, 0, 1);
          Tensor mean = Tensor.concat(1, first.multiply(2), first.multiply(0));
          return new DiagonalGaussian(mean, mean.tape().full(mean.shape(), StrictMath.log(3)));
        };
    Encoder hidden = x -> new Unknown((DiagonalGaussian) known.encode(x));
    try (HeldOutEvaluator exact =
            HandMade.heldOut(plane(known), HandMade.examples(rows), 1, kernels);
        HeldOutEvaluator drawn =
            HandMade.heldOut(plane(hidden), HandMade.examples(rows), 1, kernels)) {
      assertArrayEquals(new double[] {4, 0}, exact.posteriorMeanVariance(), 1e-9);
      double[] variance = drawn.posteriorMeanVariance();
      // Its deviation is 0.3² / √400 without signal, and 2 · 2 · 0.3 · √(2 / 400) more with it.
      assertEquals(0, variance[1], 5 * 0.0045);
      assertEquals(4, variance[0], 5 * 0.09);

      FinalMetrics metrics = FinalMetrics.of(drawn, "test", 3, OptionalInt.empty(), List.of());
      FinalMetrics closed = FinalMetrics.of(exact, "test", 3, OptionalInt.empty(), List.of());
      assertEquals(Measured.exact(3), metrics.further().get("test/rate-draws"));
      assertEquals(Measured.exact(200), metrics.further().get("test/posterior-mean-draws"));
      assertEquals(Map.of(), closed.further());
      assertEquals(Measured.exact(1), closed.metrics().get("test/active-units"));
      Measured rate = metrics.metrics().get("test/rate");
      double error = rate.standardError().orElseThrow();
      assertEquals(closed.metrics().get("test/rate").value(), rate.value(), 8 * error);

      double[] parts = Panels.ratePerDimension(exact).orElseThrow();
      double[] estimated = Panels.ratePerDimension(drawn).orElseThrow();
      assertArrayEquals(parts, estimated, 0.2);
    }
  }

  /** The model of {@link HandMade#curve} with a second latent coordinate that it does not use. */
  private static Model plane(Encoder encoder) {
    Model curve = HandMade.curve(encoder, 1);
    return new Model(
        new StandardNormal(2),
        encoder,
        z -> curve.decoder().decode(z.slice(z.shape().rank() - 1, 0, 1)),
        curve.likelihood(),
        curve.estimator(),
        curve.optimizer(),
        curve.parameters());
  }

  private static Tensor elbo(ModelOnBatch on, Key rows) {
    var estimate = EvidenceBound.of(on.generative(), on.posterior(), on.x(), rows);
    return estimate.bound().orElseThrow().perExample();
  }
}
