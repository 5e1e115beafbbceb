package vae.models.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Bijection;
import vae.core.distribution.Draws;
import vae.core.distribution.NormalizingFlow;
import vae.core.model.PosteriorContract;
import vae.core.model.PosteriorFamily;
import vae.core.network.Initialization;
import vae.core.network.MaskedNetwork;
import vae.core.oracle.BijectionCheck;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.wiring.ModelSite;

final class InverseAutoregressiveTest extends PosteriorContract {

  private static final InverseAutoregressive.Spec SMALL =
      new InverseAutoregressive.Spec(
          2, List.of(4), 2, 1, Activation.TANH, Initialization.FAN_IN_UNIFORM, Optional.empty());

  @Override
  protected PosteriorFamily family(ModelSite at) {
    return InverseAutoregressive.of(SMALL, at.sizes().latent(), at.parameters());
  }

  private static NormalizingFlow flow(Tape tape, int m) {
    InverseAutoregressive family =
        InverseAutoregressive.of(SMALL, m, Parameters.of(DType.F64, Key.of(m)));
    return family.of(tape.normal(Key.of(2), Shape.of(1, 1, 2 * m + 2)).reshape(1, 2 * m + 2));
  }

  private static double[] point(int m) {
    double[] z = new double[m];
    Arrays.setAll(z, i -> 1.3 - 0.7 * i);
    return z;
  }

  @Test
  void volumesAreThoseOfTheNumericJacobian() {
    for (int m = 1; m <= 5; m++) {
      int size = m;
      DoubleTape.run(
          tape ->
              flow(tape, size)
                  .steps()
                  .forEach(step -> BijectionCheck.volume(tape, step, point(size))));
    }
  }

  @Test
  void inversesInvert() {
    for (int m = 1; m <= 8; m++) {
      int size = m;
      DoubleTape.run(
          tape ->
              flow(tape, size)
                  .steps()
                  .forEach(step -> BijectionCheck.inverse(tape, step, 1e-10, point(size))));
    }
  }

  @Test
  void inversesInvertInSinglePrecision() {
    int m = 8;
    Parameters parameters = Parameters.of(DType.F32, Key.of(3));
    MaskedNetwork.Settings settings =
        new MaskedNetwork.Settings(
            List.of(12), 0, Activation.RELU, Initialization.GLOROT_UNIFORM, false);
    MaskedNetwork network = MaskedNetwork.autoregressive(parameters, settings, m, true);
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.AUTO, 1);
        Tape tape = Tape.of(kernels, DType.F32)) {
      double[] z = new double[m];
      Arrays.setAll(z, i -> (float) point(m)[i]);
      BijectionCheck.inverse(tape, new GatedStep(network.on(tape), 1), 1e-5, z);
    }
  }

  /** The second step goes from the last coordinate to the first. */
  @Test
  void jacobiansAreTriangularOneWayAndThenTheOther() {
    int m = 4;
    DoubleTape.run(
        tape -> {
          List<Bijection> steps = flow(tape, m).steps();
          for (int t = 0; t < 2; t++) {
            RealMatrix jacobian = BijectionCheck.jacobian(tape, steps.get(t), point(m));
            for (int i = 0; i < m; i++) {
              for (int j = 0; j < m; j++) {
                boolean later = t == 0 ? j > i : j < i;
                if (i != j) {
                  assertEquals(later, jacobian.getEntry(i, j) == 0, "step " + t + ", " + i + j);
                }
              }
            }
          }
        });
  }

  /** A gate of sigmoid(b) and a target of 0, where a network gives zeros. */
  @Test
  void theGateBiasIsAddedToWhatTheNetworkGives() {
    Parameters all = Parameters.of(DType.F64, Key.of(4));
    InverseAutoregressive family = InverseAutoregressive.of(SMALL, 2, all);
    for (Parameter parameter : all.list()) {
      for (int i = 0; i < parameter.shape().size(); i++) {
        parameter.value().set(i, 0);
      }
    }
    DoubleTape.run(
        tape -> {
          Tensor z = tape.constant(Shape.of(1, 2), 1, -2);
          Bijection step = family.of(tape.full(Shape.of(1, 6), 0.5)).steps().getFirst();
          double gate = 1 / (1 + Math.exp(-1));
          assertArrayEquals(
              new double[] {gate, -2 * gate}, step.forward(z).value().toArray().toDoubles(), 1e-15);
        });
  }

  /** Beyond the numbers of the diagonal Gaussian the encoder gives the context. */
  @Test
  void theEncoderGivesMomentsAndContext() {
    Parameters all = Parameters.of(DType.F64, Key.of(4));
    assertEquals(8, InverseAutoregressive.of(SMALL, 3, all).parameterCount());
  }

  /** The path with the density held, and the score at z held: the two parts of the gradient. */
  @Test
  void pathAndScoreAddUpToTheWholeGradient() {
    Parameters all = Parameters.of(DType.F64, Key.of(5));
    InverseAutoregressive family = InverseAutoregressive.of(SMALL, 3, all.scope("posterior"));
    all.create("outputs", Shape.of(2, 8), Initializer.normal(0.7));
    for (Parameter parameter : all.list()) {
      double[] whole = gradient(family, all, parameter, draws -> draws);
      double[] path = gradient(family, all, parameter, Draws::stopGradient);
      double[] score = gradient(family, all, parameter, Draws::detached);
      Arrays.setAll(path, i -> path[i] + score[i]);
      assertArrayEquals(whole, path, 1e-11, parameter.name());
    }
  }

  private static double[] gradient(
      InverseAutoregressive family, Parameters all, Parameter by, UnaryOperator<Draws> held) {
    Parameter outputs = all.list().getFirst();
    return GradientCheck.gradient(
        by,
        tape ->
            held.apply(family.of(tape.parameter(outputs)).draw(4, Key.of(6)))
                .logProb()
                .square()
                .sum());
  }
}
