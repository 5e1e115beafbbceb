package vae.autodiff.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Binary;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** Broadcasting against loops over indices. */
final class BroadcastProperties {

  record Pair(Shape a, Shape b) {}

  @Provide
  Arbitrary<Shape> shapes() {
    return Indexed.shapes();
  }

  /** Two shapes that broadcast: each drops leading axes of one shape and sets others to 1. */
  @Provide
  Arbitrary<Pair> pairs() {
    Arbitrary<Integer> bits = Arbitraries.integers().between(0, 255);
    return Combinators.combine(Indexed.shapes(), bits, bits)
        .as((full, a, b) -> new Pair(narrowed(full, a), narrowed(full, b)));
  }

  private static Shape narrowed(Shape full, int bits) {
    int[] extents = full.extents();
    for (int axis = 0; axis < extents.length; axis++) {
      extents[axis] = (bits >> axis & 1) == 1 ? 1 : extents[axis];
    }
    return Shape.of(Arrays.copyOfRange(extents, Math.min(bits >> 6, extents.length), full.rank()));
  }

  private static Shape both(Shape a, Shape b) {
    int[] extents = new int[Math.max(a.rank(), b.rank())];
    for (int i = 1; i <= extents.length; i++) {
      int x = i <= a.rank() ? a.extent(-i) : 1;
      int y = i <= b.rank() ? b.extent(-i) : 1;
      extents[extents.length - i] = x == 1 ? y : x;
    }
    return Shape.of(extents);
  }

  private static DoubleBinaryOperator reference(Binary function) {
    return switch (function) {
      case ADD -> (a, b) -> a + b;
      case SUBTRACT -> (a, b) -> a - b;
      case MULTIPLY -> (a, b) -> a * b;
      case DIVIDE -> (a, b) -> a / b;
      case MAXIMUM -> Math::max;
      case GREATER -> (a, b) -> a > b ? 1 : 0;
    };
  }

  @Property(seed = "41", tries = 600, edgeCases = EdgeCasesMode.NONE)
  void arithmeticAgreesWithLoopsOverIndices(@ForAll("pairs") Pair pair, @ForAll Binary function) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor a = Indexed.normal(tape, 1, pair.a);
      Tensor b = Indexed.normal(tape, 2, pair.b);
      Indexed x = Indexed.of(a);
      Indexed y = Indexed.of(b);
      Indexed expected =
          Indexed.build(
              both(pair.a, pair.b),
              i -> reference(function).applyAsDouble(x.repeatedAt(i), y.repeatedAt(i)));
      assertEquals(expected, Indexed.of(tape.record(new Arithmetic(function), a, b)));
    }
  }

  /** d(Σ w a b)/da is w b summed over what a is repeated along. */
  @Property(seed = "42", tries = 300, edgeCases = EdgeCasesMode.NONE)
  void gradientIsSummedOverRepeatedAxes(@ForAll("pairs") Pair pair) {
    Assume.that(both(pair.a, pair.b).size() > 0);
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor b = Indexed.normal(tape, 2, pair.b);
      Tensor weights = Indexed.normal(tape, 3, both(pair.a, pair.b));
      double[] a = Indexed.of(Indexed.normal(tape, 1, pair.a)).elements();
      Parameter parameter = new Parameter("a", NdArray.of(pair.a, a));
      tape.backward(tape.parameter(parameter).multiply(b).multiply(weights).sum());
      double[] expected = new double[pair.a.size()];
      for (int flat = 0; flat < weights.shape().size(); flat++) {
        int[] index = Indexed.unravel(weights.shape(), flat);
        int to = Indexed.repeatedFlat(pair.a, index);
        expected[to] += weights.get(flat) * Indexed.of(b).repeatedAt(index);
      }
      assertArrayEquals(expected, tape.gradient(parameter).toDoubles(), 1e-12);
    }
  }

  @Property(seed = "43", tries = 300, edgeCases = EdgeCasesMode.NONE)
  void broadcastToRepeats(@ForAll("pairs") Pair pair) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Shape target = both(pair.a, pair.b);
      Tensor a = Indexed.normal(tape, 1, pair.a);
      Indexed x = Indexed.of(a);
      assertEquals(Indexed.build(target, x::repeatedAt), Indexed.of(a.broadcastTo(target)));
    }
  }

  @Property(seed = "44", tries = 300, edgeCases = EdgeCasesMode.NONE)
  void shapesThatDifferElsewhereThanAtOnesAreRefused(
      @ForAll("shapes") Shape shape, @ForAll byte at) {
    Assume.that(shape.rank() > 0);
    int axis = Math.floorMod(at, shape.rank());
    Shape other = shape.withExtent(axis, shape.extent(axis) + 7);
    if (shape.extent(axis) != 1) {
      ShapeException refusal =
          assertThrows(ShapeException.class, () -> Shape.broadcast("add", shape, other));
      assertEquals(
          "add: shapes %s and %s do not broadcast: axis %d from the end has extents %d and %d"
              .formatted(shape, other, shape.rank() - axis, shape.extent(axis), other.extent(axis)),
          refusal.getMessage());
    } else {
      assertEquals(other, Shape.broadcast("add", shape, other));
    }
  }
}
