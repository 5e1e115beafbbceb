package vae.models.estimator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Bernoulli;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.HasMean;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.MisfitException;
import vae.core.distribution.StandardGaussian;
import vae.core.model.Claim;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;
import vae.core.model.LikelihoodModel;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.oracle.LinearGaussianOracle;
import vae.core.oracle.LinearGaussianOracle.DiagonalQ;
import vae.core.oracle.MonteCarlo;

/** Gradients and values of estimators against each other and against exact answers. */
final class GradientsOfEstimatorsTest {

  private static final double SIGMA = 0.3;

  /** Mean and log deviation of a posterior as parameters, the same for every example. */
  private record FreePosterior(Parameters all) {

    static FreePosterior at(DiagonalQ q) {
      Parameters all = Parameters.of(DType.F64, Key.of(1));
      int m = q.mean().length;
      all.create("mean", Shape.of(m), Initializer.elements(q.mean()));
      double[] logs = Arrays.stream(q.deviation()).map(Math::log).toArray();
      all.create("logDeviation", Shape.of(m), Initializer.elements(logs));
      return new FreePosterior(all);
    }

    Encoder encoder() {
      return x -> {
        Tape tape = x.tape();
        List<Parameter> parameters = all.list();
        Shape shape = parameters.getFirst().shape().prepend(x.shape().extent(0));
        return new DiagonalGaussian(
            tape.parameter(parameters.get(1)).broadcastTo(shape),
            tape.parameter(parameters.get(0)).broadcastTo(shape));
      };
    }
  }

  private static Tensor copies(Tape tape, double[] x, int count) {
    return tape.constant(Shape.of(1, x.length), x).broadcastTo(Shape.of(count, x.length));
  }

  private static double largestEncoderGradient(Estimator estimator) {
    LinearGaussianOracle oracle = LinearGaussianOracle.aligned(4, 2, 0.5);
    double[] x = oracle.draw(Key.of(2));
    FreePosterior q = FreePosterior.at(oracle.bestDiagonal(x));
    double largest = 0;
    for (Parameter parameter : q.all().list()) {
      for (double g :
          GradientCheck.gradient(
              parameter,
              tape ->
                  estimator
                      .estimate(oracle.on(tape), q.encoder(), copies(tape, x, 7), Key.of(3))
                      .surrogate()
                      .perExample()
                      .sum())) {
        largest = Math.max(largest, Math.abs(g));
      }
    }
    return largest;
  }

  @Test
  void pathDerivativesVanishAtTheTruePosterior() {
    assertTrue(
        largestEncoderGradient(new StickingTheLanding(new StickingTheLanding.Spec(2))) < 1e-10);
    assertTrue(largestEncoderGradient(new Dreg(new Dreg.Spec(4))) < 1e-10);
  }

  @Test
  void gradientsWithTheScoreDoNotVanishThere() {
    assertTrue(largestEncoderGradient(new ElboMonteCarlo(new ElboMonteCarlo.Spec(2))) > 0.1);
    assertTrue(largestEncoderGradient(new Iwae(new Iwae.Spec(4))) > 0.01);
  }

  @Test
  void doublyReparameterisedGradientsHaveTheMeanOfTheBoundsOwn() {
    LinearGaussianOracle oracle = LinearGaussianOracle.random(5, 2, 0.6, Key.of(4));
    double[] x = oracle.draw(Key.of(4));
    DiagonalQ best = oracle.bestDiagonal(x);
    FreePosterior q =
        FreePosterior.at(
            new DiagonalQ(
                Arrays.stream(best.mean()).map(v -> v + 0.2).toArray(),
                Arrays.stream(best.deviation()).map(v -> 1.3 * v).toArray()));
    int groups = 300;
    for (Parameter parameter : q.all().list()) {
      double[][] differences = new double[parameter.shape().size()][groups];
      for (int g = 0; g < groups; g++) {
        Key key = Key.of(100 + g);
        double[] dreg = gradient(oracle, x, q, parameter, new Dreg(new Dreg.Spec(5)), key);
        double[] iwae = gradient(oracle, x, q, parameter, new Iwae(new Iwae.Spec(5)), key);
        for (int i = 0; i < dreg.length; i++) {
          differences[i][g] = dreg[i] - iwae[i];
        }
      }
      for (double[] difference : differences) {
        MonteCarlo.of(difference).assertMean("gradient by " + parameter.name(), 0);
      }
    }
  }

  private static double[] gradient(
      LinearGaussianOracle oracle,
      double[] x,
      FreePosterior q,
      Parameter by,
      Estimator estimator,
      Key key) {
    return GradientCheck.gradient(
        by,
        tape ->
            estimator
                .estimate(oracle.on(tape), q.encoder(), copies(tape, x, 20), key)
                .surrogate()
                .perExample()
                .sum());
  }

  @Test
  void theImportanceWeightedBoundTightensWithK() {
    LinearGaussianOracle oracle = LinearGaussianOracle.random(5, 2, 0.6, Key.of(5));
    double[] x = oracle.draw(Key.of(5));
    DiagonalQ best = oracle.bestDiagonal(x);
    FreePosterior q =
        FreePosterior.at(
            new DiagonalQ(
                best.mean(), Arrays.stream(best.deviation()).map(v -> 1.6 * v).toArray()));
    double before = Double.NEGATIVE_INFINITY;
    for (int k : new int[] {1, 2, 5, 20}) {
      MonteCarlo bound =
          DoubleTape.compute(
              tape ->
                  MonteCarlo.of(
                      new Iwae(new Iwae.Spec(k))
                          .estimate(oracle.on(tape), q.encoder(), copies(tape, x, 4000), Key.of(6))
                          .bound()
                          .orElseThrow()
                          .perExample()));
      assertTrue(bound.mean() > before + bound.margin(), "K = " + k + " is tighter: " + bound);
      bound.assertAtMost("log p(x)", oracle.logEvidence(x));
      before = bound.mean();
    }
  }

  /** A small nonlinear model with fixed noise. */
  private record Network(Parameters all) {

    static Network make() {
      Parameters all = Parameters.of(DType.F64, Key.of(8));
      all.create("decoder", Shape.of(2, 3), Initializer.normal(0.7));
      all.create("mean", Shape.of(3, 2), Initializer.normal(0.7));
      all.create("logDeviation", Shape.of(3, 2), Initializer.normal(0.3));
      return new Network(all);
    }

    private Tensor linear(Tensor x, String name) {
      Parameter weight =
          all.list().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
      return x.linear(x.tape().parameter(weight), null, Activation.TANH);
    }

    GenerativeModel on(Tape tape, LikelihoodModel likelihood) {
      return new GenerativeModel(
          tape, t -> new StandardGaussian(t, 2), z -> linear(z, "decoder"), likelihood);
    }

    Encoder encoder() {
      return x -> new DiagonalGaussian(linear(x, "mean"), linear(x, "logDeviation"));
    }

    double[] gradient(Parameter by, Estimator estimator) {
      return GradientCheck.gradient(
          by,
          tape -> {
            Tensor x = tape.constant(Shape.of(2, 3), 0.1, -0.4, 0.9, 0.3, 0.2, -1);
            return estimator
                .estimate(on(tape, fixed(tape)), encoder(), x, Key.of(9))
                .surrogate()
                .perExample()
                .mean();
          });
    }
  }

  private static LikelihoodModel fixed(Tape tape) {
    return f -> new IsotropicGaussian(f, tape.scalar(Math.log(SIGMA)));
  }

  /** Descending J is ascending the ELBO with gradients scaled by 2σ². */
  @Test
  void theNotesLossHasTheElbosGradientScaled() {
    Network network = Network.make();
    for (Parameter parameter : network.all().list()) {
      double[] loss = network.gradient(parameter, new NoteLoss(new NoteLoss.Spec()));
      double[] elbo = network.gradient(parameter, new Elbo(new Elbo.Spec(1)));
      double[] scaled = Arrays.stream(elbo).map(g -> 2 * SIGMA * SIGMA * g).toArray();
      assertArrayEquals(scaled, loss, 1e-12, parameter.name());
    }
  }

  @Test
  void theNotesLossIsReportedAsTheElbo() {
    Network network = Network.make();
    DoubleTape.run(
        tape -> {
          Tensor x = tape.constant(Shape.of(1, 3), 0.1, -0.4, 0.9);
          GenerativeModel p = network.on(tape, fixed(tape));
          Estimate note =
              new NoteLoss(new NoteLoss.Spec()).estimate(p, network.encoder(), x, Key.of(9));
          Estimate elbo = new Elbo(new Elbo.Spec(1)).estimate(p, network.encoder(), x, Key.of(9));
          double bound = note.bound().orElseThrow().perExample().item();
          assertEquals(elbo.bound().orElseThrow().perExample().item(), bound, 1e-12);
          double variance = SIGMA * SIGMA;
          double j = -note.surrogate().perExample().item();
          double affine =
              -2 * variance * bound
                  - 3 * variance * Math.log(2 * Math.PI * variance)
                  + 2 * variance;
          assertEquals(affine, j, 1e-12);
        });
  }

  @Test
  void theNotesLossIsRefusedWhereItHasNoMeaning() {
    Network network = Network.make();
    DoubleTape.run(
        tape -> {
          Tensor x = tape.full(Shape.of(1, 3), 0);
          NoteLoss loss = new NoteLoss(new NoteLoss.Spec());
          GenerativeModel bernoulli = network.on(tape, Bernoulli::new);
          assertThrows(
              MisfitException.class,
              () -> loss.estimate(bernoulli, network.encoder(), x, Key.of(1)));
          Parameter sigma = new Parameter("sigma", NdArray.zeros(DType.F64, Shape.SCALAR));
          GenerativeModel learned =
              network.on(tape, f -> new IsotropicGaussian(f, tape.parameter(sigma)));
          assertThrows(
              MisfitException.class, () -> loss.estimate(learned, network.encoder(), x, Key.of(1)));
        });
  }

  @Test
  void thePlainAutoEncoderHasNoBoundAndNoNoise() {
    Network network = Network.make();
    DoubleTape.run(
        tape -> {
          Tensor x = tape.constant(Shape.of(1, 3), 0.1, -0.4, 0.9);
          GenerativeModel p = network.on(tape, fixed(tape));
          AutoEncoder ae = new AutoEncoder(new AutoEncoder.Spec());
          Estimate first = ae.estimate(p, network.encoder(), x, Key.of(1));
          Estimate second = ae.estimate(p, network.encoder(), x, Key.of(2));
          assertTrue(first.bound().isEmpty());
          assertEquals(Claim.Direction.NONE, ae.claim().direction());
          Tensor code = ((HasMean) network.encoder().encode(x)).mean();
          double error = p.likelihood(code).mean().subtract(x).square().sum().item();
          assertEquals(-error, first.surrogate().perExample().item(), 1e-15);
          assertEquals(
              first.surrogate().perExample().item(), second.surrogate().perExample().item());
        });
  }

  @Test
  void orderZeroOfRenyisBoundIsTheImportanceWeightedOne() {
    Network network = Network.make();
    DoubleTape.run(
        tape -> {
          Tensor x = tape.constant(Shape.of(2, 3), 0.1, -0.4, 0.9, 1, 0, 0.5);
          GenerativeModel p = network.on(tape, fixed(tape));
          double[] renyi = values(new Renyi(new Renyi.Spec(0, 6)), p, network.encoder(), x);
          double[] iwae = values(new Iwae(new Iwae.Spec(6)), p, network.encoder(), x);
          assertArrayEquals(iwae, renyi, 1e-12);
          double[] elbo =
              values(new ElboMonteCarlo(new ElboMonteCarlo.Spec(6)), p, network.encoder(), x);
          double[] near = values(new Renyi(new Renyi.Spec(1 - 1e-7, 6)), p, network.encoder(), x);
          assertArrayEquals(elbo, near, 1e-4);
          assertArrayEquals(
              elbo, values(new Ciwae(new Ciwae.Spec(6, 1)), p, network.encoder(), x), 1e-12);
          assertArrayEquals(
              iwae, values(new Ciwae(new Ciwae.Spec(6, 0)), p, network.encoder(), x), 1e-12);
          assertArrayEquals(
              iwae, values(new Miwae(new Miwae.Spec(1, 6)), p, network.encoder(), x), 1e-12);
          assertArrayEquals(
              elbo, values(new Miwae(new Miwae.Spec(6, 1)), p, network.encoder(), x), 1e-12);
        });
  }

  private static double[] values(Estimator estimator, GenerativeModel p, Encoder q, Tensor x) {
    return estimator
        .estimate(p, q, x, Key.of(11))
        .bound()
        .orElseThrow()
        .perExample()
        .toArray()
        .toDoubles();
  }

  @Test
  void schedulesRiseToBetaAndCyclesRepeat() {
    BetaElbo linear = new BetaElbo(new BetaElbo.Spec(4, BetaElbo.Schedule.LINEAR, 0.5, 1, 1));
    assertEquals(0, linear.weightAt(0));
    assertEquals(2, linear.weightAt(0.25), 1e-15);
    assertEquals(4, linear.weightAt(0.5));
    assertEquals(4, linear.weightAt(1));
    BetaElbo cyclical = new BetaElbo(new BetaElbo.Spec(1, BetaElbo.Schedule.CYCLICAL, 0.5, 4, 1));
    for (int cycle = 0; cycle < 4; cycle++) {
      assertEquals(0, cyclical.weightAt(cycle / 4.0), 1e-15);
      assertEquals(0.5, cyclical.weightAt((cycle + 0.25) / 4.0), 1e-12);
      assertEquals(1, cyclical.weightAt((cycle + 0.75) / 4.0), 1e-15);
    }
    assertEquals(1, cyclical.weightAt(1));
    BetaElbo constant = new BetaElbo(new BetaElbo.Spec(3, BetaElbo.Schedule.CONSTANT, 0.5, 4, 1));
    assertEquals(3, constant.weightAt(0));
  }

  /** Below λ a coordinate's rate has no gradient; above it the surrogate is the ELBO's. */
  @Test
  void freeBitsLeaveSmallRatesAlone() {
    Network network = Network.make();
    Parameter logDeviation =
        network.all().list().stream()
            .filter(p -> p.name().equals("logDeviation"))
            .findFirst()
            .orElseThrow();
    double[] none = network.gradient(logDeviation, new FreeBits(new FreeBits.Spec(0, 1)));
    double[] elbo = network.gradient(logDeviation, new Elbo(new Elbo.Spec(1)));
    assertArrayEquals(elbo, none, 1e-12);
    double[] free = network.gradient(logDeviation, new FreeBits(new FreeBits.Spec(1e6, 1)));
    double[] distortionOnly =
        network.gradient(
            logDeviation, new BetaElbo(new BetaElbo.Spec(0, BetaElbo.Schedule.CONSTANT, 0, 1, 1)));
    assertArrayEquals(distortionOnly, free, 1e-12);
  }
}
