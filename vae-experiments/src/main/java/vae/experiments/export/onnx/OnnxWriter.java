package vae.experiments.export.onnx;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import vae.autodiff.op.Arithmetic;
import vae.autodiff.op.BernoulliLogits;
import vae.autodiff.op.BroadcastTo;
import vae.autodiff.op.Cholesky;
import vae.autodiff.op.Concatenate;
import vae.autodiff.op.Convolution;
import vae.autodiff.op.Elementwise;
import vae.autodiff.op.Gather;
import vae.autodiff.op.GaussianDivergence;
import vae.autodiff.op.GaussianDraw;
import vae.autodiff.op.GaussianLogRatio;
import vae.autodiff.op.GaussianPairs;
import vae.autodiff.op.GroupNorm;
import vae.autodiff.op.Linear;
import vae.autodiff.op.LogDeterminant;
import vae.autodiff.op.LogSumExp;
import vae.autodiff.op.LowerTriangle;
import vae.autodiff.op.MatrixProduct;
import vae.autodiff.op.Op;
import vae.autodiff.op.Permute;
import vae.autodiff.op.Reshape;
import vae.autodiff.op.Select;
import vae.autodiff.op.Slice;
import vae.autodiff.op.SquaredDistance;
import vae.autodiff.op.Sum;
import vae.autodiff.op.TransposedConvolution;
import vae.autodiff.op.TriangularSolve;
import vae.autodiff.tape.Origin;
import vae.autodiff.tape.Tensor;

/** Writes a traced function as a graph: each operation as its nodes, in the order of the tape. */
public final class OnnxWriter {

  private final Traced traced;
  private final OnnxGraph graph = new OnnxGraph();
  private final OnnxFormulas formulas = new OnnxFormulas(graph);
  private final Map<Tensor, String> names = new IdentityHashMap<>();
  private int noises;

  private OnnxWriter(Traced traced) {
    this.traced = traced;
  }

  /**
   * The bytes of a file.
   *
   * @param name of the graph
   * @param metadata by key
   * @throws NoFormException where a part of the function has no form in ONNX
   */
  public static byte[] model(Traced traced, String name, SortedMap<String, String> metadata) {
    OnnxWriter writer = new OnnxWriter(traced);
    List<Tensor> reached = traced.reached();
    reached.stream().filter(it -> traced.inputName(it) != null).forEach(writer::input);
    reached.stream().filter(Traced::isNoise).forEach(writer::noise);
    for (Tensor node : reached) {
      if (traced.varies(node) && node.operation().isPresent()) {
        writer.names.put(node, writer.written(node, node.operation().get()));
      }
    }
    traced
        .outputs()
        .forEach(
            (output, node) -> writer.graph.output(output, writer.name(node), traced.extents(node)));
    return writer.graph.model(name, metadata);
  }

  private void input(Tensor node) {
    String name = traced.inputName(node);
    names.put(node, graph.input(name, traced.extents(node), ""));
  }

  /** Noise is an input [N, k] where its rows are those of the batch. */
  private void noise(Tensor node) {
    String law = node.origin() == Origin.NORMAL ? "noise" : "uniform";
    String name = noises++ == 0 ? law : law + noises;
    String says = node.origin() == Origin.NORMAL ? "standard normal" : "uniform on [0, 1)";
    List<Extent> extents = traced.extents(node);
    int growing = IntStream.range(0, extents.size()).filter(i -> extents.get(i).grows()).sum();
    boolean byRow =
        extents.stream().filter(Extent::grows).count() == 1
            && extents.get(growing).isRows()
            && extents.subList(0, growing).stream().allMatch(it -> it.fixed() == 1);
    if (!byRow) {
      throw new NoFormException("draws noise that does not belong to rows");
    }
    int inner =
        extents.stream().skip(growing + 1).mapToInt(Extent::fixed).reduce(1, (a, b) -> a * b);
    graph.input(name, List.of(extents.get(growing), Extent.of(inner)), says);
    names.put(node, graph.reshape(name, extents));
  }

  /** The value of a tensor, which is a constant where it is not written yet. */
  private String name(Tensor node) {
    return names.computeIfAbsent(
        node,
        _ -> {
          Tensor value = traced.constant(node);
          String name =
              node.parameter()
                  .map(it -> graph.constant(it.name(), value.toArray()))
                  .orElseGet(() -> graph.constant(value.toArray()));
          return value == node
              ? name
              : graph.node("Expand", name, graph.shape(traced.extents(node)));
        });
  }

  /** A tensor with its axes in another order; a constant is written in that order. */
  private String permuted(Tensor node, int... axes) {
    return traced.varies(node)
        ? graph.node("Transpose", List.of(name(node)), OnnxGraph.ints("perm", axes))
        : graph.constant(traced.constant(node).permute(axes).toArray());
  }

  private String permuted(String x, int... axes) {
    return graph.node("Transpose", List.of(x), OnnxGraph.ints("perm", axes));
  }

  /** The nodes of an operation; the name of its value. */
  private String written(Tensor node, Op op) {
    List<Tensor> in = node.operands();
    List<Extent> extents = traced.extents(node);
    Op other = traced.other(node).operation().orElseThrow();
    return switch (op) {
      case Reshape _ -> graph.reshape(name(in.get(0)), extents);
      case BroadcastTo _ -> graph.node("Expand", name(in.get(0)), graph.shape(extents));
      case Slice slice -> slice(slice, (Slice) other, name(in.get(0)));
      case Convolution conv -> same(op, other, () -> convolution(conv, in));
      case TransposedConvolution conv -> same(op, other, () -> transposed(conv, in, extents));
      case Permute permute ->
          same(
              op,
              other,
              () ->
                  permuted(
                      in.get(0), permute.axes().stream().mapToInt(Integer::intValue).toArray()));
      case MatrixProduct product -> same(op, other, () -> product(product, in));
      case GroupNorm norm -> same(op, other, () -> formulas.groupNorm(norm, extents, named(in)));
      case LowerTriangle _ -> formulas.lowerTriangle(extents, named(in));
      case LogDeterminant _ ->
          formulas.logDeterminant(in.get(0).shape().extent(-1), name(in.get(0)));
      case Arithmetic arithmetic ->
          same(op, other, () -> formulas.arithmetic(arithmetic.function(), named(in)));
      case Elementwise f ->
          same(op, other, () -> formulas.unary(f.function(), f.a(), f.b(), name(in.get(0))));
      case Linear linear -> same(op, other, () -> formulas.linear(linear.activation(), named(in)));
      case Concatenate concat ->
          same(
              op,
              other,
              () -> graph.node("Concat", named(in), OnnxGraph.number("axis", concat.axis())));
      case Gather gather ->
          same(
              op,
              other,
              () ->
                  graph.node(
                      "Gather",
                      List.of(
                          name(in.get(0)),
                          graph.longs(
                              gather.indices().stream().mapToLong(Integer::longValue).toArray())),
                      OnnxGraph.number("axis", 0)));
      case Sum sum -> same(op, other, () -> formulas.sum(name(in.get(0)), sum.keep(), sum.axes()));
      case LogSumExp sum ->
          same(
              op,
              other,
              () ->
                  graph.node(
                      "ReduceLogSumExp",
                      List.of(name(in.get(0))),
                      OnnxGraph.ints("axes", sum.axis()),
                      OnnxGraph.number("keepdims", 0)));
      case Select _ -> formulas.select(named(in));
      case GaussianDraw _ -> formulas.gaussianDraw(named(in));
      case GaussianDivergence _ -> formulas.gaussianDivergence(last(in.get(0)), named(in));
      case GaussianLogRatio _ -> formulas.gaussianLogRatio(last(in.get(0)), named(in));
      case GaussianPairs _ -> formulas.gaussianPairs(in.get(0).shape().extent(1), named(in));
      case BernoulliLogits _ -> formulas.bernoulliLogits(last(in.get(0)), named(in));
      case SquaredDistance _ -> formulas.squaredDistance(last(in.get(0)), named(in));
      case Cholesky _, TriangularSolve _ ->
          throw new NoFormException("takes " + op.name() + ", which ONNX has no operator for");
    };
  }

  private List<String> named(List<Tensor> inputs) {
    return inputs.stream().map(this::name).toList();
  }

  private static int last(Tensor x) {
    return x.shape().rank() - 1;
  }

  @FunctionalInterface
  private interface Form {
    String write();
  }

  /** Refuses an operation that depends on the number of rows. */
  private static String same(Op op, Op other, Form form) {
    if (!op.equals(other)) {
      throw new NoFormException("takes %s in a way that depends on the rows".formatted(op.name()));
    }
    return form.write();
  }

  private String slice(Slice slice, Slice other, String x) {
    return graph.node(
        "Slice",
        x,
        graph.extent(Traced.extent(slice.from(), other.from())),
        graph.extent(Traced.extent(slice.to(), other.to())),
        graph.longs(slice.axis()));
  }

  /** Images are [N, H, W, C] here and [N, C, H, W] there. */
  private String convolution(Convolution conv, List<Tensor> in) {
    int p = conv.padding();
    String y =
        graph.node(
            "Conv",
            withBias(permuted(in.get(0), 0, 3, 1, 2), permuted(in.get(1), 3, 2, 0, 1), in),
            OnnxGraph.ints("strides", conv.stride(), conv.stride()),
            OnnxGraph.ints("pads", p, p, p, p));
    return permuted(formulas.activation(conv.activation(), y), 0, 2, 3, 1);
  }

  private String transposed(TransposedConvolution conv, List<Tensor> in, List<Extent> extents) {
    int p = conv.padding();
    int more = conv.outputPadding();
    String y =
        graph.node(
            "ConvTranspose",
            withBias(permuted(in.get(0), 0, 3, 1, 2), permuted(in.get(1), 3, 2, 0, 1), in),
            OnnxGraph.ints("strides", conv.stride(), conv.stride()),
            OnnxGraph.ints("pads", p, p, p, p),
            OnnxGraph.ints("output_padding", more, more));
    return permuted(formulas.activation(conv.activation(), y), 0, 2, 3, 1);
  }

  private List<String> withBias(String x, String w, List<Tensor> in) {
    return in.size() > 2 ? List.of(x, w, name(in.get(2))) : List.of(x, w);
  }

  private String product(MatrixProduct product, List<Tensor> in) {
    return graph.node(
        "MatMul", matrix(in.get(0), product.transposeA()), matrix(in.get(1), product.transposeB()));
  }

  private String matrix(Tensor node, boolean transpose) {
    int rank = node.shape().rank();
    int[] axes =
        IntStream.concat(
                IntStream.range(0, rank - 2), Stream.of(rank - 1, rank - 2).mapToInt(it -> it))
            .toArray();
    return transpose ? permuted(node, axes) : name(node);
  }
}
