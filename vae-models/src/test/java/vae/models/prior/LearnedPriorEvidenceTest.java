package vae.models.prior;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.optim.Adam;
import vae.autodiff.optim.Elapsed;
import vae.autodiff.optim.Schedule;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.IsotropicGaussian;
import vae.core.model.GenerativeModel;
import vae.core.model.Prior;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.LinearGaussianOracle;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;
import vae.core.wiring.ModelSites;
import vae.models.encoder.MlpEncoder;
import vae.models.estimator.Iwae;
import vae.models.posterior.FullCovariance;

/**
 * Flow and mixture priors learned from data of a linear decoder whose prior is a mixture of two
 * Gaussians: their evidence, by quadrature, against the exact one.
 */
final class LearnedPriorEvidenceTest {

  private static final double SIGMA = 0.4;
  private static final double WIDTH = 0.5;
  private static final double[] CENTRE = {1.2, 0.8};
  private static final double[][] WEIGHT = {{1, 0.5}, {-0.4, 0.9}};
  private static final int STEPS = 500;
  private static final int BATCH = 64;

  enum Learned {
    COUPLING,
    AUTOREGRESSIVE,
    MIXTURE;

    Prior prior(ModelSite at) {
      return switch (this) {
        case COUPLING -> flow(FlowPrior.Kind.COUPLING, at);
        case AUTOREGRESSIVE -> flow(FlowPrior.Kind.AUTOREGRESSIVE, at);
        case MIXTURE -> GaussianMixturePrior.of(new GaussianMixturePrior.Spec(3, 1, 1, true), at);
      };
    }

    private static Prior flow(FlowPrior.Kind kind, ModelSite at) {
      return FlowPrior.of(
          new FlowPrior.Spec(kind, 6, List.of(16), Activation.TANH, Initialization.GLOROT_UNIFORM),
          at);
    }
  }

  /** A component with mean ±c is a linear-Gaussian model of its own. */
  private final List<LinearGaussianOracle> components = List.of(component(1), component(-1));

  private static LinearGaussianOracle component(int sign) {
    double[][] w = new double[WEIGHT.length][2];
    double[] b = new double[WEIGHT.length];
    for (int i = 0; i < w.length; i++) {
      for (int j = 0; j < 2; j++) {
        w[i][j] = WIDTH * WEIGHT[i][j];
        b[i] += sign * CENTRE[j] * WEIGHT[i][j];
      }
    }
    return new LinearGaussianOracle(w, b, SIGMA);
  }

  /** A Gaussian prior of the mixture's moments, covariance w² I + c cᵀ. */
  private static LinearGaussianOracle gaussian() {
    double a = Math.sqrt(WIDTH * WIDTH + CENTRE[0] * CENTRE[0]);
    double below = CENTRE[0] * CENTRE[1] / a;
    double c = Math.sqrt(WIDTH * WIDTH + CENTRE[1] * CENTRE[1] - below * below);
    double[][] w = new double[WEIGHT.length][];
    for (int i = 0; i < w.length; i++) {
      w[i] = new double[] {WEIGHT[i][0] * a + WEIGHT[i][1] * below, WEIGHT[i][1] * c};
    }
    return new LinearGaussianOracle(w, new double[WEIGHT.length], SIGMA);
  }

  private double[][] draw(int count, Key key) {
    return IntStream.range(0, count)
        .mapToObj(i -> components.get(i % 2).draw(key.fold(i)))
        .toArray(double[][]::new);
  }

  private double logEvidence(double[] x) {
    double first = components.get(0).logEvidence(x);
    double second = components.get(1).logEvidence(x);
    double largest = Math.max(first, second);
    double sum = Math.exp(first - largest) + Math.exp(second - largest);
    return largest + Math.log(sum / 2);
  }

  private static Tensor constant(Tape tape, double[][] rows) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return tape.constant(Shape.of(rows.length, rows[0].length), flat);
  }

  private static GenerativeModel model(Tape tape, Prior prior) {
    double[] flat = new double[2 * WEIGHT.length];
    for (int k = 0; k < flat.length; k++) {
      flat[k] = WEIGHT[k % WEIGHT.length][k / WEIGHT.length];
    }
    Tensor w = tape.constant(Shape.of(2, WEIGHT.length), flat);
    Tensor logSigma = tape.scalar(Math.log(SIGMA));
    return new GenerativeModel(
        tape,
        prior,
        z -> z.linear(w, null, Activation.IDENTITY),
        mean -> new IsotropicGaussian(mean, logSigma));
  }

  private Prior learned(Learned kind, Tape tape) {
    ModelSite at = ModelSites.of(WEIGHT.length, 2, 91);
    Prior prior = kind.prior(at.in("prior"));
    FullCovariance family =
        new FullCovariance(2, new FullCovariance.Spec(FullCovariance.Positive.EXP));
    MlpEncoder encoder =
        new MlpEncoder(
            MultilayerPerceptron.create(
                at.in("encoder").parameters(),
                WEIGHT.length,
                List.of(16),
                family.parameterCount(),
                Activation.TANH,
                Initialization.GLOROT_UNIFORM),
            family);
    Iwae iwae = new Iwae(new Iwae.Spec(4));
    Adam adam = new Adam(0.9, 0.999, 1e-8);
    Schedule schedule = Schedule.cosine(0.001);
    for (int step = 0; step < STEPS; step++) {
      tape.reset();
      Tensor x = constant(tape, draw(BATCH, Key.of(92).fold(step)));
      Tensor bound =
          iwae.estimate(model(tape, prior), encoder, x, Key.of(93).fold(step))
              .surrogate()
              .perExample();
      tape.backward(bound.mean().negate());
      adam.step(tape, at.parameters().list(), 0.01 * schedule.factor(Elapsed.of(step, STEPS)));
    }
    tape.reset();
    tape.differentiate(false);
    return prior;
  }

  /** log p(x) under the learned prior, by quadrature. */
  private static double[] logEvidence(Tape tape, Prior prior, double[][] examples) {
    QuadratureRule line = QuadratureRule.interval(-4.5, 4.5, 5);
    QuadratureRule rule = line.times(line);
    int n = rule.weights().length;
    GenerativeModel p = model(tape, prior);
    Tensor points = rule.on(tape); // [n, 1, 2]
    Tensor logPrior = p.prior().logProb(points); // [n, 1]
    Tensor z = points.broadcastTo(Shape.of(n, examples.length, 2));
    Tensor logJoint = p.likelihood(z).logProb(constant(tape, examples)).add(logPrior);
    return IntStream.range(0, examples.length)
        .mapToDouble(i -> rule.logIntegral(logJoint.slice(1, i, i + 1)))
        .toArray();
  }

  /** KL of the exact law of x to that of a learned or a Gaussian prior, without sampling. */
  @ParameterizedTest
  @EnumSource
  void aLearnedPriorReachesTheEvidenceOfAMixture(Learned kind) {
    QuadratureRule line = QuadratureRule.interval(-5, 5, 4);
    QuadratureRule rule = line.times(line);
    double[][] x = rule.points();
    double[] exact = Arrays.stream(x).mapToDouble(this::logEvidence).toArray();
    LinearGaussianOracle gaussian = gaussian();
    double[] ofGaussian = Arrays.stream(x).mapToDouble(gaussian::logEvidence).toArray();
    double[] ofLearned = DoubleTape.compute(tape -> logEvidence(tape, learned(kind, tape), x));
    assertEquals(0.27, divergence(rule, exact, ofGaussian), 0.05, "of the nearest Gaussian");
    assertEquals(0, divergence(rule, exact, ofLearned), 0.05);
  }

  /** \(\sum_i w_i p(x_i) (\log p(x_i) - \log q(x_i))\), in nats. */
  private static double divergence(QuadratureRule rule, double[] logP, double[] logQ) {
    double sum = 0;
    for (int i = 0; i < logP.length; i++) {
      sum += rule.weights()[i] * Math.exp(logP[i]) * (logP[i] - logQ[i]);
    }
    return sum;
  }
}
