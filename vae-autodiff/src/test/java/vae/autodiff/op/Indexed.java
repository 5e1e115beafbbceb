package vae.autodiff.op;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Tuple;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** An array that is read and built index by index: the reference that operations are held to. */
record Indexed(Shape shape, double[] elements) {

  static Indexed of(Tensor tensor) {
    return new Indexed(tensor.shape(), tensor.toArray().toDoubles());
  }

  /** The array whose element at an index is what the function gives for it. */
  static Indexed build(Shape shape, ToDoubleFunction<int[]> element) {
    double[] elements = new double[shape.size()];
    for (int flat = 0; flat < elements.length; flat++) {
      elements[flat] = element.applyAsDouble(unravel(shape, flat));
    }
    return new Indexed(shape, elements);
  }

  static int[] unravel(Shape shape, int flat) {
    int[] index = new int[shape.rank()];
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      index[axis] = flat % shape.extent(axis);
      flat /= shape.extent(axis);
    }
    return index;
  }

  static int flat(Shape shape, int... index) {
    int flat = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      flat = flat * shape.extent(axis) + index[axis];
    }
    return flat;
  }

  double at(int... index) {
    return elements[flat(shape, index)];
  }

  /** The element that a broadcast of this array has at an index of the larger shape. */
  double repeatedAt(int... index) {
    return elements[repeatedFlat(shape, index)];
  }

  static int repeatedFlat(Shape shape, int... index) {
    int[] own = Arrays.copyOfRange(index, index.length - shape.rank(), index.length);
    for (int axis = 0; axis < own.length; axis++) {
      own[axis] = shape.extent(axis) == 1 ? 0 : own[axis];
    }
    return flat(shape, own);
  }

  /** Standard normal elements. */
  static Tensor normal(Tape tape, long seed, Shape shape) {
    return tape.normal(Key.of(seed), Shape.of(1, 1, shape.size())).reshape(shape);
  }

  /** Ranks 0 to 4 with short extents, 0 now and then and ones often. */
  static Arbitrary<Shape> shapes() {
    return Arbitraries.frequencyOf(
            Tuple.of(1, Arbitraries.just(0)),
            Tuple.of(6, Arbitraries.just(1)),
            Tuple.of(18, Arbitraries.integers().between(2, 5)))
        .list()
        .ofMaxSize(4)
        .map(extents -> Shape.of(extents.stream().mapToInt(e -> e).toArray()));
  }

  /** Plain loops in double precision. */
  static KernelSet kernels() {
    return KernelSet.choose(KernelSet.Choice.SCALAR, 1);
  }

  static Tape tape(KernelSet kernels) {
    return Tape.of(kernels, DType.F64);
  }

  // records compare arrays by identity, which no test means
  @Override
  public boolean equals(Object other) {
    return other instanceof Indexed that
        && shape.equals(that.shape)
        && Arrays.equals(elements, that.elements);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elements);
  }

  @Override
  public String toString() {
    return shape + " " + Arrays.toString(elements);
  }
}
