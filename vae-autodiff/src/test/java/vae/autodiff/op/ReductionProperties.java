package vae.autodiff.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** Sums and means over sets of axes, against loops over indices. */
final class ReductionProperties {

  private static final int LANES = 16;

  @Provide
  Arbitrary<Shape> shapes() {
    return Indexed.shapes();
  }

  /** With a last extent around multiples of the lanes. */
  @Provide
  Arbitrary<Shape> rows() {
    return Indexed.shapes()
        .filter(shape -> shape.rank() < 4)
        .flatMap(
            shape ->
                Arbitraries.of(1, 2, 15, 16, 17, 31, 33, 50)
                    .map(last -> shape.append(Shape.of(last))));
  }

  private static int[] chosen(Shape shape, int bits) {
    List<Integer> axes = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if ((bits >> axis & 1) == 1) {
        axes.add((bits >> 4 & 1) == 1 ? axis - shape.rank() : axis);
      }
    }
    return axes.stream().mapToInt(i -> i).toArray();
  }

  private static Shape kept(Shape shape, int[] axes) {
    Shape kept = shape;
    for (int axis : axes) {
      kept = kept.withExtent(axis, 1);
    }
    return kept;
  }

  @Property(seed = "51", tries = 500, edgeCases = EdgeCasesMode.NONE)
  void sumAgreesWithLoopsOverIndices(
      @ForAll("shapes") Shape shape, @ForAll @IntRange(max = 31) int bits) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      int[] axes = chosen(shape, bits);
      Tensor x = Indexed.normal(tape, 1, shape);
      Shape kept = kept(shape, axes);
      double[] expected = new double[kept.size()];
      for (int flat = 0; flat < shape.size(); flat++) {
        expected[Indexed.repeatedFlat(kept, Indexed.unravel(shape, flat))] += x.get(flat);
      }
      assertEquals(kept, x.sumKeeping(axes).shape());
      assertArrayEquals(expected, x.sumKeeping(axes).toArray().toDoubles(), 1e-12);
      assertEquals(shape.rank() - axes.length, x.sum(axes).shape().rank());
      assertArrayEquals(
          x.sumKeeping(axes).toArray().toDoubles(), x.sum(axes).toArray().toDoubles());
      if (shape.size() > 0) {
        int count = shape.size() / kept.size();
        for (int i = 0; i < expected.length; i++) {
          assertEquals(expected[i] / count, x.mean(axes).get(i), 1e-12);
        }
      }
    }
  }

  /**
   * The bits of a float sum: trailing summed axes are one lane sum after another, in order; where
   * the last axis is kept, whatever its extent, elements are added in order.
   */
  @Property(seed = "52", tries = 400, edgeCases = EdgeCasesMode.NONE)
  void floatSumHasTheDefinedBits(
      @ForAll("rows") Shape shape, @ForAll @IntRange(max = 15) int bits) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Tape.of(kernels, DType.F32)) {
      int[] axes = chosen(shape, bits);
      Tensor x = Indexed.normal(tape, 1, shape);
      float[] elements = x.toArray().floats();
      Shape kept = kept(shape, axes);
      boolean lastKept =
          shape.rank() > 0 && IntStream.of(axes).noneMatch(axis -> axis == shape.rank() - 1);
      int run = lastKept ? 1 : trailingRun(shape, kept);
      float[] expected = new float[kept.size()];
      for (int from = 0; from < shape.size(); from += run) {
        int to = Indexed.repeatedFlat(kept, Indexed.unravel(shape, from));
        expected[to] += run == 1 ? elements[from] : laneSum(elements, from, run);
      }
      assertArrayEquals(expected, x.sumKeeping(axes).toArray().floats());
    }
  }

  /** Elements of the trailing axes that are summed; 1 where the last axis longer than 1 is kept. */
  private static int trailingRun(Shape shape, Shape kept) {
    int run = 1;
    for (int axis = shape.rank() - 1; axis >= 0 && kept.extent(axis) == 1; axis--) {
      run *= shape.extent(axis);
    }
    return Math.max(1, run);
  }

  private static float laneSum(float[] x, int from, int n) {
    float[] lane = new float[LANES];
    for (int i = 0; i < n; i++) {
      lane[i % LANES] += x[from + i];
    }
    for (int width = LANES / 2; width >= 1; width /= 2) {
      for (int l = 0; l < width; l++) {
        lane[l] = lane[l] + lane[l + width];
      }
    }
    return lane[0];
  }

  @Property(seed = "53", tries = 100, edgeCases = EdgeCasesMode.NONE)
  void sumOfAllIsOneLaneSum(@ForAll @IntRange(max = 70) int n) {
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Tape.of(kernels, DType.F32)) {
      Tensor x = Indexed.normal(tape, n, Shape.of(n));
      assertEquals(laneSum(x.toArray().floats(), 0, n), (float) x.sum().item());
    }
  }

  @Property(seed = "54", tries = 100, edgeCases = EdgeCasesMode.NONE)
  void axesMayBeNamedTwiceAndInAnyOrder(@ForAll("shapes") Shape shape) {
    Assume.that(shape.rank() >= 2);
    try (KernelSet kernels = Indexed.kernels();
        Tape tape = Indexed.tape(kernels)) {
      Tensor x = Indexed.normal(tape, 1, shape);
      assertEquals(Indexed.of(x.sum(0, 1)), Indexed.of(x.sum(1, 0, 1 - shape.rank(), 0)));
    }
  }
}
