package vae.experiments.export.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;

/**
 * A graph of ONNX while it is written: nodes in topological order, and constants that are written
 * once. Values are 32-bit floats; names of values are what methods take and return.
 */
final class OnnxGraph {

  /** The version of the operators that is used, which runtimes since 2022 know. */
  static final int OPSET = 17;

  /** The version of the file format that came with that opset. */
  private static final int IR_VERSION = 8;

  private static final String ROWS = "batch";

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Map<String, String> known = new HashMap<>();
  private String rows;
  private int values;

  private String fresh(String stem) {
    return "%s_%d".formatted(stem.toLowerCase(Locale.ROOT), values++);
  }

  static AttributeProto ints(String name, int... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    Arrays.stream(values).forEach(attribute::addInts);
    return attribute.build();
  }

  static AttributeProto number(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto real(String name, double value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  /** Adds a node of one output. */
  String node(String type, List<String> inputs, AttributeProto... attributes) {
    String output = fresh(type);
    add(type, inputs, output, attributes);
    return output;
  }

  String node(String type, String... inputs) {
    return node(type, List.of(inputs));
  }

  private void add(String type, List<String> inputs, String output, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(type)
            .setName(output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
  }

  /** An input; its first axis, where it has one of N, tells the number of rows. */
  String input(String name, List<Extent> extents, String says) {
    graph.addInput(info(name, extents).setDocString(says));
    if (rows == null && !extents.isEmpty() && extents.getFirst().isRows()) {
      rows = node("Shape", List.of(name), number("start", 0), number("end", 1));
    }
    return name;
  }

  void output(String name, String value, List<Extent> extents) {
    add("Identity", List.of(value), name);
    graph.addOutput(info(name, extents));
  }

  private static ValueInfoProto.Builder info(String name, List<Extent> extents) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Extent extent : extents) {
      TensorShapeProto.Dimension.Builder dimension = shape.addDimBuilder();
      if (extent.isRows()) {
        dimension.setDimParam(ROWS);
      } else if (!extent.grows()) {
        dimension.setDimValue(extent.fixed());
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder()
                        .setElemType(TensorProto.DataType.FLOAT.getNumber())
                        .setShape(shape)));
  }

  /** A constant array under a name of its own. */
  String constant(String name, NdArray array) {
    int n = array.shape().size();
    ByteBuffer bytes = ByteBuffer.allocate(n * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < n; i++) {
      bytes.putFloat((float) array.get(i));
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(bytes.flip()));
    Arrays.stream(array.shape().extents()).forEach(tensor::addDims);
    graph.addInitializer(tensor);
    return name;
  }

  String constant(NdArray array) {
    return constant(fresh("constant"), array);
  }

  String scalar(double value) {
    return known.computeIfAbsent(
        "scalar " + (float) value,
        _ -> constant(NdArray.of(Shape.SCALAR, new float[] {(float) value})));
  }

  /** A vector of whole numbers. */
  String longs(long... values) {
    return known.computeIfAbsent(
        "longs " + Arrays.toString(values),
        _ -> {
          String name = fresh("shape");
          TensorProto.Builder tensor =
              TensorProto.newBuilder()
                  .setName(name)
                  .setDataType(TensorProto.DataType.INT64.getNumber())
                  .addDims(values.length);
          Arrays.stream(values).forEach(tensor::addInt64Data);
          graph.addInitializer(tensor);
          return name;
        });
  }

  /** A vector of one whole number, a + b N. */
  String extent(Extent extent) {
    if (!extent.grows()) {
      return longs(extent.fixed());
    }
    if (rows == null) {
      throw new NoFormException("has no input that tells the number of rows");
    }
    String name = known.get(extent.toString());
    if (name == null) {
      name = extent.perRow() == 1 ? rows : node("Mul", rows, longs(extent.perRow()));
      name = extent.fixed() == 0 ? name : node("Add", name, longs(extent.fixed()));
      known.put(extent.toString(), name);
    }
    return name;
  }

  /** A shape as a vector of whole numbers. */
  String shape(List<Extent> extents) {
    if (extents.stream().noneMatch(Extent::grows)) {
      return longs(extents.stream().mapToLong(Extent::fixed).toArray());
    }
    return node("Concat", extents.stream().map(this::extent).toList(), number("axis", 0));
  }

  String reshape(String x, List<Extent> extents) {
    boolean inferred =
        extents.stream().filter(Extent::grows).count() == 1
            && extents.stream().noneMatch(it -> !it.grows() && it.fixed() == 0);
    return node(
        "Reshape",
        x,
        inferred
            ? longs(extents.stream().mapToLong(it -> it.grows() ? -1 : it.fixed()).toArray())
            : shape(extents));
  }

  /**
   * The finished file.
   *
   * @param metadata by key, such as the run that it is of
   */
  byte[] model(String name, SortedMap<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("vae")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(graph.setName(name));
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build().toByteArray();
  }
}
