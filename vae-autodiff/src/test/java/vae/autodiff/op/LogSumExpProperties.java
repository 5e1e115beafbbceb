package vae.autodiff.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** Sums of exponentials where naive ones overflow. */
final class LogSumExpProperties {

  @Provide
  Arbitrary<Shape> shapes() {
    return Indexed.shapes().filter(shape -> shape.rank() > 0 && shape.size() > 0);
  }

  @Property(seed = "81", tries = 200, edgeCases = EdgeCasesMode.NONE)
  void agreesWithTheFormula(@ForAll("shapes") Shape shape, @ForAll @IntRange(max = 3) int draw) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      int axis = draw % shape.rank();
      Tensor x = Indexed.normal(tape, 1, shape);
      assertArrayEquals(
          x.exp().sum(axis).log().toArray().doubles(),
          x.logSumExp(axis).toArray().doubles(),
          1e-13);
    }
  }

  @Property(seed = "82", tries = 200, edgeCases = EdgeCasesMode.NONE)
  void softmaxSumsToOneAndIsPositive(
      @ForAll("shapes") Shape shape, @ForAll @IntRange(max = 3) int draw) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      int axis = draw % shape.rank();
      Tensor softmax = Indexed.normal(tape, 1, shape).multiply(5).softmax(axis);
      assertEquals(shape, softmax.shape());
      for (double sum : softmax.sum(axis).toArray().doubles()) {
        assertEquals(1, sum, 1e-14);
      }
      for (double weight : softmax.toArray().doubles()) {
        assertTrue(weight > 0);
      }
    }
  }

  @Property(seed = "83", tries = 200, edgeCases = EdgeCasesMode.NONE)
  void shiftingTheInputShiftsTheValue(@ForAll @DoubleRange(min = -1e4, max = 1e4) double shift) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor x = Indexed.normal(tape, 1, Shape.of(4, 7));
      double[] shifted = x.add(shift).logSumExp(-1).toArray().doubles();
      // x + shift is itself rounded: off by up to half an ulp of 1e4, 9.1e-13
      assertArrayEquals(x.logSumExp(-1).add(shift).toArray().doubles(), shifted, 4e-12);
    }
  }

  @Property(seed = "84", tries = 40, edgeCases = EdgeCasesMode.NONE)
  void neitherOverflowsNorUnderflows(@ForAll DType type, @ForAll boolean below) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Tape.of(kernels, type)) {
      double far = below ? -1e4 : 1e4;
      NdArray value = NdArray.zeros(type, Shape.of(3));
      for (int i = 0; i < 3; i++) {
        value.set(i, far);
      }
      Parameter x = new Parameter("x", value);
      Tensor y = tape.parameter(x).logSumExp(0);
      tape.backward(y);
      double tolerance = type == DType.F32 ? 1e-3 : 1e-11;
      assertEquals(far + Math.log(3), y.item(), tolerance);
      for (double gradient : tape.gradient(x).toDoubles()) {
        assertEquals(1.0 / 3, gradient, tolerance);
      }
    }
  }

  @Property(seed = "85", tries = 200, edgeCases = EdgeCasesMode.NONE)
  void logMeanExpOfEqualValuesIsTheValue(
      @ForAll @DoubleRange(min = -1e4, max = 1e4) double value,
      @ForAll @IntRange(min = 1, max = 40) int count) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      double[] means = tape.full(Shape.of(count, 2), value).logMeanExp(0).toArray().doubles();
      assertArrayEquals(new double[] {value, value}, means, 4e-12);
    }
  }

  /** By Jensen's inequality, with equality only for equal values. */
  @Property(seed = "86", tries = 100, edgeCases = EdgeCasesMode.NONE)
  void logMeanExpLiesBetweenMeanAndLargest(@ForAll("shapes") Shape shape) {
    Assume.that(shape.extent(0) > 1);
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor x = Indexed.normal(tape, 1, shape);
      double[] value = x.logMeanExp(0).toArray().doubles();
      double[] mean = x.mean(0).toArray().doubles();
      Tensor largest = x.slice(0, 0, 1);
      for (int i = 1; i < shape.extent(0); i++) {
        largest = largest.maximum(x.slice(0, i, i + 1));
      }
      for (int i = 0; i < value.length; i++) {
        assertTrue(mean[i] < value[i] && value[i] < largest.get(i));
      }
    }
  }

  @Example
  void impossibleTermsCountAsNothing() {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      double none = Double.NEGATIVE_INFINITY;
      Tensor x = tape.constant(Shape.of(2, 2), none, 3, none, none);
      assertArrayEquals(new double[] {3, none}, x.logSumExp(1).toArray().doubles(), 1e-15);
    }
  }
}
