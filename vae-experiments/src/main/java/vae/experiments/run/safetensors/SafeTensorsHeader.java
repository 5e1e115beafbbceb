package vae.experiments.run.safetensors;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.spec.Json;
import vae.experiments.spec.JsonProblem;

/** The JSON header of a safetensors file, and the rules its parts keep among themselves. */
record SafeTensorsHeader(List<Span> spans, SortedMap<String, String> metadata) {

  /** Where one array lies: bytes [begin, end) of the data that follow the header. */
  record Span(String name, SafeTensorsEntry.Type type, int[] shape, long begin, long end) {

    /** Elements between begin and end; meaningful once the span is checked. */
    int count() {
      return (int) ((end - begin) / type.bytes());
    }
  }

  private static final byte[] BEFORE_SEAL =
      ("\"" + SafeTensors.SEAL_KEY + "\":\"").getBytes(StandardCharsets.US_ASCII);

  /** More extents than any array has; a header may claim millions. */
  private static final int MAX_RANK = 64;

  private static final JsonMapper JSON = Json.strict();

  static SafeTensorsHeader parse(byte[] json, Path file) {
    if (json[0] != '{') {
      throw bad(file, "expected the header to start with '{'");
    }
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (JacksonException e) {
      throw bad(file, "the header is not JSON: " + JsonProblem.sentence(e));
    }
    List<Span> spans = new ArrayList<>();
    SortedMap<String, String> metadata = new TreeMap<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals(SafeTensors.METADATA_KEY)) {
        readMetadata(field.getValue(), metadata, file);
      } else {
        spans.add(span(field.getKey(), field.getValue(), file));
      }
    }
    return new SafeTensorsHeader(spans, metadata);
  }

  private static void readMetadata(JsonNode node, SortedMap<String, String> into, Path file) {
    if (!node.isObject()) {
      throw bad(file, "expected __metadata__ to be an object of strings");
    }
    for (Map.Entry<String, JsonNode> pair : node.properties()) {
      if (!pair.getValue().isString()) {
        throw bad(file, "expected __metadata__." + pair.getKey() + " to be a string");
      }
      into.put(pair.getKey(), pair.getValue().stringValue());
    }
  }

  private static Span span(String name, JsonNode node, Path file) {
    if (!node.isObject()
        || node.size() != 3
        || !node.path("dtype").isString()
        || !node.path("shape").isArray()
        || node.path("data_offsets").size() != 2) {
      throw bad(file, "expected \"" + name + "\" to be {dtype, shape, data_offsets: [begin, end]}");
    }
    String dtype = node.get("dtype").stringValue();
    SafeTensorsEntry.Type type =
        Arrays.stream(SafeTensorsEntry.Type.values())
            .filter(known -> known.name().equals(dtype))
            .findFirst()
            .orElseThrow(
                () ->
                    bad(
                        file,
                        "\"%s\": unknown dtype \"%s\"; known: %s"
                            .formatted(
                                name, dtype, Arrays.toString(SafeTensorsEntry.Type.values()))));
    JsonNode extents = node.get("shape");
    if (extents.size() > MAX_RANK) {
      throw bad(
          file,
          "\"%s\": expected at most %d extents, got %d".formatted(name, MAX_RANK, extents.size()));
    }
    int[] shape = new int[extents.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = (int) natural(extents.get(i), name + ".shape", Integer.MAX_VALUE, file);
    }
    JsonNode offsets = node.get("data_offsets");
    long begin = natural(offsets.get(0), name + ".data_offsets", Long.MAX_VALUE, file);
    long end = natural(offsets.get(1), name + ".data_offsets", Long.MAX_VALUE, file);
    return new Span(name, type, shape, begin, end);
  }

  private static long natural(JsonNode node, String where, long most, Path file) {
    boolean whole = node != null && node.isIntegralNumber() && node.canConvertToLong();
    if (!whole || node.longValue() < 0 || node.longValue() > most) {
      throw bad(file, "%s: expected an integer from 0 to %d, got %s".formatted(where, most, node));
    }
    return node.longValue();
  }

  /**
   * The spans by ascending offset, if they cover the data without hole or overlap and each is as
   * long as its shape and type say.
   */
  List<Span> checkedSpans(long dataSize, Path file, long dataStart) {
    List<Span> sorted = new ArrayList<>(spans);
    sorted.sort(Comparator.comparingLong(Span::begin).thenComparingLong(Span::end));
    long at = 0;
    for (Span span : sorted) {
      if (span.begin != at || span.end < span.begin || span.end > dataSize) {
        throw new CorruptFileException(
            file,
            dataStart + at,
            "expected an array from data byte %d within %d, got \"%s\" at [%d, %d)"
                .formatted(at, dataSize, span.name, span.begin, span.end));
      }
      long needed = bytes(span);
      if (needed != span.end - span.begin) {
        throw new CorruptFileException(
            file,
            dataStart + at,
            "\"%s\": %s%s needs %s bytes, its offsets span %d"
                .formatted(
                    span.name,
                    span.type,
                    Arrays.toString(span.shape),
                    needed < 0 ? "too many" : Long.toString(needed),
                    span.end - span.begin));
      }
      at = span.end;
    }
    if (at != dataSize) {
      throw new CorruptFileException(
          file, dataStart + at, "expected the end of the file, got " + (dataSize - at) + " bytes");
    }
    return sorted;
  }

  /** Bytes of a span by its shape; -1 where they would not fit a Java array. */
  private static long bytes(Span span) {
    long count = 1;
    for (int extent : span.shape) {
      if (extent == 0) {
        return 0;
      }
      count = count < 0 ? -1 : count * extent;
      if (count > Integer.MAX_VALUE - 8) {
        count = -1;
      }
    }
    return count < 0 ? -1 : count * span.type.bytes();
  }

  /** The header as JSON, padded with spaces to a multiple of 8 bytes. */
  byte[] encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator out = JSON.createGenerator(bytes)) {
      out.writeStartObject();
      if (!metadata.isEmpty()) {
        out.writeObjectPropertyStart(SafeTensors.METADATA_KEY);
        metadata.forEach(out::writeStringProperty);
        out.writeEndObject();
      }
      for (Span span : spans) {
        out.writeObjectPropertyStart(span.name);
        out.writeStringProperty("dtype", span.type.name());
        out.writeName("shape").writeArray(span.shape, 0, span.shape.length);
        out.writeName("data_offsets").writeArray(new long[] {span.begin, span.end}, 0, 2);
        out.writeEndObject();
      }
      out.writeEndObject();
    }
    bytes.writeBytes(" ".repeat(-bytes.size() & 7).getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }

  /**
   * Where in an encoded header the digits of the seal begin; -1 where there is none. No string of
   * JSON holds the text before them, as a quote in a string is escaped.
   */
  static int seal(byte[] json) {
    for (int at = 0; at + BEFORE_SEAL.length + SafeTensors.NO_SEAL.length() < json.length; at++) {
      int after = at + BEFORE_SEAL.length;
      if (Arrays.equals(json, at, after, BEFORE_SEAL, 0, BEFORE_SEAL.length)) {
        return after;
      }
    }
    return -1;
  }

  private static CorruptFileException bad(Path file, String problem) {
    return new CorruptFileException(file, 8, problem);
  }
}
