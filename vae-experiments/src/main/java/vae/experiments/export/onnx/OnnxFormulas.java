package vae.experiments.export.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.Binary;
import vae.autodiff.kernel.Unary;
import vae.autodiff.op.GroupNorm;

/** The formulas of operations in terms of ONNX's operators. */
record OnnxFormulas(OnnxGraph graph) {

  private static final double HALF_LOG_TWO_PI = 0.91893853320467274178;

  private String add(String a, String b) {
    return graph.node("Add", a, b);
  }

  private String multiply(String a, String b) {
    return graph.node("Mul", a, b);
  }

  private String subtract(String a, String b) {
    return graph.node("Sub", a, b);
  }

  private String affine(double a, double b, String x) {
    String scaled = a == 1 ? x : multiply(x, graph.scalar(a));
    return b == 0 ? scaled : add(scaled, graph.scalar(b));
  }

  private String square(String x) {
    return multiply(x, x);
  }

  String sum(String x, boolean keep, List<Integer> axes) {
    return axes.isEmpty()
        ? x
        : graph.node(
            "ReduceSum",
            List.of(x, graph.longs(axes.stream().mapToLong(Integer::longValue).toArray())),
            OnnxGraph.number("keepdims", keep ? 1 : 0));
  }

  String arithmetic(Binary function, List<String> in) {
    String operator =
        switch (function) {
          case ADD -> "Add";
          case SUBTRACT -> "Sub";
          case MULTIPLY -> "Mul";
          case DIVIDE -> "Div";
          case MAXIMUM -> "Max";
          case GREATER -> "Greater";
        };
    String y = graph.node(operator, in);
    return function == Binary.GREATER
        ? graph.node("Cast", List.of(y), OnnxGraph.number("to", 1)) // FLOAT
        : y;
  }

  String activation(Activation f, String x) {
    return f == Activation.IDENTITY ? x : unary(f.function(), f.parameter(), 0, x);
  }

  String unary(Unary function, double a, double b, String x) {
    return switch (function) {
      case AFFINE -> affine(a, b, x);
      case EXP -> graph.node("Exp", x);
      case LOG -> graph.node("Log", x);
      case LOG1P -> log1p(x);
      case SQRT -> graph.node("Sqrt", x);
      case SQUARE -> square(x);
      case RECIPROCAL -> graph.node("Reciprocal", x);
      case ABS -> graph.node("Abs", x);
      case TANH -> graph.node("Tanh", x);
      case SIGMOID -> graph.node("Sigmoid", x);
      case SOFTPLUS -> graph.node("Softplus", x);
      case RELU -> graph.node("Relu", x);
      case LEAKY_RELU -> graph.node("LeakyRelu", List.of(x), OnnxGraph.real("alpha", a));
      case ELU -> graph.node("Elu", List.of(x), OnnxGraph.real("alpha", a));
      case GELU -> {
        String erf = graph.node("Erf", multiply(x, graph.scalar(Math.sqrt(0.5))));
        yield multiply(multiply(x, graph.scalar(0.5)), add(erf, graph.scalar(1)));
      }
      case SILU -> multiply(x, graph.node("Sigmoid", x));
      case CLAMP -> graph.node("Clip", x, graph.scalar(a), graph.scalar(b));
      case ERF -> graph.node("Erf", x);
    };
  }

  /** u = 1 + x, rounded; log u · x / (u − 1), and x where u is 1. Source: Kahan. */
  private String log1p(String x) {
    String u = add(x, graph.scalar(1));
    String rounded = subtract(u, graph.scalar(1));
    String none = graph.node("Equal", rounded, graph.scalar(0));
    String divisor = graph.node("Where", none, graph.scalar(1), rounded);
    String value = graph.node("Div", multiply(graph.node("Log", u), x), divisor);
    return graph.node("Where", none, x, value);
  }

  /** Of x, W and, where there is one, b. */
  String linear(Activation f, List<String> in) {
    String product = graph.node("MatMul", in.get(0), in.get(1));
    return activation(f, in.size() > 2 ? add(product, in.get(2)) : product);
  }

  String select(List<String> in) {
    String chosen = graph.node("Cast", List.of(in.get(0)), OnnxGraph.number("to", 9)); // BOOL
    return graph.node("Where", chosen, in.get(1), in.get(2));
  }

  /** Of x, scale and shift. */
  String groupNorm(GroupNorm norm, List<Extent> extents, List<String> in) {
    int channel = extents.size() - 1;
    int size = extents.get(channel).fixed() / norm.groups();
    List<Extent> grouped = new ArrayList<>(extents.subList(0, channel));
    grouped.add(Extent.of(norm.groups()));
    grouped.add(Extent.of(size));
    int[] axes =
        IntStream.concat(
                IntStream.range(channel - norm.spatialAxes(), channel), IntStream.of(channel + 1))
            .toArray();
    String x = graph.reshape(in.get(0), grouped);
    String centred = subtract(x, mean(x, axes));
    String variance = mean(square(centred), axes);
    String deviation = graph.node("Sqrt", add(variance, graph.scalar(norm.epsilon())));
    String y = graph.reshape(graph.node("Div", centred, deviation), extents);
    return add(multiply(y, in.get(1)), in.get(2));
  }

  private String mean(String x, int... axes) {
    return graph.node(
        "ReduceMean", List.of(x), OnnxGraph.ints("axes", axes), OnnxGraph.number("keepdims", 1));
  }

  /** Of the diagonal [*, n] and the entries below it, row by row: taken from [*, all, 0]. */
  String lowerTriangle(List<Extent> extents, List<String> in) {
    int rank = extents.size();
    int n = extents.get(rank - 1).fixed();
    int axis = rank - 2;
    String both = graph.node("Concat", in, OnnxGraph.number("axis", axis));
    long[] pads = new long[2 * (rank - 1)];
    pads[pads.length - 1] = 1;
    String padded = graph.node("Pad", both, graph.longs(pads));
    long[] from = new long[n * n];
    int below = n;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        from[i * n + j] = j < i ? below++ : j == i ? i : n + n * (n - 1L) / 2;
      }
    }
    String flat =
        graph.node("Gather", List.of(padded, graph.longs(from)), OnnxGraph.number("axis", axis));
    return graph.reshape(flat, extents);
  }

  String logDeterminant(int n, String l) {
    NdArray identity = NdArray.of(Shape.of(n, n), new float[n * n]);
    IntStream.range(0, n).forEach(i -> identity.set(i * n + i, 1));
    String diagonal = sum(multiply(l, graph.constant(identity)), false, List.of(-1));
    return sum(graph.node("Log", graph.node("Abs", diagonal)), false, List.of(-1));
  }

  /** Of μ, log σ and ε. */
  String gaussianDraw(List<String> in) {
    return add(multiply(graph.node("Exp", in.get(1)), in.get(2)), in.get(0));
  }

  /** Of μ and log σ. */
  String gaussianDivergence(int axis, List<String> in) {
    String twice = affine(2, 0, in.get(1));
    String each = subtract(add(square(in.get(0)), graph.node("Exp", twice)), affine(1, 1, twice));
    return affine(0.5, 0, sum(each, false, List.of(axis)));
  }

  /** Of ε, z and log σ. */
  String gaussianLogRatio(int axis, List<String> in) {
    String squares = affine(0.5, 0, subtract(square(in.get(0)), square(in.get(1))));
    return sum(add(squares, in.get(2)), false, List.of(axis));
  }

  /** Of z [N, m], μ and log σ [K, m]. */
  String gaussianPairs(int m, List<String> in) {
    String first = graph.longs(1);
    String mean = graph.node("Unsqueeze", in.get(1), first);
    String logDeviation = graph.node("Unsqueeze", in.get(2), first);
    String centred = subtract(in.get(0), mean); // [K, N, m]
    String scaled = graph.node("Div", centred, graph.node("Exp", logDeviation));
    String each = add(affine(0.5, 0, square(scaled)), logDeviation);
    return affine(-1, -m * HALF_LOG_TWO_PI, sum(each, false, Collections.singletonList(2)));
  }

  /** Of logits and x. */
  String bernoulliLogits(int axis, List<String> in) {
    String each = subtract(multiply(in.get(1), in.get(0)), graph.node("Softplus", in.get(0)));
    return sum(each, false, List.of(axis));
  }

  String squaredDistance(int axis, List<String> in) {
    return sum(square(subtract(in.get(0), in.get(1))), false, List.of(axis));
  }
}
