package vae.autodiff.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.Binary;
import vae.autodiff.kernel.Unary;
import vae.autodiff.nn.Initializer;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Convolutions;
import vae.autodiff.tape.GaussianRows;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.RowSums;
import vae.autodiff.tape.Tensor;

/** Every operation's gradient against central differences in F64. */
class OpGradientTest {

  /** One example of one operation; {@code operation} is what the enumeration test counts. */
  private record Example(
      Class<? extends Op> operation,
      String name,
      List<Parameter> inputs,
      Function<List<Tensor>, Tensor> function) {}

  private static int counter;

  private static Parameter normal(int... shape) {
    return from(Initializer.normal(1), shape);
  }

  /** Away from 0 and positive: for logarithms, roots, denominators. */
  private static Parameter positive(int... shape) {
    return from(
        (value, key) -> {
          Initializer.uniform(0.5).fill(value, key);
          for (int i = 0; i < value.shape().size(); i++) {
            value.set(i, value.get(i) + 1.2);
          }
        },
        shape);
  }

  /** Lower triangles with a diagonal away from 0. */
  private static Parameter triangular(int... shape) {
    Parameter l = normal(shape);
    int n = shape[shape.length - 1];
    for (int i = 0; i < l.shape().size(); i++) {
      if (i / n % n == i % n) {
        l.value().set(i, 1.5 + 0.1 * (i % n));
      }
    }
    return l;
  }

  /** Diagonally dominant below and on the diagonal, and noise above, which must not matter. */
  private static Parameter definite(int... shape) {
    Parameter a = normal(shape);
    int n = shape[shape.length - 1];
    for (int i = 0; i < a.shape().size(); i++) {
      if (i / n % n == i % n) {
        a.value().set(i, 9 + 0.1 * (i % n));
      }
    }
    return a;
  }

  private static Parameter from(Initializer initializer, int... shape) {
    NdArray value = NdArray.zeros(DType.F64, Shape.of(shape));
    initializer.fill(value, Key.of(7).fold(counter));
    return new Parameter("p" + counter++, value);
  }

  private static List<Example> examples() {
    List<Example> all = new ArrayList<>();
    for (Unary function : Unary.values()) {
      Parameter x =
          EnumSet.of(Unary.LOG, Unary.SQRT, Unary.RECIPROCAL, Unary.LOG1P).contains(function)
              ? positive(3, 5)
              : normal(3, 5);
      Elementwise op = new Elementwise(function, function == Unary.CLAMP ? -0.6 : 0.3, 0.7);
      all.add(example(op, function.name(), List.of(x)));
    }
    for (Binary function : Binary.values()) {
      int[][][] shapes = {{{3, 4}, {3, 4}}, {{2, 3, 4}, {3, 1}}, {{4}, {3, 4}}, {{}, {2, 2}}};
      for (int[][] pair : shapes) {
        Arithmetic op = new Arithmetic(function);
        String name = function + Arrays.deepToString(pair);
        all.add(example(op, name, List.of(normal(pair[0]), positive(pair[1]))));
      }
    }
    all.add(example(new Sum(List.of(0, 2), false), "axes 0, 2", List.of(normal(2, 3, 4))));
    all.add(example(new Sum(List.of(1), true), "kept axis 1", List.of(normal(2, 3, 4))));
    all.add(example(new Sum(List.of(0, 1, 2), false), "all", List.of(normal(2, 3, 19))));
    all.add(example(new Sum(List.of(0), false), "vector", List.of(normal(5))));
    all.add(example(new Sum(List.of(), false), "no axes", List.of(normal(2, 2))));
    all.add(example(new LogSumExp(0), "vector", List.of(normal(5))));
    for (Binary function : Binary.values()) {
      all.add(
          new Example(
              Arithmetic.class,
              function + " of one tensor with itself",
              List.of(positive(2, 3)),
              in -> in.get(0).tape().record(new Arithmetic(function), in.get(0), in.get(0))));
    }
    for (int axis = 0; axis < 3; axis++) {
      all.add(example(new LogSumExp(axis), "axis " + axis, List.of(normal(3, 4, 2))));
    }
    for (Activation activation : Activation.values()) {
      List<Parameter> inputs = List.of(normal(2, 3, 4), normal(4, 5), normal(5));
      all.add(linear(activation, " with bias", inputs));
      all.add(linear(activation, " without", inputs.subList(0, 2)));
      all.add(linear(activation, " of a vector", List.of(normal(4), normal(4, 5), normal(5))));
      List<Parameter> images = List.of(normal(2, 4, 5, 2), normal(3, 3, 2, 3), normal(3));
      List<Parameter> back = List.of(normal(2, 2, 3, 2), normal(3, 3, 3, 2), normal(3));
      all.add(
          new Example(
              Convolution.class,
              activation + " with bias",
              images,
              in -> Convolutions.convolution(in.get(0), in.get(1), in.get(2), 2, 1, activation)));
      all.add(
          new Example(
              TransposedConvolution.class,
              activation + " with bias",
              back,
              in ->
                  Convolutions.transposedConvolution(
                      in.get(0), in.get(1), in.get(2), 2, 1, 1, activation)));
    }
    for (int stride = 1; stride <= 3; stride++) {
      List<Parameter> inputs = List.of(normal(1, 5, 4, 1), normal(2, 3, 1, 2));
      Op convolution = new Convolution(stride, 1, Activation.IDENTITY);
      all.add(example(convolution, "stride " + stride + ", no bias", inputs));
      List<Parameter> back = List.of(normal(1, 3, 2, 2), normal(2, 3, 1, 2));
      Op transposed = new TransposedConvolution(stride, 1, stride - 1, Activation.IDENTITY);
      all.add(example(transposed, "stride " + stride + ", no bias", back));
    }
    for (int form = 0; form < 4; form++) {
      boolean ta = (form & 1) != 0;
      boolean tb = (form & 2) != 0;
      Parameter a = ta ? normal(2, 4, 3) : normal(2, 3, 4);
      Parameter b = tb ? normal(2, 5, 4) : normal(2, 4, 5);
      Parameter single = tb ? normal(5, 4) : normal(4, 5);
      all.add(example(new MatrixProduct(ta, tb), "batched " + form, List.of(a, b)));
      all.add(example(new MatrixProduct(ta, tb), "one matrix " + form, List.of(a, single)));
    }
    for (int form = 0; form < 4; form++) {
      boolean ta = (form & 1) != 0;
      boolean tb = (form & 2) != 0;
      Parameter single = ta ? normal(4, 3) : normal(3, 4);
      Parameter batch = tb ? normal(2, 2, 5, 4) : normal(2, 2, 4, 5);
      all.add(example(new MatrixProduct(ta, tb), "left matrix " + form, List.of(single, batch)));
    }
    for (boolean transpose : new boolean[] {false, true}) {
      List<Parameter> inputs = List.of(triangular(2, 4, 4), normal(2, 4, 3));
      all.add(example(new TriangularSolve(transpose), "transposed " + transpose, inputs));
    }
    all.add(example(new LogDeterminant(), "batched", List.of(triangular(3, 4, 4))));
    all.add(example(new LowerTriangle(), "batched", List.of(normal(2, 4), normal(2, 6))));
    all.add(example(new LowerTriangle(), "one element", List.of(normal(1), normal(0))));
    all.add(example(new Cholesky(), "batched", List.of(definite(2, 4, 4))));
    all.add(example(new Cholesky(), "one element", List.of(definite(1, 1))));
    all.add(example(new BroadcastTo(Shape.of(2, 3, 4)), "rows", List.of(normal(3, 1))));
    all.add(example(new BroadcastTo(Shape.of(2, 3)), "scalar", List.of(normal())));
    all.add(example(new Reshape(Shape.of(4, 3)), "to [4, 3]", List.of(normal(2, 6))));
    all.add(example(new Permute(List.of(2, 0, 1)), "cycle", List.of(normal(2, 3, 4))));
    all.add(example(new Permute(List.of(0, 2, 1)), "last two", List.of(normal(2, 3, 4))));
    all.add(example(new Permute(List.of(3, 1, 0, 2)), "rank 4", List.of(normal(2, 3, 1, 2))));
    all.add(example(new Permute(List.of(0)), "identity", List.of(normal(3))));
    List<Parameter> three = List.of(normal(1, 2), normal(3, 2), normal(2, 2));
    all.add(example(new Concatenate(0), "three on axis 0", three));
    all.add(example(new Slice(0, 0, 2), "start", List.of(normal(4, 3))));
    all.add(example(new Slice(2, 1, 2), "last axis", List.of(normal(2, 2, 3))));
    all.add(example(new Concatenate(1), "axis 1", List.of(normal(2, 3, 2), normal(2, 1, 2))));
    all.add(example(new Slice(1, 1, 3), "middle", List.of(normal(2, 4, 3))));
    all.add(example(new Gather(List.of(2, 0, 2)), "repeated", List.of(normal(3, 2))));
    all.add(
        new Example(
            Select.class,
            "where",
            List.of(normal(2, 3), normal(2, 3)),
            in -> in.get(0).where(in.get(0).greaterThan(in.get(1)), in.get(1).square())));
    all.add(
        new Example(
            BernoulliLogits.class,
            "repeated data",
            List.of(normal(2, 3, 19)),
            in -> {
              Tensor data = in.get(0).tape().normal(Key.of(3), Shape.of(1, 3, 19)).sigmoid();
              return RowSums.bernoulliLogProb(in.get(0), data.reshape(3, 19));
            }));
    all.add(
        new Example(
            GaussianDraw.class,
            "three samples",
            List.of(normal(2, 19), normal(2, 19)),
            in -> {
              Tensor noise = in.get(0).tape().normal(Key.of(4), Shape.of(3, 2, 19));
              return GaussianRows.draw(in.get(0), in.get(1), noise);
            }));
    all.add(example(new GaussianDivergence(), "rows", List.of(normal(3, 19), normal(3, 19))));
    all.add(example(new GaussianDivergence(), "one row", List.of(normal(5), normal(5))));
    all.add(
        new Example(
            GaussianLogRatio.class,
            "draws apart from their distribution",
            List.of(normal(3, 2, 19), normal(2, 19)),
            in -> {
              Tensor noise = in.get(0).tape().normal(Key.of(4), Shape.of(3, 2, 19));
              return GaussianRows.logRatio(noise, in.get(0), in.get(1));
            }));
    all.add(
        example(
            new GaussianPairs(),
            "more points than a lane group",
            List.of(normal(19, 3), normal(4, 3), normal(4, 3))));
    all.add(
        example(
            new GaussianPairs(), "one of each", List.of(normal(1, 2), normal(1, 2), normal(1, 2))));
    all.add(
        new Example(
            SquaredDistance.class,
            "repeated data",
            List.of(normal(2, 3, 19)),
            in -> {
              Tensor data = in.get(0).tape().normal(Key.of(3), Shape.of(1, 3, 19));
              return RowSums.squaredDistance(in.get(0), data.reshape(3, 19));
            }));
    int[][] normalised = {{3, 5, 1, 0}, {3, 6, 2, 0}, {2, 3, 2, 4, 1, 2}, {2, 5, 6, 3, 1}};
    for (int[] form : normalised) {
      int rank = form.length - 2;
      int[] shape = Arrays.copyOf(form, rank);
      int channels = shape[rank - 1];
      GroupNorm op = new GroupNorm(form[rank], form[rank + 1], 0.1);
      List<Parameter> inputs = List.of(normal(shape), normal(channels), normal(channels));
      all.add(example(op, Arrays.toString(shape) + " in " + form[rank] + " groups", inputs));
    }
    return all;
  }

  private static Example linear(Activation activation, String name, List<Parameter> inputs) {
    return new Example(
        Linear.class,
        activation + name,
        inputs,
        in -> in.get(0).linear(in.get(1), in.size() > 2 ? in.get(2) : null, activation));
  }

  private static Example example(Op op, String name, List<Parameter> inputs) {
    return new Example(
        op.getClass(), name, inputs, in -> in.get(0).tape().record(op, in.toArray(Tensor[]::new)));
  }

  @TestFactory
  Stream<DynamicTest> gradientAgreesWithCentralDifferences() {
    return examples().stream()
        .map(
            e -> {
              String name = e.operation.getSimpleName() + " " + e.name;
              return dynamicTest(
                  name, () -> CentralDifferences.check(name, e.inputs, e.function, 1e-8));
            });
  }

  @Test
  void everyOperationHasAnExample() {
    Set<Class<?>> covered = examples().stream().map(Example::operation).collect(Collectors.toSet());
    assertEquals(Set.of(Op.class.getPermittedSubclasses()), covered);
  }
}
