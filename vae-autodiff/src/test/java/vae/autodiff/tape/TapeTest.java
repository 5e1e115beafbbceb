package vae.autodiff.tape;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.KernelSet;

/** What the tape promises about gradients and about the life of tensors. */
class TapeTest {

  private final KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
  private final Tape tape = Tape.of(kernels, DType.F64);
  private final Parameter a = new Parameter("a", NdArray.of(Shape.of(2), new double[] {3, -2}));
  private final Parameter b = new Parameter("b", NdArray.of(Shape.of(2), new double[] {5, 7}));

  @AfterEach
  void close() {
    tape.close();
    kernels.close();
  }

  private static void refused(String message, Executable action) {
    assertEquals(message, assertThrows(IllegalStateException.class, action).getMessage());
  }

  private double[] gradient(Parameter parameter) {
    return tape.gradient(parameter).toDoubles();
  }

  @Test
  void gradientsOfAllUsesAreAdded() {
    Tensor x = tape.parameter(a);
    tape.backward(x.multiply(x).add(x).add(x.multiply(4)).sum());
    assertArrayEquals(new double[] {2 * 3 + 5, 2 * -2 + 5}, gradient(a));
  }

  @Test
  void detachCutsTheGradientAndKeepsTheValue() {
    Tensor x = tape.parameter(a);
    Tensor cut = x.square().detach();
    tape.backward(cut.multiply(x).sum());
    assertArrayEquals(new double[] {9, 4}, cut.toArray().doubles());
    assertArrayEquals(new double[] {9, 4}, gradient(a));
    Tensor constant = tape.scalar(1);
    assertSame(constant, constant.detach(), "a constant has nothing to cut");
  }

  @Test
  void nothingRecordedWhileDifferentiationIsOffHasAGradient() {
    Tensor before = tape.parameter(a).square();
    tape.differentiate(false);
    Tensor constant = tape.parameter(a);
    Tensor fromEarlier = before.add(1);
    tape.differentiate(true);
    assertSame(constant.value, tape.parameter(a).value, "both are the parameter's own elements");
    tape.backward(constant.multiply(tape.parameter(b)).add(fromEarlier).add(before).sum());
    assertArrayEquals(new double[] {2 * 3, 2 * -2}, gradient(a));
    assertArrayEquals(new double[] {3, -2}, gradient(b));
  }

  /** An evaluation differentiates by what it varies alone, and stays an evaluation. */
  @Test
  void aVariableHasAGradientWhileDifferentiationIsOff() {
    tape.differentiate(false);
    Tensor x = tape.variable(a);
    tape.backward(x.square().multiply(tape.parameter(b)).sum());
    assertArrayEquals(new double[] {2 * 3 * 5, 2 * -2 * 7}, gradient(a));
    assertNull(tape.gradient(b));
    assertFalse(tape.differentiates());
    tape.reset();
    tape.backward(tape.parameter(a).sum());
    assertNull(tape.gradient(a), "until the next reset");
  }

  @Test
  void aParameterIsOneLeafUntilReset() {
    Tensor leaf = tape.parameter(a);
    assertSame(leaf, tape.parameter(a));
    tape.backward(leaf.multiply(tape.parameter(a)).sum());
    assertArrayEquals(new double[] {6, -4}, gradient(a));
    tape.reset();
    assertNull(tape.gradient(a));
  }

  @Test
  void whatTheObjectiveDoesNotDependOnHasNoGradient() {
    tape.parameter(b).square();
    tape.backward(tape.parameter(a).sum());
    assertNull(tape.gradient(b));
    assertNull(tape.gradient(new Parameter("never used", a.value())));
    assertNotNull(tape.gradient(a));
  }

  @Test
  void aSecondBackwardGivesTheSameGradients() {
    Tensor x = tape.parameter(a);
    Tensor objective = x.tanh().multiply(tape.parameter(b).softplus()).sum();
    tape.backward(objective);
    double[] first = gradient(a);
    long elements = tape.allocatedElements();
    tape.backward(objective);
    assertArrayEquals(first, gradient(a));
    assertEquals(elements, tape.allocatedElements());
  }

  /** The second objective's gradients replace the first one's: they are not added to them. */
  @Test
  void twoObjectivesOnOneTapeHaveTheirOwnGradients() {
    Tensor x = tape.parameter(a);
    Tensor shared = x.square();
    tape.backward(shared.sum());
    assertArrayEquals(new double[] {6, -4}, gradient(a));
    tape.backward(shared.multiply(tape.parameter(b)).sum());
    assertArrayEquals(new double[] {30, -28}, gradient(a));
    assertArrayEquals(new double[] {9, 4}, gradient(b));
    tape.backward(shared.sum());
    assertNull(tape.gradient(b));
  }

  @Test
  void anIntermediateKeepsItsGradientOnRequest() {
    Tensor x = tape.parameter(a);
    Tensor kept = x.square().keepGradient();
    Tensor dropped = kept.multiply(2);
    Tensor objective = dropped.sum();
    for (int i = 0; i < 2; i++) {
      tape.backward(objective);
      assertArrayEquals(new double[] {2, 2}, kept.gradientArray().toDoubles());
      assertNull(dropped.gradientArray());
      assertArrayEquals(new double[] {12, -8}, gradient(a));
    }
  }

  @Test
  void theObjectiveMayBeAParameterOrAConstant() {
    Parameter scalar = new Parameter("scalar", NdArray.of(Shape.of(1), new double[] {2}));
    tape.backward(tape.parameter(scalar));
    assertArrayEquals(new double[] {1}, gradient(scalar));
    tape.backward(tape.scalar(3));
    assertNull(tape.gradient(scalar));
  }

  @Test
  void anObjectiveOfSeveralElementsIsRefused() {
    ShapeException refusal =
        assertThrows(ShapeException.class, () -> tape.backward(tape.parameter(a)));
    assertEquals(
        "backward: the objective has shape [2], not one element; reduce it with sum() or mean()",
        refusal.getMessage());
  }

  @Test
  void aTensorIsNotUsedAfterReset() {
    Tensor old = tape.parameter(a).square();
    Tensor objective = old.sum();
    tape.reset();
    String recorded = ": an input was recorded before the tape was reset; record it again";
    refused("exp" + recorded, old::exp);
    refused("add" + recorded, () -> tape.parameter(a).add(old));
    refused("detach" + recorded, old::detach);
    refused("backward" + recorded, () -> tape.backward(objective));
    String read = "the tape was reset; read values before reset()";
    refused(read, old::toArray);
    refused(read, () -> objective.item());
    refused(read, old::gradientArray);
  }

  @Test
  void tensorsOfTwoTapesDoNotMix() {
    try (Tape other = Tape.of(kernels, DType.F64)) {
      Tensor foreign = other.parameter(a);
      String message = ": an input was recorded on another tape; copy it: constant(x.toArray())";
      refused("multiply" + message, () -> tape.parameter(a).multiply(foreign));
      refused("backward" + message, () -> tape.backward(foreign.sum()));
      assertEquals(1, tape.constant(foreign.toArray()).divide(tape.parameter(a)).get(0));
    }
  }

  @Test
  void aParameterOfAnotherElementTypeIsRefused() {
    Parameter floats = new Parameter("w", NdArray.zeros(DType.F32, Shape.of(3)));
    ShapeException refusal = assertThrows(ShapeException.class, () -> tape.parameter(floats));
    assertEquals("parameter w [3] is F32, the tape is F64", refusal.getMessage());
  }

  @Test
  void dataWithAGradientAreRefusedByFusedSums() {
    Tensor x = tape.parameter(a);
    refused(
        "squaredDistance: the data have no gradient here; detach() them, or write the formula out",
        () -> RowSums.squaredDistance(x, x));
    assertEquals(0, RowSums.squaredDistance(x, x.detach()).item());
  }

  @Test
  void constantsAreCopiesAndParametersAreNot() {
    double[] elements = {1, 2};
    Tensor constant = tape.constant(Shape.of(2), elements);
    elements[0] = 9;
    assertArrayEquals(new double[] {1, 2}, constant.toArray().doubles());
    Tensor leaf = tape.parameter(a);
    a.value().set(0, 11);
    assertEquals(11, leaf.get(0));
    NdArray floats = NdArray.of(Shape.of(2), new float[] {0.1f, 2});
    assertEquals((double) 0.1f, tape.constant(floats).get(0));
  }
}
