package vae.core.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;

final class GatedPerceptronTest {

  private final Parameters all = Parameters.of(DType.F64, Key.of(1));

  private GatedPerceptron network(Integer... hidden) {
    return GatedPerceptron.create(
        all.scope("net"), 3, List.of(hidden), 2, Initialization.FAN_IN_UNIFORM);
  }

  private static Tensor x(Tape tape) {
    return tape.normal(Key.of(2), Shape.of(1, 4, 3));
  }

  @Test
  void parametersAreNamedByLayerAndGate() {
    network(5, 4);
    assertEquals(
        List.of(
            "net.hidden.0.bias [5]",
            "net.hidden.0.gate.bias [5]",
            "net.hidden.0.gate.weight [3, 5]",
            "net.hidden.0.weight [3, 5]",
            "net.hidden.1.bias [4]",
            "net.hidden.1.gate.bias [4]",
            "net.hidden.1.gate.weight [5, 4]",
            "net.hidden.1.weight [5, 4]",
            "net.output.bias [2]",
            "net.output.weight [4, 2]"),
        all.list().stream().map(Parameter::toString).toList());
  }

  /** Written out for one layer: two products, a logistic function, a product of both. */
  @Test
  void aLayerIsASumTimesItsGate() {
    GatedPerceptron net = network(5);
    DoubleTape.run(
        tape -> {
          Tensor sum = product(tape, x(tape), "hidden.0.");
          Tensor gate = product(tape, x(tape), "hidden.0.gate.");
          Tensor h = sum.divide(gate.negate().exp().add(1));
          Tensor expected = product(tape, h, "output.");
          assertArrayEquals(
              expected.toArray().toDoubles(), net.apply(x(tape)).toArray().toDoubles(), 1e-14);
        });
  }

  private Tensor product(Tape tape, Tensor x, String layer) {
    return x.matmul(parameter(tape, layer + "weight")).add(parameter(tape, layer + "bias"));
  }

  private Tensor parameter(Tape tape, String name) {
    return tape.parameter(
        all.list().stream()
            .filter(it -> it.name().equals("net." + name))
            .findFirst()
            .orElseThrow());
  }

  @Test
  void withoutHiddenLayersItIsLinear() {
    GatedPerceptron net = network();
    DoubleTape.run(
        tape ->
            assertArrayEquals(
                product(tape, x(tape), "output.").toArray().toDoubles(),
                net.apply(x(tape)).toArray().toDoubles(),
                1e-14));
  }

  @Test
  void gradientsAgreeWithDifferences() {
    GatedPerceptron net = network(4, 3);
    GradientCheck.check("network", all.list(), tape -> net.apply(x(tape)).square().sum());
  }
}
