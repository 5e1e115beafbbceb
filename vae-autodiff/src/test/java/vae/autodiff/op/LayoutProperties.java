package vae.autodiff.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.random.Permutation;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** Operations that only move elements, against loops over indices; always exact. */
final class LayoutProperties {

  @Provide
  Arbitrary<Shape> shapes() {
    return Indexed.shapes();
  }

  @Property(seed = "61", tries = 300, edgeCases = EdgeCasesMode.NONE)
  void permuteMovesAxesAndItsInverseMovesThemBack(
      @ForAll("shapes") Shape shape, @ForAll @IntRange(max = 50) int draw) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      int[] axes = Permutation.of(Key.of(draw), shape.rank());
      int[] inverse = new int[axes.length];
      int[] extents = new int[axes.length];
      for (int i = 0; i < axes.length; i++) {
        inverse[axes[i]] = i;
        extents[i] = shape.extent(axes[i]);
      }
      Tensor x = Indexed.normal(tape, 1, shape);
      Indexed before = Indexed.of(x);
      Indexed expected =
          Indexed.build(
              Shape.of(extents),
              index -> {
                int[] source = new int[index.length];
                for (int i = 0; i < index.length; i++) {
                  source[axes[i]] = index[i];
                }
                return before.at(source);
              });
      assertEquals(expected, Indexed.of(x.permute(axes)));
      assertEquals(before, Indexed.of(x.permute(axes).permute(inverse)));
    }
  }

  @Property(seed = "62", tries = 100, edgeCases = EdgeCasesMode.NONE)
  void transposeExchangesTheLastTwoAxes(@ForAll("shapes") Shape shape) {
    Assume.that(shape.rank() >= 2);
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      int[] axes = new int[shape.rank()];
      for (int i = 0; i < axes.length; i++) {
        axes[i] = i;
      }
      axes[axes.length - 1]--;
      axes[axes.length - 2]++;
      Tensor x = Indexed.normal(tape, 1, shape);
      assertEquals(Indexed.of(x.permute(axes)), Indexed.of(x.transpose()));
      assertEquals(Indexed.of(x), Indexed.of(x.transpose().transpose()));
    }
  }

  @Property(seed = "63", tries = 300, edgeCases = EdgeCasesMode.NONE)
  void sliceTakesAPartAndConcatJoinsTheParts(
      @ForAll("shapes") Shape shape,
      @ForAll @IntRange(max = 3) int axisDraw,
      @ForAll @IntRange(max = 5) int first,
      @ForAll @IntRange(max = 5) int second) {
    Assume.that(shape.rank() > 0);
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      int axis = axisDraw % shape.rank();
      int length = shape.extent(axis);
      int from = Math.min(length, Math.min(first, second));
      int to = Math.min(length, Math.max(first, second));
      Tensor x = Indexed.normal(tape, 1, shape);
      Indexed before = Indexed.of(x);
      Tensor part = x.slice(axis - shape.rank(), from, to);
      Indexed expected =
          Indexed.build(
              shape.withExtent(axis, to - from),
              index -> {
                int[] source = index.clone();
                source[axis] += from;
                return before.at(source);
              });
      assertEquals(expected, Indexed.of(part));
      Tensor joined = Tensor.concat(axis, x.slice(axis, 0, from), part, x.slice(axis, to, length));
      assertEquals(before, Indexed.of(joined));
    }
  }

  @Property(seed = "64", tries = 200, edgeCases = EdgeCasesMode.NONE)
  void gatherTakesEntriesOfTheFirstAxis(
      @ForAll("shapes") Shape shape, @ForAll @IntRange(max = 7) int count) {
    Assume.that(shape.rank() > 0 && shape.extent(0) > 0);
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      int[] indices = new int[count];
      for (int i = 0; i < count; i++) {
        indices[i] = i * 7 % shape.extent(0);
      }
      Tensor x = Indexed.normal(tape, 1, shape);
      Indexed before = Indexed.of(x);
      Indexed expected =
          Indexed.build(
              shape.withExtent(0, count),
              index -> {
                int[] source = index.clone();
                source[0] = indices[index[0]];
                return before.at(source);
              });
      assertEquals(expected, Indexed.of(x.gather(indices)));
    }
  }

  @Property(seed = "65", tries = 100, edgeCases = EdgeCasesMode.NONE)
  void reshapeKeepsTheOrderOfElements(@ForAll("shapes") Shape shape) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor x = Indexed.normal(tape, 1, shape);
      Tensor flat = x.reshape(shape.size(), 1);
      assertEquals(
          new Indexed(Shape.of(shape.size(), 1), Indexed.of(x).elements()), Indexed.of(flat));
      assertEquals(Indexed.of(x), Indexed.of(flat.reshape(shape)));
      assertSame(x, x.reshape(shape), "nothing is recorded where nothing changes");
    }
  }
}
