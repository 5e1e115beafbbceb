package vae.core.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;
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
import vae.core.network.MaskedNetwork.Outputs;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;

/** Which output of a masked network depends on which input. */
final class MaskedNetworkTest {

  private static MaskedNetwork.Settings settings(int context, Integer... hidden) {
    return new MaskedNetwork.Settings(
        List.of(hidden), context, Activation.TANH, Initialization.FAN_IN_UNIFORM, false);
  }

  /** Whether each of the 2m outputs depends on each of the m inputs, by the gradient. */
  private static boolean[][] dependence(MaskedNetwork.Settings settings, int... degrees) {
    int m = degrees.length;
    Parameters all = Parameters.of(DType.F64, Key.of(1));
    MaskedNetwork network = MaskedNetwork.create(all, settings, degrees);
    Parameter z =
        Parameters.of(DType.F64, Key.of(2)).create("z", Shape.of(m), Initializer.normal(1));
    boolean[][] depends = new boolean[2 * m][m];
    for (int i = 0; i < 2 * m; i++) {
      int output = i;
      double[] gradient =
          GradientCheck.gradient(
              z,
              tape -> {
                Outputs at = network.on(tape).apply(tape.parameter(z));
                Tensor part = output < m ? at.first() : at.second();
                return part.slice(0, output % m, output % m + 1).sum();
              });
      for (int j = 0; j < m; j++) {
        depends[i][j] = gradient[j] != 0;
      }
    }
    return depends;
  }

  private static void assertDependsOnLowerDegrees(MaskedNetwork.Settings settings, int... degrees) {
    boolean[][] depends = dependence(settings, degrees);
    int m = degrees.length;
    for (int i = 0; i < 2 * m; i++) {
      for (int j = 0; j < m; j++) {
        assertEquals(
            degrees[j] < degrees[i % m],
            depends[i][j],
            "output %d of input %d with degrees %s".formatted(i, j, Arrays.toString(degrees)));
      }
    }
  }

  /** Not on itself or a later coordinate, and on every earlier one. */
  @Test
  void outputsDependOnTheCoordinatesOfLowerDegree() {
    for (int[] degrees : List.of(new int[] {1, 2, 3, 4}, new int[] {4, 3, 2, 1}, new int[] {1})) {
      assertDependsOnLowerDegrees(settings(0), degrees);
      assertDependsOnLowerDegrees(settings(0, 7), degrees);
      assertDependsOnLowerDegrees(settings(0, 9, 8), degrees);
    }
  }

  @Test
  void twoDegreesMakeTheNetworkOfACoupling() {
    assertDependsOnLowerDegrees(settings(0, 5, 4), 1, 2, 1, 2, 1);
    assertDependsOnLowerDegrees(settings(0, 5, 4), 2, 1, 2, 1);
  }

  /** Everything but the first outputs, which see no hidden unit; with m = 1 they do. */
  @Test
  void theContextReachesTheOutputs() {
    for (int m = 1; m <= 3; m++) {
      Parameters all = Parameters.of(DType.F64, Key.of(3));
      MaskedNetwork network = MaskedNetwork.autoregressive(all, settings(2, 6), m, false);
      int size = m;
      int from = m == 1 ? 0 : 1;
      DoubleTape.run(
          tape -> {
            Tensor at = tape.full(Shape.of(1, size), 0.5);
            double[] one = context(tape, network, at, 0.3, -0.2);
            double[] other = context(tape, network, at, 0.4, -0.2);
            for (int i = 0; i < one.length; i++) {
              assertEquals(i >= from, one[i] != other[i], "output " + i);
            }
          });
    }
  }

  private static double[] context(Tape tape, MaskedNetwork network, Tensor z, double... context) {
    Tensor given = tape.constant(Shape.of(1, context.length), context);
    return network.on(given).apply(z).first().toArray().toDoubles();
  }

  /** Each entry of a batch [S, B] has its own context, whatever axes of samples lie before. */
  @Test
  void contextsBroadcastOverSamples() {
    Parameters all = Parameters.of(DType.F64, Key.of(4));
    MaskedNetwork network = MaskedNetwork.autoregressive(all, settings(2, 6), 3, true);
    DoubleTape.run(
        tape -> {
          Tensor context = tape.normal(Key.of(5), Shape.of(4, 5, 2));
          Tensor z = tape.normal(Key.of(6), Shape.of(2, 20, 3)).reshape(2, 4, 5, 3);
          double[] all4 = network.on(context).apply(z).second().toArray().toDoubles();
          Tensor one = context.slice(0, 2, 3).slice(1, 3, 4).reshape(1, 2);
          Tensor at = z.slice(0, 1, 2).slice(1, 2, 3).slice(2, 3, 4).reshape(1, 3);
          int offset = ((1 * 4 + 2) * 5 + 3) * 3;
          assertArrayEquals(
              network.on(one).apply(at).second().toArray().toDoubles(),
              Arrays.copyOfRange(all4, offset, offset + 3),
              1e-15);
        });
  }

  /** z = y less its own outputs, which no single pass can solve. */
  @Test
  void passesInOrderSolveForTheInput() {
    for (int m = 1; m <= 5; m++) {
      for (boolean reversed : new boolean[] {false, true}) {
        Parameters all = Parameters.of(DType.F64, Key.of(7));
        MaskedNetwork network = MaskedNetwork.autoregressive(all, settings(0, 8), m, reversed);
        int size = m;
        DoubleTape.run(
            tape -> {
              Tensor y = tape.normal(Key.of(8), Shape.of(3, 1, size));
              MaskedNetwork.OnTape on = network.on(tape);
              Outputs at = on.applyToInverse(y, it -> y.subtract(it.first().exp()));
              Tensor z = y.subtract(at.first().exp());
              assertArrayEquals(
                  on.apply(z).first().toArray().toDoubles(), at.first().toArray().toDoubles(), 0);
            });
      }
    }
  }

  @Test
  void stoppingGradientsIsItselfWhereThereAreNone() {
    Parameters all = Parameters.of(DType.F64, Key.of(9));
    MaskedNetwork network = MaskedNetwork.autoregressive(all, settings(0, 3), 2, false);
    DoubleTape.run(
        tape -> {
          MaskedNetwork.OnTape on = network.on(tape);
          assertNotEquals(on, on.stopGradient());
          tape.reset();
          tape.differentiate(false);
          MaskedNetwork.OnTape constant = network.on(tape);
          assertEquals(constant, constant.stopGradient());
        });
  }

  @Test
  void parametersAreNamedByLayer() {
    Parameters all = Parameters.of(DType.F64, Key.of(10));
    MaskedNetwork.autoregressive(all.scope("steps.0"), settings(2, 5, 4), 3, false);
    List<String> names = all.list().stream().map(Parameter::toString).toList();
    assertEquals(
        List.of(
            "steps.0.context [2, 5]",
            "steps.0.hidden.0.bias [5]",
            "steps.0.hidden.0.weight [3, 5]",
            "steps.0.hidden.1.bias [4]",
            "steps.0.hidden.1.weight [5, 4]",
            "steps.0.output.bias [6]",
            "steps.0.output.weight [4, 6]"),
        names);
  }
}
