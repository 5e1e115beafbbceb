package vae.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.StandardGaussian;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.oracle.LinearGaussianOracle;
import vae.core.oracle.LinearGaussianOracle.DiagonalQ;
import vae.core.oracle.MonteCarlo;

/**
 * What every {@link Estimator} must satisfy; a component is covered by a subclass that makes it.
 *
 * <p>Values are judged against the exact evidence of linear-Gaussian models, with thousands of
 * independent estimates for one x: the rows of one batch, each with its own noise.
 */
public abstract class EstimatorContract {

  private static final int REPETITIONS = 4000;
  private static final double SIGMA = 0.7;

  /** The estimator. */
  protected abstract Estimator estimator();

  /**
   * Whether the expected bound is log p(x) itself once q is the true posterior; false for bounds
   * that are loose by design, such as those with a weight above 1 before the KL.
   */
  protected boolean isTightAtTheTruePosterior() {
    return true;
  }

  /** Rows that are estimated at once; fewer where the cost grows with their square. */
  protected int batchSize() {
    return REPETITIONS;
  }

  /** The estimates of log p(x) for many keys. */
  private MonteCarlo bounds(
      LinearGaussianOracle oracle, double[] x, DiagonalQ q, boolean exponential) {
    return bounds(oracle::on, oracle.logEvidence(x), x, q, exponential);
  }

  private MonteCarlo bounds(
      Function<Tape, GenerativeModel> model,
      double evidence,
      double[] x,
      DiagonalQ q,
      boolean exponential) {
    return MonteCarlo.of(
        IntStream.range(0, REPETITIONS / batchSize())
            .mapToObj(i -> bounds(model, x, q, i))
            .flatMapToDouble(Arrays::stream)
            .map(v -> exponential ? Math.exp(v - evidence) : v)
            .toArray());
  }

  private double[] bounds(
      Function<Tape, GenerativeModel> model, double[] x, DiagonalQ q, int batch) {
    return DoubleTape.compute(
        tape -> {
          Tensor row = tape.constant(Shape.of(1, x.length), x);
          Tensor copies = row.broadcastTo(Shape.of(batchSize(), x.length));
          long from = (long) batch * batchSize();
          Key key = Key.of(61).rows(LongStream.range(from, from + batchSize()).toArray());
          return values(estimator().estimate(model.apply(tape), constantly(q), copies, key));
        });
  }

  /** The same posterior for every example. */
  private static Encoder constantly(DiagonalQ q) {
    return x -> {
      int m = q.mean().length;
      Shape shape = Shape.of(x.shape().extent(0), m);
      double[] logDeviation = Arrays.stream(q.deviation()).map(Math::log).toArray();
      return new DiagonalGaussian(
          x.tape().constant(Shape.of(m), q.mean()).broadcastTo(shape),
          x.tape().constant(Shape.of(m), logDeviation).broadcastTo(shape));
    };
  }

  /** Somewhat beside the best diagonal posterior. */
  private static DiagonalQ beside(DiagonalQ best) {
    return new DiagonalQ(
        Arrays.stream(best.mean()).map(v -> v + 0.1).toArray(),
        Arrays.stream(best.deviation()).map(v -> 1.2 * v).toArray());
  }

  @Test
  final void theClaimHoldsAgainstTheExactEvidence() {
    for (int seed = 1; seed <= 3; seed++) {
      LinearGaussianOracle oracle = LinearGaussianOracle.random(4, 2, SIGMA, Key.of(seed));
      double[] x = oracle.draw(Key.of(seed));
      DiagonalQ q = beside(oracle.bestDiagonal(x));
      double evidence = oracle.logEvidence(x);
      String what = estimator().claim().objective();
      switch (estimator().claim().direction()) {
        case LOWER -> bounds(oracle, x, q, false).assertAtMost(what, evidence);
        case UPPER -> bounds(oracle, x, q, false).assertAtLeast(what, evidence);
        case UNBIASED -> bounds(oracle, x, q, true).assertMean(what, 1);
        case NONE -> {}
      }
    }
  }

  @Test
  final void theBoundIsTightAtTheTruePosterior() {
    LinearGaussianOracle oracle = LinearGaussianOracle.aligned(4, 2, SIGMA);
    double[] x = oracle.draw(Key.of(4));
    double evidence = oracle.logEvidence(x);
    MonteCarlo values = bounds(oracle, x, oracle.bestDiagonal(x), false);
    if (isTightAtTheTruePosterior()) {
      values.assertMean("bound at the true posterior", evidence);
    } else {
      assertFalse(Math.abs(values.mean() - evidence) <= values.margin(), "it is tight: say so");
    }
  }

  /**
   * Coordinates of which one in two is missing: the marginal of the others has a closed form. The
   * missing ones hold what would be far from the model.
   */
  private record Gaps(LinearGaussianOracle known, double[] x, double evidence) {

    static final int[] KNOWN = {0, 2, 3};
    static final double[] MASK = {1, 0, 1, 1};

    static Gaps of(LinearGaussianOracle whole, Key key) {
      double[] x = whole.draw(key);
      x[1] = 1000;
      LinearGaussianOracle known = whole.of(KNOWN);
      double[] seen = Arrays.stream(KNOWN).mapToDouble(j -> x[j]).toArray();
      return new Gaps(known, x, known.logEvidence(seen));
    }

    DiagonalQ best() {
      return known.bestDiagonal(Arrays.stream(KNOWN).mapToDouble(j -> x[j]).toArray());
    }

    static GenerativeModel on(LinearGaussianOracle whole, Tape tape) {
      return whole.on(tape).observing(tape.constant(Shape.of(1, 4), MASK));
    }
  }

  /** Of what is known of x, by the same code. */
  @Test
  final void theClaimHoldsOfTheKnownValues() {
    LinearGaussianOracle whole = LinearGaussianOracle.random(4, 2, SIGMA, Key.of(1));
    Gaps gaps = Gaps.of(whole, Key.of(1));
    DiagonalQ q = beside(gaps.best());
    boolean unbiased = estimator().claim().direction() == Claim.Direction.UNBIASED;
    MonteCarlo values = bounds(t -> Gaps.on(whole, t), gaps.evidence(), gaps.x(), q, unbiased);
    switch (estimator().claim().direction()) {
      case LOWER -> values.assertAtMost("of the known values", gaps.evidence());
      case UPPER -> values.assertAtLeast("of the known values", gaps.evidence());
      case UNBIASED -> values.assertMean("of the known values", 1);
      case NONE -> {}
    }
    if (isTightAtTheTruePosterior()) {
      LinearGaussianOracle aligned = LinearGaussianOracle.aligned(4, 2, SIGMA);
      Gaps tight = Gaps.of(aligned, Key.of(4));
      bounds(t -> Gaps.on(aligned, t), 0, tight.x(), tight.best(), false)
          .assertMean("bound at the true posterior of the known values", tight.evidence());
    }
  }

  /** A small linear model whose parameters are all free. */
  private record Model(Parameters parameters) {

    static Model of(Key key) {
      Parameters all = Parameters.of(DType.F64, key);
      all.create("decoder.weight", Shape.of(2, 3), Initializer.normal(0.5));
      all.create("decoder.bias", Shape.of(3), Initializer.normal(0.5));
      all.create("decoder.logSigma", Shape.of(1), Initializer.constant(-0.2));
      all.create("encoder.weight", Shape.of(3, 2), Initializer.normal(0.5));
      all.create("encoder.bias", Shape.of(2), Initializer.normal(0.5));
      all.create("encoder.logDeviation", Shape.of(3, 2), Initializer.normal(0.3));
      return new Model(all);
    }

    Tensor on(Tape tape, String name) {
      return tape.parameter(
          parameters.list().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow());
    }

    GenerativeModel generative(Tape tape) {
      return new GenerativeModel(
          tape,
          t -> new StandardGaussian(t, 2),
          z -> z.linear(on(tape, "decoder.weight"), on(tape, "decoder.bias"), Activation.TANH),
          f -> new IsotropicGaussian(f, on(tape, "decoder.logSigma").reshape()));
    }

    Encoder encoder(Tape tape) {
      return x ->
          new DiagonalGaussian(
              x.linear(on(tape, "encoder.weight"), on(tape, "encoder.bias"), Activation.IDENTITY),
              x.linear(on(tape, "encoder.logDeviation"), null, Activation.TANH));
    }
  }

  private Estimate estimate(Model model, Tape tape, long... examples) {
    double[] data = new double[3 * examples.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = Math.sin(1 + 3 * examples[i / 3] + i % 3);
    }
    Tensor x = tape.constant(Shape.of(examples.length, 3), data);
    Key key = Key.of(62).rows(examples);
    return estimator().estimate(model.generative(tape), model.encoder(tape), x, key);
  }

  @Test
  final void everythingIsPerExample() {
    DoubleTape.run(
        tape -> {
          Estimate estimate = estimate(Model.of(Key.of(1)), tape, 0, 1, 2, 3, 4);
          Shape batch = Shape.of(5);
          assertEquals(batch, estimate.bound().orElseThrow().perExample().shape(), "bound");
          assertEquals(batch, estimate.surrogate().perExample().shape(), "surrogate");
          estimate.parts().forEach((it, part) -> assertEquals(batch, part.shape(), it.name()));
        });
  }

  /** Reports and sweeps ask the claim alone. */
  @Test
  final void theClaimNamesWhatEstimatesHold() {
    DoubleTape.run(
        tape -> {
          Estimate estimate = estimate(Model.of(Key.of(1)), tape, 0, 1);
          Claim claim = estimator().claim();
          assertEquals(claim.bound().isPresent(), estimate.bound().isPresent(), "bound");
          assertEquals(Set.copyOf(claim.parts()), estimate.parts().keySet());
        });
  }

  @Test
  final void anExampleIsEstimatedAloneAsInItsBatch() {
    Model model = Model.of(Key.of(2));
    DoubleTape.run(
        tape -> {
          double[] all = values(estimate(model, tape, 20, 21, 22, 23, 24));
          double[] turned = values(estimate(model, tape, 23, 22, 20));
          assertArrayEquals(new double[] {all[3], all[2], all[0]}, turned);
          assertArrayEquals(new double[] {all[4]}, values(estimate(model, tape, 24)));
        });
  }

  @Test
  final void aMaskOfOnesChangesNothingButTheRounding() {
    Model model = Model.of(Key.of(8));
    DoubleTape.run(
        tape -> {
          Tensor x = tape.normal(Key.of(9), Shape.of(1, 4, 3)).reshape(4, 3);
          Encoder q = model.encoder(tape);
          GenerativeModel p = model.generative(tape);
          GenerativeModel all = p.observing(tape.full(x.shape(), 1));
          assertArrayEquals(
              values(estimator().estimate(p, q, x, Key.of(10))),
              values(estimator().estimate(all, q, x, Key.of(10))),
              1e-10);
        });
  }

  private static double[] values(Estimate estimate) {
    return estimate.bound().orElseThrow().perExample().toArray().toDoubles();
  }

  @Test
  final void estimatesAreFiniteAndFollowTheKey() {
    DoubleTape.run(
        tape -> {
          Model model = Model.of(Key.of(3));
          double[] first = values(estimate(model, tape, 0, 1));
          double[] second = values(estimate(model, tape, 0, 1));
          assertArrayEquals(first, second);
          assertFalse(Arrays.stream(first).anyMatch(v -> !Double.isFinite(v)));
        });
  }

  /**
   * With its noise fixed the bound is a function of the parameters. Where it is itself the
   * surrogate, the gradient is that function's; elsewhere the surrogate has the same gradient in
   * expectation, see {@link #theSurrogateAscendsTheBound}.
   */
  @Test
  final void gradientsOfABoundThatIsItsSurrogateAgreeWithDifferences() {
    Model model = Model.of(Key.of(5));
    if (surrogateIsTheBound(model)) {
      GradientCheck.check(
          "bound",
          model.parameters().list(),
          tape -> estimate(model, tape, 0, 1, 2).surrogate().perExample().sum());
    }
  }

  private boolean surrogateIsTheBound(Model model) {
    return DoubleTape.compute(
        tape -> {
          Estimate estimate = estimate(model, tape, 0);
          return estimate.bound().orElseThrow().perExample() == estimate.surrogate().perExample();
        });
  }

  /**
   * Whether the expected gradient of the surrogate is that of the expected bound; false for
   * estimators that train a part of the model on another objective.
   */
  protected boolean surrogateAscendsTheBound() {
    return true;
  }

  /** The same noise for both: the differences have mean zero, within five standard errors. */
  @Test
  final void theSurrogateAscendsTheBound() {
    Model model = Model.of(Key.of(6));
    if (!surrogateAscendsTheBound() || surrogateIsTheBound(model)) {
      return;
    }
    int groups = 200;
    for (Parameter parameter : model.parameters().list()) {
      double[][] differences = new double[parameter.shape().size()][groups];
      for (int g = 0; g < groups; g++) {
        long[] examples = LongStream.range(10L * g, 10L * g + 10).toArray();
        double[] a = gradient(model, parameter, examples, e -> e.surrogate().perExample());
        double[] b =
            gradient(model, parameter, examples, e -> e.bound().orElseThrow().perExample());
        for (int i = 0; i < a.length; i++) {
          differences[i][g] = a[i] - b[i];
        }
      }
      for (int i = 0; i < differences.length; i++) {
        MonteCarlo.of(differences[i]).assertMean("gradient by " + parameter.name(), 0);
      }
    }
  }

  private double[] gradient(
      Model model, Parameter by, long[] examples, Function<Estimate, Tensor> part) {
    return GradientCheck.gradient(by, tape -> part.apply(estimate(model, tape, examples)).sum());
  }

  /** The parts that are given belong together: bound = −distortion − rate where both are. */
  @Test
  final void theBoundIsMinusDistortionMinusRate() {
    DoubleTape.run(
        tape -> {
          Estimate estimate = estimate(Model.of(Key.of(7)), tape, 0, 1, 2);
          if (partsAddUp() && estimate.rate().isPresent() && estimate.distortion().isPresent()) {
            Tensor sum = estimate.rate().get().add(estimate.distortion().get()).negate();
            assertArrayEquals(values(estimate), sum.toArray().toDoubles(), 1e-9);
          }
        });
  }

  /** Whether rate and distortion, where given, add up to the bound; false for weighted sums. */
  protected boolean partsAddUp() {
    return true;
  }
}
