package vae.autodiff.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Convolutions;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Normalization;
import vae.autodiff.tape.RowSums;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** What a person reads who got a shape wrong: the operation and every shape. */
class ShapeErrorTest {

  private static Tensor of(Tape tape, int... extents) {
    return tape.full(Shape.of(extents), 1);
  }

  private static DynamicTest refuses(String message, Function<Tape, Tensor> formula) {
    return dynamicTest(
        message,
        () -> {
          try (KernelSet kernels = Indexed.kernels();
              Tape tape = Indexed.tape(kernels)) {
            ShapeException refusal = assertThrows(ShapeException.class, () -> formula.apply(tape));
            assertEquals(message, refusal.getMessage());
          }
        });
  }

  private static Tensor convolution(Tensor x, Tensor w, Tensor b, int padding) {
    return Convolutions.convolution(x, w, b, 2, padding, Activation.RELU);
  }

  private static Tensor transposed(Tensor x, Tensor w, Tensor b, int padding) {
    return Convolutions.transposedConvolution(x, w, b, 2, padding, 0, Activation.RELU);
  }

  @TestFactory
  Stream<DynamicTest> shapesThatDoNotFit() {
    return Stream.of(
        refuses(
            "add: shapes [2, 3] and [4] do not broadcast: axis 1 from the end has extents 3 and 4",
            t -> of(t, 2, 3).add(of(t, 4))),
        refuses(
            "greaterThan: shapes [2, 3] and [3, 3] do not broadcast: axis 2 from the end has"
                + " extents 2 and 3",
            t -> of(t, 2, 3).greaterThan(of(t, 3, 3))),
        refuses(
            "where: shapes [2] and [3] do not broadcast: axis 1 from the end has extents 2 and 3",
            t -> of(t, 3).where(of(t, 2), of(t, 3))),
        refuses(
            "broadcastTo: shape [2, 3] does not broadcast to [3]",
            t -> of(t, 2, 3).broadcastTo(Shape.of(3))),
        refuses(
            "reshape: shape [2, 3] has 6 elements, target [4] has 4", t -> of(t, 2, 3).reshape(4)),
        refuses(
            "matmul: shapes [2, 3] and [4, 5] do not fit", t -> of(t, 2, 3).matmul(of(t, 4, 5))),
        refuses(
            "matmul: shapes [2, 3] transposed and [3, 5] do not fit",
            t -> of(t, 2, 3).matmul(true, of(t, 3, 5), false)),
        refuses(
            "linear: expected x [*, k], W [k, n], b [n], got [[2, 3], [3, 4], [5]]",
            t -> of(t, 2, 3).linear(of(t, 3, 4), of(t, 5), Activation.TANH)),
        refuses(
            "convolution: expected x [N, H, W, C], W [kh, kw, C, O], b [O], got [[1, 5, 5, 2], [3,"
                + " 3, 1, 4]]",
            t -> convolution(of(t, 1, 5, 5, 2), of(t, 3, 3, 1, 4), null, 1)),
        refuses(
            "convolution: expected x [N, H, W, C], W [kh, kw, C, O], b [O], got [[1, 5, 5, 2], [3,"
                + " 3, 2, 4], [2]]",
            t -> convolution(of(t, 1, 5, 5, 2), of(t, 3, 3, 2, 4), of(t, 2), 1)),
        refuses(
            "convolution: expected x [N, H, W, C], W [kh, kw, C, O], b [O], got [[25, 2], [3, 3, 2,"
                + " 4]]",
            t -> convolution(of(t, 25, 2), of(t, 3, 3, 2, 4), null, 1)),
        refuses(
            "convolution: expected x of at least the kernel's height and width, got [1, 5, 2, 2]"
                + " with padding 1 and the kernel [5, 5, 2, 4]; take a smaller kernel or more"
                + " padding",
            t -> convolution(of(t, 1, 5, 2, 2), of(t, 5, 5, 2, 4), null, 1)),
        refuses(
            "convolution: expected a kernel with more rows and columns than the padding of 3, got W"
                + " [4, 3, 2, 4]; take less padding or a larger kernel",
            t -> convolution(of(t, 1, 5, 5, 2), of(t, 4, 3, 2, 4), null, 3)),
        refuses(
            "transposedConvolution: expected x [N, H, W, C], W [kh, kw, O, C], b [O], got [[1, 5,"
                + " 5, 2], [3, 3, 2, 4]]",
            t -> transposed(of(t, 1, 5, 5, 2), of(t, 3, 3, 2, 4), null, 1)),
        refuses(
            "transposedConvolution: expected x [N, H, W, C], W [kh, kw, O, C], b [O], got [[1, 5,"
                + " 5, 4], [3, 3, 2, 4], [4]]",
            t -> transposed(of(t, 1, 5, 5, 4), of(t, 3, 3, 2, 4), of(t, 4), 1)),
        refuses(
            "transposedConvolution: expected a kernel with more rows and columns than the padding"
                + " of 3, got W [3, 3, 2, 4]; take less padding or a larger kernel",
            t -> transposed(of(t, 1, 5, 5, 4), of(t, 3, 3, 2, 4), null, 3)),
        refuses(
            "transposedConvolution: expected an output of 1 to 2^31-1 rows and columns, got -1 from"
                + " x [1, 1, 5, 4] with the kernel [3, 3, 2, 4], stride 2, padding 2 and"
                + " outputPadding 0",
            t -> transposed(of(t, 1, 1, 5, 4), of(t, 3, 3, 2, 4), null, 2)),
        refuses(
            "concat: shapes [[2, 3], [2, 3], [3, 3]] differ elsewhere than on axis 1",
            t -> Tensor.concat(-1, of(t, 2, 3), of(t, 2, 3), of(t, 3, 3))),
        refuses(
            "concat: shapes [[2, 3], [3]] differ elsewhere than on axis 0",
            t -> Tensor.concat(0, of(t, 2, 3), of(t, 3))),
        refuses(
            "slice: [1, 4) is not within axis 1 of shape [2, 3]", t -> of(t, 2, 3).slice(-1, 1, 4)),
        refuses(
            "gather: index 2 is not within the first axis of shape [2, 3]",
            t -> of(t, 2, 3).gather(0, 2)),
        refuses("gather: a scalar has no first axis", t -> t.scalar(1).gather(0)),
        refuses(
            "permute: axes [0, 0] are not a permutation of the axes of shape [2, 3]",
            t -> of(t, 2, 3).permute(0, 0)),
        refuses("transpose: shape [3] has fewer than two axes", t -> of(t, 3).transpose()),
        refuses(
            "triangularSolve: expected L [*, n, n] and B [*, n, c], got [2, 2] and [3, 1]",
            t -> LinearAlgebra.solveTriangular(of(t, 2, 2), of(t, 3, 1))),
        refuses(
            "lowerTriangle: expected diagonal [*, n] and entries [*, n(n-1)/2], got [2, 3] and"
                + " [2, 4]",
            t -> LinearAlgebra.lowerTriangle(of(t, 2, 3), of(t, 2, 4))),
        refuses(
            "cholesky: expected [*, n, n], got [2, 3]", t -> LinearAlgebra.cholesky(of(t, 2, 3))),
        refuses(
            "logDeterminant: expected [*, n, n], got [2, 3]",
            t -> LinearAlgebra.logDeterminant(of(t, 2, 3))),
        refuses(
            "bernoulliLogits: data [3, 4] are not the last axes of the parameters [2, 4]",
            t -> RowSums.bernoulliLogProb(of(t, 2, 4), of(t, 3, 4))),
        refuses(
            "squaredDistance: data [5] are not the last axes of the parameters [2, 4]",
            t -> RowSums.squaredDistance(of(t, 2, 4), of(t, 5))),
        refuses(
            "groupNorm: expected x [*, p, p, c], scale [c], shift [c], with c a multiple of 3, got"
                + " [[2, 5, 5, 4], [4], [4]]",
            t -> Normalization.group(of(t, 2, 5, 5, 4), of(t, 4), of(t, 4), 3, 2, 1e-5)),
        refuses(
            "groupNorm: expected x [*, c], scale [c], shift [c], with c a multiple of 1, got"
                + " [[2, 5], [4], [4]]",
            t -> Normalization.group(of(t, 2, 5), of(t, 4), of(t, 4), 1, 0, 1e-5)));
  }

  @TestFactory
  Stream<DynamicTest> axesThatDoNotExist() {
    return Stream.of(
        refuses("sum: axis 2 does not exist in shape [2, 3]", t -> of(t, 2, 3).sum(0, 2)),
        refuses("sum: axis -3 does not exist in shape [2, 3]", t -> of(t, 2, 3).sumKeeping(-3)),
        refuses("mean: axis 1 does not exist in shape [2]", t -> of(t, 2).mean(1)),
        refuses("logSumExp: axis 0 does not exist in shape []", t -> t.scalar(1).logSumExp(0)),
        refuses("logMeanExp: axis 1 does not exist in shape [2]", t -> of(t, 2).logMeanExp(1)),
        refuses("softmax: axis 1 does not exist in shape [2]", t -> of(t, 2).softmax(1)),
        refuses("slice: axis 1 does not exist in shape [2]", t -> of(t, 2).slice(1, 0, 1)),
        refuses("concat: axis 1 does not exist in shape [2]", t -> Tensor.concat(1, of(t, 2))),
        refuses("permute: axis 2 does not exist in shape [2, 3]", t -> of(t, 2, 3).permute(0, 2)),
        refuses(
            "normal: axis 1 does not exist in shape [3]", t -> t.normal(Key.of(1), Shape.of(3))),
        refuses(
            "uniform: axis 1 does not exist in shape [3]", t -> t.uniform(Key.of(1), Shape.of(3))));
  }

  /** Refused from the shapes alone, before memory is taken. */
  @TestFactory
  Stream<DynamicTest> resultsThatNoArrayHolds() {
    int half = 1 << 16;
    return Stream.of(
        refuses(
            "shape [65536, 65536] has more elements than a Java array holds",
            t -> of(t, half, 1).add(of(t, 1, half))),
        refuses(
            "shape [65536, 65536] has more elements than a Java array holds",
            t -> of(t, half, 1).matmul(of(t, 1, half))),
        refuses(
            "shape [65536, 32768, 2] has more elements than a Java array holds",
            t -> of(t, 2).broadcastTo(Shape.of(half, half / 2, 2))));
  }

  @Test
  void joiningMoreThanAnArrayHoldsIsRefused() {
    Shape half = Shape.of(1 << 30);
    ShapeException refusal =
        assertThrows(ShapeException.class, () -> new Concatenate(0).outputShape(half, half));
    assertEquals(
        "concat: shapes [[1073741824], [1073741824]] are longer together on axis 0 than an array"
            + " can be",
        refusal.getMessage());
  }

  @Test
  void joiningNothingIsRefused() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Tensor.concat(0));
    assertEquals("concat: expected at least one tensor, got none", refusal.getMessage());
  }

  @Test
  void stridesAndPaddingsThatMakeNoConvolutionAreRefused() {
    refused(
        "convolution: stride: expected at least 1, got 0",
        () -> new Convolution(0, 0, Activation.RELU));
    refused(
        "convolution: padding: expected at least 0, got -1",
        () -> new Convolution(1, -1, Activation.RELU));
    refused(
        "transposedConvolution: stride: expected at least 1, got -2",
        () -> new TransposedConvolution(-2, 0, 0, Activation.RELU));
    refused(
        "transposedConvolution: outputPadding: expected 0 to 1 (stride - 1), got 2",
        () -> new TransposedConvolution(2, 0, 2, Activation.RELU));
  }

  private static void refused(String message, Executable made) {
    IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, made);
    assertEquals(message, refusal.getMessage());
  }
}
