package vae.models.encoder;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Parameters;
import vae.autodiff.optim.Adam;
import vae.autodiff.optim.Elapsed;
import vae.autodiff.optim.Schedule;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.Encoder;
import vae.core.model.PosteriorFamily;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.LinearGaussianOracle;
import vae.core.oracle.MonteCarlo;
import vae.models.estimator.ElboMonteCarlo;
import vae.models.posterior.InverseAutoregressive;
import vae.models.posterior.Planar;

/** What flows win over independent coordinates where the answer is known. */
final class FlowOnALinearDecoderTest {

  private static final int DATA = 4;
  private static final int LATENT = 2;
  private static final int EXAMPLES = 32;

  private final LinearGaussianOracle oracle = LinearGaussianOracle.rotated(DATA, LATENT, 0.6);
  private final double[][] examples =
      IntStream.range(0, EXAMPLES)
          .mapToObj(i -> oracle.draw(Key.of(82).fold(i)))
          .toArray(double[][]::new);

  private Tensor examples(Tape tape) {
    double[] flat = Arrays.stream(examples).flatMapToDouble(Arrays::stream).toArray();
    return tape.constant(Shape.of(EXAMPLES, DATA), flat);
  }

  private Tensor elbo(Tape tape, Encoder encoder, int samples, Key key) {
    return new ElboMonteCarlo(new ElboMonteCarlo.Spec(samples))
        .estimate(oracle.on(tape), encoder, examples(tape), key)
        .bound()
        .orElseThrow()
        .perExample();
  }

  @Test
  void twoAutoregressiveStepsCloseMostOfTheDiagonalGap() {
    Parameters parameters = Parameters.of(DType.F64, Key.of(83));
    closesMostOfTheDiagonalGap(
        InverseAutoregressive.of(
            new InverseAutoregressive.Spec(
                2,
                List.of(8),
                2,
                2,
                Activation.RELU,
                Initialization.GLOROT_UNIFORM,
                Optional.empty()),
            LATENT,
            parameters.scope("posterior")),
        parameters,
        400);
  }

  @Test
  void sixteenPlanarStepsCloseMostOfTheDiagonalGap() {
    closesMostOfTheDiagonalGap(
        new Planar(LATENT, new Planar.Spec(16)), Parameters.of(DType.F64, Key.of(83)), 2000);
  }

  /** log p(x) less the ELBO is the KL to the true posterior. */
  private void closesMostOfTheDiagonalGap(
      PosteriorFamily family, Parameters parameters, int steps) {
    Encoder encoder =
        new MlpEncoder(
            MultilayerPerceptron.create(
                parameters,
                DATA,
                List.of(),
                family.parameterCount(),
                Activation.IDENTITY,
                Initialization.GLOROT_UNIFORM),
            family);
    Adam adam = new Adam(0.9, 0.999, 1e-8);
    Schedule schedule = Schedule.cosine(0.001);
    DoubleTape.run(
        tape -> {
          for (int step = 0; step < steps; step++) {
            tape.reset();
            tape.backward(elbo(tape, encoder, 4, Key.of(84).fold(step)).mean().negate());
            adam.step(tape, parameters.list(), 0.03 * schedule.factor(Elapsed.of(step, steps)));
          }
          tape.reset();
          tape.differentiate(false);
          MonteCarlo gap = gap(elbo(tape, encoder, 1000, Key.of(85)));
          double diagonal = oracle.diagonalGap();
          assertTrue(
              gap.mean() + gap.margin() < 0.2 * diagonal,
              () -> gap + ", of a diagonal " + diagonal);
        });
  }

  /** KL of each example. */
  private MonteCarlo gap(Tensor elbo) {
    return MonteCarlo.of(
        IntStream.range(0, EXAMPLES)
            .mapToDouble(i -> oracle.logEvidence(examples[i]) - elbo.get(i))
            .toArray());
  }
}
