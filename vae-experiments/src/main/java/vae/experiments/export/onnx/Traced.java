package vae.experiments.export.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Origin;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * A function of rows, recorded for several numbers of rows.
 *
 * <p>The recordings must be of the same operations, their extents on one line, and their constants
 * equal though the inputs are not: what a formula computes beside the tape is then found out,
 * unless it is the same for all inputs.
 */
public final class Traced implements AutoCloseable {

  /** Numbers of rows: a line goes through the first two, and the third must lie on it. */
  private static final int[] ROWS = {2, 3, 7};

  /** A function, written on a tape. */
  @FunctionalInterface
  public interface Function {

    /**
     * The outputs by name, each [N, …].
     *
     * @param rows N
     */
    SequencedMap<String, Tensor> on(Inputs inputs, int rows);
  }

  /** The inputs of one recording. */
  public static final class Inputs {

    private final Tape tape;
    private final SplittableRandom random;
    private final Map<Tensor, String> names = new IdentityHashMap<>();

    private Inputs(Tape tape, int rows) {
      this.tape = tape;
      random = new SplittableRandom(rows);
    }

    public Tape tape() {
      return tape;
    }

    /** An input [N, size]; of other values in each recording. */
    public Tensor of(String name, int rows, int size) {
      double[] values = random.doubles((long) rows * size).toArray();
      Tensor input = tape.constant(Shape.of(rows, size), values);
      names.put(input, name);
      return input;
    }
  }

  /** One recording. */
  private record Recording(
      Inputs inputs, List<Tensor> nodes, SequencedMap<String, Tensor> outputs) {}

  private final List<Recording> recordings = new ArrayList<>();
  private final Map<Tensor, Integer> places = new IdentityHashMap<>();
  private final boolean[] varies;

  private Traced(List<Recording> recordings) {
    this.recordings.addAll(recordings);
    List<Tensor> nodes = nodes();
    for (int i = 0; i < nodes.size(); i++) {
      places.put(nodes.get(i), i);
    }
    varies = new boolean[nodes.size()];
    for (int i = 0; i < varies.length; i++) {
      Tensor node = nodes.get(i);
      varies[i] =
          inputName(node) != null
              || isNoise(node)
              || node.operands().stream().anyMatch(it -> varies[places.get(it)]);
    }
  }

  /**
   * Records a function; it is to be closed.
   *
   * @throws NoFormException where the recordings differ in more than the number of rows
   */
  public static Traced of(Function function, KernelSet kernels, DType type) {
    List<Recording> recordings = new ArrayList<>();
    try {
      for (int rows : ROWS) {
        Tape tape = Tape.of(kernels, type);
        Inputs inputs = new Inputs(tape, rows);
        recordings.add(new Recording(inputs, List.of(), new LinkedHashMap<>()));
        tape.differentiate(false);
        SequencedMap<String, Tensor> outputs = function.on(inputs, rows);
        recordings.set(
            recordings.size() - 1, new Recording(inputs, List.copyOf(tape.recorded()), outputs));
      }
      Traced traced = new Traced(recordings);
      traced.requireOneFormula();
      return traced;
    } catch (RuntimeException e) {
      recordings.forEach(it -> it.inputs().tape().close());
      throw e;
    }
  }

  private void requireOneFormula() {
    for (Recording other : recordings) {
      if (other.nodes().size() != nodes().size()) {
        throw new NoFormException("takes other operations for other numbers of rows");
      }
    }
    for (int i = 0; i < nodes().size(); i++) {
      Tensor last = recordings.getLast().nodes().get(i);
      List<Extent> extents = extents(nodes().get(i));
      for (int axis = 0; axis < extents.size(); axis++) {
        if (last.shape().extent(axis) != extents.get(axis).at(ROWS[2])) {
          throw new NoFormException("has shapes that do not grow in step with the rows");
        }
      }
    }
  }

  /** What was recorded, in order. */
  List<Tensor> nodes() {
    return recordings.getFirst().nodes();
  }

  SequencedMap<String, Tensor> outputs() {
    return recordings.getFirst().outputs();
  }

  /** The same node in the recording of other rows. */
  Tensor other(Tensor node) {
    return recordings.get(1).nodes().get(places.get(node));
  }

  /** The name of an input; null where it is none. */
  String inputName(Tensor node) {
    return recordings.getFirst().inputs().names.get(node);
  }

  static boolean isNoise(Tensor node) {
    return node.origin() == Origin.NORMAL || node.origin() == Origin.UNIFORM;
  }

  /** Whether the value depends on an input or on noise. */
  boolean varies(Tensor node) {
    return varies[places.get(node)];
  }

  List<Extent> extents(Tensor node) {
    return Extent.through(ROWS[0], node.shape(), ROWS[1], other(node).shape());
  }

  /** The extent that an operation has in both recordings. */
  static Extent extent(int first, int second) {
    return Extent.through(ROWS[0], first, ROWS[1], second);
  }

  /**
   * A constant, with extent 1 where it grows with the rows, along which it must not vary.
   *
   * @throws NoFormException where it depends on inputs after all
   */
  Tensor constant(Tensor node) {
    List<Extent> extents = extents(node);
    Tensor first = alongRows(node, extents);
    Tensor second = alongRows(other(node), extents);
    if (!Arrays.equals(first.toArray().toDoubles(), second.toArray().toDoubles())) {
      throw computedBeside();
    }
    return first;
  }

  private static Tensor alongRows(Tensor node, List<Extent> extents) {
    Tensor value = node;
    for (int axis = 0; axis < extents.size(); axis++) {
      if (extents.get(axis).grows()) {
        Tensor one = value.slice(axis, 0, 1);
        double[] repeated = one.broadcastTo(value.shape()).toArray().toDoubles();
        if (!Arrays.equals(repeated, value.toArray().toDoubles())) {
          throw computedBeside();
        }
        value = one;
      }
    }
    return value;
  }

  private static NoFormException computedBeside() {
    return new NoFormException(
        "computes values from its inputs beside the recorded operations, such as choices among"
            + " components");
  }

  /** The places of what the outputs depend on, in order. */
  List<Tensor> reached() {
    boolean[] wanted = new boolean[nodes().size()];
    outputs().values().forEach(it -> wanted[places.get(it)] = true);
    for (int i = wanted.length - 1; i >= 0; i--) {
      Tensor node = nodes().get(i);
      if (wanted[i] && varies[i]) {
        node.operands().forEach(it -> wanted[places.get(it)] = true);
      }
    }
    return IntStream.range(0, wanted.length).filter(i -> wanted[i]).mapToObj(nodes()::get).toList();
  }

  @Override
  public void close() {
    recordings.forEach(it -> it.inputs().tape().close());
  }
}
