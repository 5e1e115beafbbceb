package vae.autodiff.tape;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.Binary;
import vae.autodiff.kernel.Unary;
import vae.autodiff.op.Arithmetic;
import vae.autodiff.op.BroadcastTo;
import vae.autodiff.op.Concatenate;
import vae.autodiff.op.Elementwise;
import vae.autodiff.op.Gather;
import vae.autodiff.op.Linear;
import vae.autodiff.op.LogSumExp;
import vae.autodiff.op.MatrixProduct;
import vae.autodiff.op.Op;
import vae.autodiff.op.Permute;
import vae.autodiff.op.Reshape;
import vae.autodiff.op.Select;
import vae.autodiff.op.Slice;
import vae.autodiff.op.Sum;

/**
 * A value on a tape: what researchers write formulas with.
 *
 * <p>Binary operations broadcast: shapes are aligned at the last axis, extents are equal or one of
 * them is 1. Negative axes count from the end. A shape that does not fit is refused with a {@link
 * ShapeException} that names the operation and the shapes.
 */
public final class Tensor {

  private final Tape tape;
  private final Shape shape;
  private final Op op;
  private final Tensor[] inputs;
  final int generation;
  Object value;
  Object gradient;
  Object saved;
  int savedSize;
  boolean borrowed;
  Parameter parameter;
  boolean differentiable;
  boolean keepsGradient;
  Origin origin;

  Tensor(Tape tape, int generation, Shape shape, Op op, Tensor[] inputs) {
    this.tape = tape;
    this.generation = generation;
    this.shape = shape;
    this.op = op;
    this.inputs = inputs;
    origin = op == null ? Origin.CONSTANT : Origin.OPERATION;
  }

  public Tape tape() {
    return tape;
  }

  public Shape shape() {
    return shape;
  }

  /** Where the value came from. */
  public Origin origin() {
    return origin;
  }

  /** The operation that computed this; empty where none did. */
  public Optional<Op> operation() {
    return Optional.ofNullable(op);
  }

  /** What the operation computed this from. */
  public List<Tensor> operands() {
    return List.of(inputs);
  }

  /** The parameter that this is; empty where it is none. */
  public Optional<Parameter> parameter() {
    return Optional.ofNullable(parameter);
  }

  Op op() {
    return op;
  }

  Tensor[] inputs() {
    return inputs;
  }

  private Tensor binary(Binary function, Tensor other) {
    return tape.record(new Arithmetic(function), this, other);
  }

  private Tensor unary(Unary function) {
    return tape.record(new Elementwise(function), this);
  }

  private Tensor affine(double a, double b) {
    return tape.record(new Elementwise(Unary.AFFINE, a, b), this);
  }

  /** this + other, broadcast. */
  public Tensor add(Tensor other) {
    return binary(Binary.ADD, other);
  }

  public Tensor add(double constant) {
    return affine(1, constant);
  }

  /** this − other, broadcast. */
  public Tensor subtract(Tensor other) {
    return binary(Binary.SUBTRACT, other);
  }

  /** this · other, broadcast. */
  public Tensor multiply(Tensor other) {
    return binary(Binary.MULTIPLY, other);
  }

  public Tensor multiply(double factor) {
    return affine(factor, -0.0);
  }

  /** this / other, broadcast. */
  public Tensor divide(Tensor other) {
    return binary(Binary.DIVIDE, other);
  }

  public Tensor negate() {
    return affine(-1, -0.0);
  }

  /** The larger of each pair, broadcast; equal pairs give their gradient to {@code other}. */
  public Tensor maximum(Tensor other) {
    return binary(Binary.MAXIMUM, other);
  }

  /** 1 where this &gt; other, else 0; without gradient. */
  public Tensor greaterThan(Tensor other) {
    return binary(Binary.GREATER, other).detach();
  }

  public Tensor exp() {
    return unary(Unary.EXP);
  }

  public Tensor log() {
    return unary(Unary.LOG);
  }

  public Tensor log1p() {
    return unary(Unary.LOG1P);
  }

  public Tensor sqrt() {
    return unary(Unary.SQRT);
  }

  public Tensor square() {
    return unary(Unary.SQUARE);
  }

  public Tensor reciprocal() {
    return unary(Unary.RECIPROCAL);
  }

  public Tensor abs() {
    return unary(Unary.ABS);
  }

  public Tensor tanh() {
    return unary(Unary.TANH);
  }

  public Tensor sigmoid() {
    return unary(Unary.SIGMOID);
  }

  /** \(\log(1 + e^x)\). */
  public Tensor softplus() {
    return unary(Unary.SOFTPLUS);
  }

  /** \(\max(x, 0)\). */
  public Tensor relu() {
    return unary(Unary.RELU);
  }

  /** x above 0, slope · x below. */
  public Tensor leakyRelu(double slope) {
    return tape.record(new Elementwise(Unary.LEAKY_RELU, slope, 0), this);
  }

  /** x above 0, scale · (e^x − 1) below. */
  public Tensor elu(double scale) {
    return tape.record(new Elementwise(Unary.ELU, scale, 0), this);
  }

  /** \(x \Phi(x)\). */
  public Tensor gelu() {
    return unary(Unary.GELU);
  }

  /** \(x / (1 + e^{-x})\). */
  public Tensor silu() {
    return unary(Unary.SILU);
  }

  public Tensor erf() {
    return unary(Unary.ERF);
  }

  /** x held within [low, high]. */
  public Tensor clamp(double low, double high) {
    return tape.record(new Elementwise(Unary.CLAMP, low, high), this);
  }

  /**
   * This where the condition is not 0, else {@code other}; all broadcast to one shape.
   *
   * @param condition without gradient
   */
  public Tensor where(Tensor condition, Tensor other) {
    Shape all =
        Shape.broadcast("where", Shape.broadcast("where", condition.shape, shape), other.shape);
    Tensor mask = condition.detach().broadcastTo(all);
    return tape.record(new Select(), mask, broadcastTo(all), other.broadcastTo(all));
  }

  /** The sum of all elements: a scalar. */
  public Tensor sum() {
    return tape.record(new Sum(Axes.all(shape.rank()), false), this);
  }

  /** The sum over the axes, which are dropped. */
  public Tensor sum(int... axes) {
    return tape.record(new Sum(Axes.ascending("sum", shape, axes), false), this);
  }

  /** The sum over the axes, which stay with extent 1. */
  public Tensor sumKeeping(int... axes) {
    return tape.record(new Sum(Axes.ascending("sum", shape, axes), true), this);
  }

  /** The mean of all elements: a scalar. */
  public Tensor mean() {
    return sum().multiply(1.0 / shape.size());
  }

  /** The mean over the axes, which are dropped. */
  public Tensor mean(int... axes) {
    List<Integer> averaged = Axes.ascending("mean", shape, axes);
    Tensor sum = tape.record(new Sum(averaged, false), this);
    int count = Axes.elements(shape, averaged);
    return count == 1 ? sum : sum.multiply(1.0 / count);
  }

  /** \(\log \sum e^x\) over the axis, which is dropped. */
  public Tensor logSumExp(int axis) {
    return tape.record(new LogSumExp(shape.axis("logSumExp", axis)), this);
  }

  /** \(\log\) of the mean of \(e^x\) over the axis, which is dropped. */
  public Tensor logMeanExp(int axis) {
    int count = shape.extent(shape.axis("logMeanExp", axis));
    return logSumExp(axis).add(-StrictMath.log(count));
  }

  /** \(e^x / \sum e^x\) over the axis. */
  public Tensor softmax(int axis) {
    int resolved = shape.axis("softmax", axis);
    return subtract(logSumExp(resolved).reshape(shape.withExtent(resolved, 1))).exp();
  }

  /** Batched matrix product: [*, m, k] and [*, k, n] → [*, m, n]. */
  public Tensor matmul(Tensor other) {
    return tape.record(new MatrixProduct(false, false), this, other);
  }

  /** Batched matrix product with transpositions of the last two axes. */
  public Tensor matmul(boolean transposeThis, Tensor other, boolean transposeOther) {
    return tape.record(new MatrixProduct(transposeThis, transposeOther), this, other);
  }

  public Tensor activate(Activation f) {
    return f == Activation.IDENTITY
        ? this
        : tape.record(new Elementwise(f.function(), f.parameter(), 0), this);
  }

  /** f(x W + b): this [*, k], weight [k, n], bias [n] or null → [*, n]. */
  public Tensor linear(Tensor weight, Tensor bias, Activation activation) {
    if (!activation.hasGradientFromValue()) {
      return linear(weight, bias, Activation.IDENTITY).activate(activation);
    }
    Linear op = new Linear(activation);
    return bias == null ? tape.record(op, this, weight) : tape.record(op, this, weight, bias);
  }

  /** The same elements under another shape. */
  public Tensor reshape(Shape target) {
    return target.equals(shape) ? this : tape.record(new Reshape(target), this);
  }

  /** The same elements under another shape. */
  public Tensor reshape(int... extents) {
    return reshape(Shape.of(extents));
  }

  /** The last two axes exchanged. */
  public Tensor transpose() {
    return tape.record(new Permute(Axes.lastTwoExchanged("transpose", shape)), this);
  }

  /** Axis i of the result is axis {@code axes[i]} of this. */
  public Tensor permute(int... axes) {
    return tape.record(new Permute(Axes.ordered("permute", shape, axes)), this);
  }

  public Tensor broadcastTo(Shape target) {
    return target.equals(shape) ? this : tape.record(new BroadcastTo(target), this);
  }

  /** The part [from, to) of the axis. */
  public Tensor slice(int axis, int from, int to) {
    return tape.record(new Slice(shape.axis("slice", axis), from, to), this);
  }

  /** Entries of the first axis in the given order. */
  public Tensor gather(int... indices) {
    return tape.record(new Gather(Arrays.stream(indices).boxed().toList()), this);
  }

  /**
   * The tensors joined along the axis.
   *
   * @throws IllegalArgumentException where there are none
   */
  public static Tensor concat(int axis, Tensor... parts) {
    if (parts.length == 0) {
      throw new IllegalArgumentException("concat: expected at least one tensor, got none");
    }
    return parts[0].tape.record(new Concatenate(parts[0].shape.axis("concat", axis)), parts);
  }

  /** The same elements, as a constant: gradients do not pass. */
  public Tensor detach() {
    return differentiable ? tape.detached(this) : this;
  }

  /** The elements; a copy that outlives the tape. */
  public NdArray toArray() {
    tape.checkReadable(generation);
    return view(value).copy();
  }

  NdArray view(Object storage) {
    return tape.type() == DType.F32
        ? NdArray.of(shape, (float[]) storage)
        : NdArray.of(shape, (double[]) storage);
  }

  /**
   * The only element.
   *
   * @throws ShapeException where there is not exactly one
   */
  public double item() {
    if (shape.size() != 1) {
      throw new ShapeException("item: shape " + shape + " does not have one element");
    }
    return get(0);
  }

  public double get(int index) {
    tape.checkReadable(generation);
    return view(value).get(index);
  }

  /** Keeps this tensor's gradient in the next backward pass; returns this. */
  public Tensor keepGradient() {
    keepsGradient = true;
    return this;
  }

  /**
   * The gradient after a backward pass, valid until the next backward or reset; null where the
   * objective does not depend on this, or where it is an intermediate without {@link
   * #keepGradient}.
   */
  public NdArray gradientArray() {
    tape.checkReadable(generation);
    return gradient == null ? null : view(gradient);
  }

  @Override
  public String toString() {
    return "Tensor " + shape;
  }
}
