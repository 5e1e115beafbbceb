package vae.core.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.ImageShape;
import vae.core.model.Pass;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;

/** A second weight for the condition, in every network that takes one. */
final class ConditionTest {

  private static final int B = 4;
  private static final int C = 3;

  /** A network as a function of its inputs and a pass; c is the size of its condition. */
  private enum Network {
    MLP(
        5,
        (all, c) -> {
          var net =
              MultilayerPerceptron.create(
                      all, 5, List.of(6), 2, Activation.TANH, Initialization.FAN_IN_UNIFORM)
                  .taking(c);
          return pass -> net.given(pass)::apply;
        }),
    LINEAR(
        5,
        (all, c) -> {
          var net =
              MultilayerPerceptron.create(
                      all, 5, List.of(), 2, Activation.TANH, Initialization.GLOROT_UNIFORM)
                  .taking(c);
          return pass -> net.given(pass)::apply;
        }),
    GATED(
        5,
        (all, c) -> {
          var net =
              GatedPerceptron.create(
                      all, 5, List.of(6), 2, Initialization.FAN_IN_UNIFORM, Regularization.none())
                  .taking(c);
          return pass -> net.given(pass)::apply;
        }),
    GATED_LINEAR(
        5,
        (all, c) -> {
          var net =
              GatedPerceptron.create(
                      all, 5, List.of(), 2, Initialization.GLOROT_UNIFORM, Regularization.none())
                  .taking(c);
          return pass -> net.given(pass)::apply;
        }),
    CONVOLUTIONAL(
        32,
        (all, c) -> {
          var net =
              ConvolutionalNetwork.create(
                      all, new ImageShape(4, 8, 1), settings(NormalizationSpec.Type.LAYER), 2)
                  .taking(c);
          return pass -> net.given(pass)::apply;
        }),
    TRANSPOSED(
        5,
        (all, c) -> {
          var net =
              TransposedConvolutionalNetwork.create(
                      all, 5, new ImageShape(4, 8, 1), 1, settings(NormalizationSpec.Type.NONE))
                  .taking(c);
          return pass -> net.given(pass)::apply;
        });

    private final int in;
    private final BiFunction<Parameters, Integer, Function<Pass, Function<Tensor, Tensor>>> make;

    Network(
        int in, BiFunction<Parameters, Integer, Function<Pass, Function<Tensor, Tensor>>> make) {
      this.in = in;
      this.make = make;
    }

    private static ConvolutionSettings settings(NormalizationSpec.Type type) {
      return new ConvolutionSettings(
          List.of(new ConvolutionSpec(2, 4, 2, 1)),
          new NormalizationSpec(type, 1, 0.1),
          1,
          List.of(4),
          Activation.TANH,
          Initialization.KAIMING_NORMAL,
          0);
    }

    Function<Pass, Function<Tensor, Tensor>> of(Parameters all, int c) {
      return make.apply(all, c);
    }

    Tensor x(Tape tape) {
      return tape.normal(Key.of(8), Shape.of(1, B, in)).reshape(B, in);
    }
  }

  private static Parameters parameters() {
    return Parameters.of(DType.F64, Key.of(1));
  }

  private static Pass pass(Tape tape) {
    return new Pass(tape, Optional.empty(), Optional.empty(), null, null);
  }

  private static Pass given(Tape tape) {
    return pass(tape).conditionedOn(tape.normal(Key.of(9), Shape.of(1, B, C)).reshape(B, C));
  }

  /** One, or that of a layer and that of its gate. */
  private static List<Parameter> seconds(Parameters all) {
    List<Parameter> found =
        all.list().stream().filter(it -> it.name().endsWith("condition")).toList();
    boolean gated = found.stream().anyMatch(it -> it.name().endsWith("gate.condition"));
    assertEquals(gated ? 2 : 1, found.size(), found::toString);
    return found;
  }

  private static void set(Parameter parameter, double value) {
    for (int i = 0; i < parameter.shape().size(); i++) {
      parameter.value().set(i, value);
    }
  }

  /** Values and gradients: nothing else of the network moves. */
  @ParameterizedTest
  @EnumSource
  void withAWeightOfZeroItIsTheNetworkWithoutConditionBitForBit(Network network) {
    Parameters one = parameters();
    Parameters two = parameters();
    var plain = network.of(one, 0);
    var conditioned = network.of(two, C);
    List<Parameter> seconds = seconds(two);
    seconds.forEach(it -> set(it, 0));
    assertEquals(one.list().size() + seconds.size(), two.list().size());
    DoubleTape.run(
        tape -> {
          Tensor y = conditioned.apply(given(tape)).apply(network.x(tape));
          tape.backward(y.square().sum());
          double[] values = y.toArray().toDoubles();
          double[][] gradients =
              two.list().stream()
                  .filter(it -> !seconds.contains(it))
                  .map(it -> tape.gradient(it).copy().toDoubles())
                  .toArray(double[][]::new);
          tape.reset();
          Tensor without = plain.apply(given(tape)).apply(network.x(tape));
          tape.backward(without.square().sum());
          assertArrayEquals(without.toArray().toDoubles(), values);
          for (int i = 0; i < gradients.length; i++) {
            Parameter parameter = one.list().get(i);
            assertArrayEquals(tape.gradient(parameter).toDoubles(), gradients[i], parameter.name());
          }
        });
  }

  @ParameterizedTest
  @EnumSource
  void gradientsReachTheSecondWeight(Network network) {
    Parameters all = parameters();
    var net = network.of(all, C);
    GradientCheck.check(
        "y", all.list(), tape -> net.apply(given(tape)).apply(network.x(tape)).square().sum());
  }

  /** Each example sees its own condition, whatever stands beside it. */
  @ParameterizedTest
  @EnumSource
  void aRowDependsOnItsOwnCondition(Network network) {
    var net = network.of(parameters(), C);
    DoubleTape.run(
        tape -> {
          Tensor x = network.x(tape);
          Tensor c = given(tape).condition().orElseThrow();
          double[] y = net.apply(pass(tape).conditionedOn(c)).apply(x).toArray().toDoubles();
          Tensor moved = Tensor.concat(0, c.slice(0, 0, B - 1), c.slice(0, 0, 1));
          double[] z = net.apply(pass(tape).conditionedOn(moved)).apply(x).toArray().toDoubles();
          int n = y.length / B;
          assertArrayEquals(Arrays.copyOf(y, n * (B - 1)), Arrays.copyOf(z, n * (B - 1)));
          assertNotEquals(y[n * (B - 1)], z[n * (B - 1)]);
        });
  }

  @ParameterizedTest
  @EnumSource
  void aPassWithoutItsConditionIsRefused(Network network) {
    Parameters all = parameters();
    var net = network.of(all, C);
    DoubleTape.run(
        tape -> {
          var apply = net.apply(pass(tape));
          Tensor x = network.x(tape);
          var e = assertThrows(IllegalStateException.class, () -> apply.apply(x));
          assertTrue(e.getMessage().startsWith(seconds(all).getFirst().name()), e.getMessage());
        });
  }
}
