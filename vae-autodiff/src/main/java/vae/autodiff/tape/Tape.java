package vae.autodiff.tape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import vae.autodiff.array.ArrayPool;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.op.Op;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

/**
 * Records operations as they are computed and differentiates them in reverse.
 *
 * <p>Define-by-run: a tensor's value is there as soon as it is recorded. The order of recording is
 * a topological order, so the reverse pass is a loop, without recursion. {@link #reset} gives all
 * buffers back for the next step; tensors recorded before it must not be used after it. A tape
 * belongs to one thread.
 *
 * <pre>{@code
 * try (KernelSet kernels = KernelSet.choose(Choice.AUTO, 1); Tape tape = Tape.of(kernels, F64)) {
 *   Tensor w = tape.parameter(weight);
 *   Tensor loss = w.square().sum();
 *   tape.backward(loss);
 *   NdArray gradient = tape.gradient(weight);
 * }
 * }</pre>
 */
public final class Tape implements AutoCloseable {

  private final DType type;
  private final Kernels<Object> kernels;
  private final ArrayPool<Object> pool;
  private final List<Tensor> nodes = new ArrayList<>();
  private final Map<Parameter, Tensor> parameters = new IdentityHashMap<>();
  private final Map<Parameter, Tensor> frozen = new IdentityHashMap<>();
  private final Map<Parameter, Tensor> proposed = new IdentityHashMap<>();
  private final SparseData data;
  private final NodeFrame frame;
  private final Shape[][] inputShapes = new Shape[4][];
  private boolean differentiating = true;
  private boolean holding;
  private boolean varying;
  private int generation;

  private Tape(Kernels<Object> kernels, ArrayPool<Object> pool, DType type) {
    this.type = type;
    this.kernels = kernels;
    this.pool = pool;
    data = new SparseData(kernels);
    frame = new NodeFrame(kernels, pool, data);
  }

  @SuppressWarnings("unchecked") // the tape passes only arrays that these kernels allocated
  private static Kernels<Object> untyped(Kernels<?> kernels) {
    return (Kernels<Object>) kernels;
  }

  public static Tape of(KernelSet kernels, DType type) {
    Kernels<Object> typed = untyped(type == DType.F32 ? kernels.f32() : kernels.f64());
    return new Tape(typed, new ArrayPool<>(typed::allocate), type);
  }

  /**
   * A tape that computes nothing: its tensors have shapes and no values. {@link #allocatedElements}
   * says what the same formulas need on another tape.
   */
  public static Tape ofShapes(DType type) {
    return new Tape(null, new ArrayPool<>(_ -> null), type);
  }

  /** The element type of every tensor. */
  public DType type() {
    return type;
  }

  /** The arithmetic, for optimisers: arrays are those of this tape's element type. */
  public Kernels<Object> kernels() {
    return kernels;
  }

  /**
   * Turns differentiation off or on for what is recorded from now on: while it is off, parameters
   * are constants and nothing is kept for a reverse pass.
   */
  public void differentiate(boolean on) {
    differentiating = on;
  }

  /** Whether what is recorded now can be differentiated: training, and not evaluation. */
  public boolean differentiates() {
    return differentiating;
  }

  /**
   * Holds parameters constant, or no longer: those brought onto the tape while it is on are
   * constants, but gradients go on to pass through everything else.
   *
   * @return how it was before
   */
  public boolean holdParameters(boolean on) {
    boolean before = holding;
    holding = on;
    return before;
  }

  /**
   * A constant with the elements of the array; copied.
   *
   * <p>Where most of its elements are zeros, products with it skip them: see {@link
   * vae.autodiff.kernel.SparseKernels}.
   */
  public Tensor constant(NdArray array) {
    Tensor tensor = leaf(array.shape(), value -> fill(value, array));
    data.add(tensor);
    return tensor;
  }

  /** A constant with these elements, rounded to the tape's element type. */
  public Tensor constant(Shape shape, double... elements) {
    return constant(NdArray.of(shape, elements));
  }

  public Tensor scalar(double value) {
    return constant(Shape.SCALAR, value);
  }

  /** A constant of equal elements. */
  public Tensor full(Shape shape, double value) {
    return leaf(shape, y -> kernels.fill(y, 0, shape.size(), value));
  }

  /**
   * Standard normal noise.
   *
   * @param shape [S, B, …]: element (s, b, j…) is coordinate j of sample s of the row whose
   *     identity the key gives for b; see {@link Noise}
   */
  public Tensor normal(Key key, Shape shape) {
    int rows = shape.extent(shape.axis("normal", 1));
    int inner = shape.inner(1);
    return leaf(
        Origin.NORMAL, shape, y -> kernels.noise().normal(key, shape.extent(0), rows, inner, y));
  }

  /**
   * Uniform noise on [0, 1), multiples of 2⁻²⁴.
   *
   * @param shape [S, B, …], as for {@link #normal}
   */
  public Tensor uniform(Key key, Shape shape) {
    int rows = shape.extent(shape.axis("uniform", 1));
    int inner = shape.inner(1);
    return leaf(
        Origin.UNIFORM, shape, y -> kernels.noise().uniform(key, shape.extent(0), rows, inner, y));
  }

  /**
   * The parameter as a tensor; one tensor until the next reset, a constant while differentiation is
   * off.
   *
   * @throws ShapeException where its element type is not the tape's
   */
  public Tensor parameter(Parameter parameter) {
    return leaf(parameter, differentiating && !holding);
  }

  /**
   * A variable of an evaluation: gradients pass to it, though differentiation is off and what it
   * meets are constants; one tensor until the next reset.
   *
   * @throws ShapeException where its element type is not the tape's
   */
  public Tensor variable(Parameter variable) {
    varying = true;
    return leaf(variable, true);
  }

  private Tensor leaf(Parameter parameter, boolean differentiable) {
    Map<Parameter, Tensor> leaves = differentiable ? parameters : frozen;
    Tensor known = leaves.get(parameter);
    if (known != null) {
      return known;
    }
    if (parameter.value().type() != type) {
      throw new ShapeException(
          "parameter %s is %s, the tape is %s"
              .formatted(parameter, parameter.value().type(), type));
    }
    Tensor tensor = new Tensor(this, generation, parameter.shape(), null, NO_INPUTS);
    tensor.value = parameter.value().storage();
    tensor.borrowed = true;
    tensor.parameter = parameter;
    tensor.origin = Origin.PARAMETER;
    tensor.differentiable = differentiable;
    nodes.add(tensor);
    leaves.put(parameter, tensor);
    return tensor;
  }

  private static final Tensor[] NO_INPUTS = {};

  private Tensor leaf(Shape shape, Consumer<Object> fill) {
    return leaf(Origin.CONSTANT, shape, fill);
  }

  private Tensor leaf(Origin origin, Shape shape, Consumer<Object> fill) {
    Tensor tensor = new Tensor(this, generation, shape, null, NO_INPUTS);
    tensor.origin = origin;
    tensor.value = pool.take(shape.size());
    nodes.add(tensor);
    if (kernels != null) {
      fill.accept(tensor.value);
    }
    return tensor;
  }

  private void fill(Object y, NdArray elements) {
    if (elements.type() == type) {
      kernels.copy(elements.storage(), 0, y, 0, elements.shape().size());
    } else {
      for (int i = 0; i < elements.shape().size(); i++) {
        kernels.set(y, i, elements.get(i));
      }
    }
  }

  /**
   * Computes an operation and records it.
   *
   * @throws ShapeException where the inputs do not fit
   * @throws IllegalStateException where an input was recorded before the last reset, or on another
   *     tape
   */
  public Tensor record(Op op, Tensor... inputs) {
    Shape[] shapes = shapesOf(inputs.length);
    boolean differentiable = false;
    for (int i = 0; i < inputs.length; i++) {
      if (!isAlive(inputs[i])) {
        throw refusal(op.name(), inputs[i]);
      }
      shapes[i] = inputs[i].shape();
      differentiable |= inputs[i].differentiable;
    }
    Tensor tensor = new Tensor(this, generation, op.outputShape(shapes), op, inputs);
    tensor.value = pool.take(tensor.shape().size());
    tensor.differentiable = differentiable && (differentiating || varying);
    nodes.add(tensor);
    if (kernels != null) {
      frame.show(tensor);
      op.forward(frame);
      frame.done();
    }
    return tensor;
  }

  /** An array for the shapes of this many inputs, used again: no operation keeps it. */
  private Shape[] shapesOf(int inputs) {
    if (inputs >= inputShapes.length) {
      return new Shape[inputs];
    }
    if (inputShapes[inputs] == null) {
      inputShapes[inputs] = new Shape[inputs];
    }
    return inputShapes[inputs];
  }

  private boolean isAlive(Tensor input) {
    return input.tape() == this && input.generation == generation;
  }

  private IllegalStateException refusal(String what, Tensor input) {
    return new IllegalStateException(
        input.tape() == this
            ? what + ": an input was recorded before the tape was reset; record it again"
            : what + ": an input was recorded on another tape; copy it: constant(x.toArray())");
  }

  /** A tensor with the same elements that gradients do not pass. */
  Tensor detached(Tensor source) {
    if (!isAlive(source)) {
      throw refusal("detach", source);
    }
    Tensor tensor = new Tensor(this, generation, source.shape(), null, NO_INPUTS);
    tensor.value = source.value;
    tensor.borrowed = true;
    nodes.add(tensor);
    return tensor;
  }

  /** Whether gradients pass to the tensor: it is a parameter or depends on one. */
  public boolean isDifferentiable(Tensor tensor) {
    return tensor.differentiable;
  }

  /**
   * Computes the gradient of a scalar by everything it depends on.
   *
   * @throws ShapeException where the tensor has more or fewer elements than one
   * @throws IllegalStateException where the tensor was recorded before the last reset, or on
   *     another tape
   */
  public void backward(Tensor objective) {
    backward(objective, _ -> {});
  }

  /** The same; {@code watch} is shown each operation once its inputs have their gradients. */
  void backward(Tensor objective, Consumer<Tensor> watch) {
    if (!isAlive(objective)) {
      throw refusal("backward", objective);
    }
    if (objective.shape().size() != 1) {
      throw new ShapeException(
          "backward: the objective has shape %s, not one element; reduce it "
                  .formatted(objective.shape())
              + "with sum() or mean()");
    }
    clearGradients();
    kernels.fill(frame.gradientOf(objective), 0, 1, 1);
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Tensor node = nodes.get(i);
      if (node.gradient != null && node.op() != null) {
        frame.show(node);
        node.op().backward(frame);
        frame.done();
        watch.accept(node);
        if (node.keepsGradient) {
          continue;
        }
        frame.clearGradient(node);
      }
    }
  }

  private void clearGradients() {
    nodes.forEach(frame::clearGradient);
  }

  /**
   * The gradient by the parameter after {@link #backward}: a view of the tape's buffer, valid until
   * the next backward or reset; null where the objective does not depend on the parameter.
   */
  public NdArray gradient(Parameter parameter) {
    Tensor tensor = parameters.get(parameter);
    return tensor == null ? null : tensor.gradientArray();
  }

  /**
   * Notes the value that a parameter is to take where the step that is recorded here is accepted:
   * one that no gradient reaches, such as a running mean. Of several values for one parameter since
   * the last reset the first counts, so that a network may run twice in a step.
   *
   * @param value of the parameter's shape
   */
  public void propose(Parameter parameter, Tensor value) {
    if (!value.shape().equals(parameter.shape())) {
      throw new ShapeException(
          "propose: expected a value for %s, got %s".formatted(parameter, value.shape()));
    }
    proposed.putIfAbsent(parameter, value);
  }

  /** Gives every parameter the value that was proposed for it since the last reset. */
  public void adopt() {
    proposed.forEach((parameter, value) -> parameter.value().set(value.view(value.value)));
  }

  /** Forgets everything that was recorded and keeps the buffers for the next step. */
  public void reset() {
    clearGradients();
    for (Tensor node : nodes) {
      if (!node.borrowed && kernels != null) {
        pool.give(node.value, node.shape().size());
      }
      if (node.saved != null) {
        pool.give(node.saved, node.savedSize);
      }
    }
    nodes.clear();
    parameters.clear();
    frozen.clear();
    proposed.clear();
    data.reset();
    varying = false;
    generation++;
  }

  /** Refuses to read a tensor of that generation where it is forgotten or has no values. */
  void checkReadable(int generation) {
    if (this.generation != generation) {
      throw new IllegalStateException("the tape was reset; read values before reset()");
    }
    if (kernels == null) {
      throw new IllegalStateException("a tape of shapes has no values to read");
    }
  }

  /** What was recorded since the last reset, in order. */
  List<Tensor> nodes() {
    return nodes;
  }

  /**
   * What was recorded since the last reset, in order and not to be changed: formulas for programs
   * that write them elsewhere.
   */
  public List<Tensor> recorded() {
    return Collections.unmodifiableList(nodes);
  }

  /** Elements that the tape's buffers hold; constant once a step of each size has been run. */
  public long allocatedElements() {
    return pool.allocatedElements();
  }

  /** Forgets everything. */
  @Override
  public void close() {
    reset();
  }
}
