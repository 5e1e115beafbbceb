package vae.core.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.Pass;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;

final class GatedPerceptronTest {

  private static final NormalizationSpec LAYER =
      new NormalizationSpec(NormalizationSpec.Type.LAYER, 1, 0.1);

  private final Parameters all = Parameters.of(DType.F64, Key.of(1));

  private GatedPerceptron network(Integer... hidden) {
    return network(Regularization.none(), hidden);
  }

  private GatedPerceptron network(Regularization regularization, Integer... hidden) {
    return GatedPerceptron.create(
        all.scope("net"), 3, List.of(hidden), 2, Initialization.FAN_IN_UNIFORM, regularization);
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

  /** Sum and gate are normalised each by itself, and units of their product are dropped. */
  @Test
  void aRegularisedLayerIsWrittenOut() {
    GatedPerceptron net = network(new Regularization(LAYER, 0.5), 5);
    Optional<Key> key = Optional.of(Key.of(3).rows(new long[] {7, 8, 9, 10}));
    DoubleTape.run(
        tape -> {
          Tensor sum = normalized(product(tape, x(tape), "hidden.0."));
          Tensor gate = normalized(product(tape, x(tape), "hidden.0.gate."));
          Tensor h = sum.divide(gate.negate().exp().add(1));
          Tensor mask = new Dropout("net.hidden.0.weight", 0.5).apply(tape.full(h.shape(), 1), key);
          double[] expected = product(tape, h.multiply(mask), "output.").toArray().toDoubles();
          Pass training = new Pass(tape, Optional.empty(), key, null, null);
          double[] thinned = net.given(training).apply(x(tape)).toArray().toDoubles();
          assertArrayEquals(expected, thinned, 1e-13, "training");
          double[] whole = product(tape, h, "output.").toArray().toDoubles();
          assertArrayEquals(whole, net.apply(x(tape)).toArray().toDoubles(), 1e-13, "evaluation");
          assertFalse(Arrays.equals(thinned, whole), "units are dropped");
        });
    assertEquals(
        List.of(
            "net.hidden.0.gate.normalization.scale",
            "net.hidden.0.gate.normalization.shift",
            "net.hidden.0.normalization.scale",
            "net.hidden.0.normalization.shift"),
        all.list().stream().map(Parameter::name).filter(it -> it.contains("normal")).toList());
  }

  /** Of each row, at a scale of 1 and a shift of 0. */
  private static Tensor normalized(Tensor x) {
    Tensor centred = x.subtract(x.sumKeeping(-1).multiply(0.2));
    return centred.divide(centred.square().sumKeeping(-1).multiply(0.2).add(1e-5).sqrt());
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
