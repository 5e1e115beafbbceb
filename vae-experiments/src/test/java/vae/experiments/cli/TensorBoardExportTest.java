package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.run.safetensors.SafeTensorsEntry;

/**
 * An event file, read by the numbers of its fields and a checksum written out bit by bit: nothing
 * here knows the message classes that it was written with.
 */
final class TensorBoardExportTest {

  @TempDir private static Path root;
  private static Path run;
  private static List<Message> events;

  /** The fields of a message by number: {@code Long}, {@code byte[]}, {@code Double}, … */
  private record Message(Map<Integer, List<Object>> fields) {

    static Message of(byte[] bytes) throws IOException {
      Map<Integer, List<Object>> fields = new TreeMap<>();
      CodedInputStream in = CodedInputStream.newInstance(bytes);
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        Object value =
            switch (WireFormat.getTagWireType(tag)) {
              case WireFormat.WIRETYPE_VARINT -> in.readRawVarint64();
              case WireFormat.WIRETYPE_FIXED64 -> in.readDouble();
              case WireFormat.WIRETYPE_FIXED32 -> in.readFloat();
              default -> in.readByteArray();
            };
        int field = WireFormat.getTagFieldNumber(tag);
        fields.computeIfAbsent(field, _ -> new ArrayList<>()).add(value);
      }
      return new Message(fields);
    }

    boolean has(int field) {
      return fields.containsKey(field);
    }

    Object one(int field) {
      assertEquals(1, fields.get(field).size());
      return fields.get(field).getFirst();
    }

    Message inner(int field) throws IOException {
      return of((byte[]) one(field));
    }

    String text(int field) {
      return new String((byte[]) one(field), StandardCharsets.UTF_8);
    }

    double[] packed(int field) {
      ByteBuffer all = ByteBuffer.wrap((byte[]) one(field)).order(ByteOrder.LITTLE_ENDIAN);
      double[] values = new double[all.remaining() / Double.BYTES];
      all.asDoubleBuffer().get(values);
      return values;
    }

    long step() {
      return has(2) ? (Long) one(2) : 0;
    }
  }

  @BeforeAll
  static void export() throws IOException {
    Path runs = root.resolve("runs");
    Invocation made =
        Invocation.of("run", "--runs", runs, Invocation.TINY, "--set=training.epochs=3");
    assertEquals(0, made.code(), made.err());
    run =
        Invocation.children(runs).stream()
            .filter(it -> it.getFileName().toString().startsWith("digits"))
            .findFirst()
            .get();
    Path folder = root.resolve("events");
    Invocation done = Invocation.of("export", run, "--to=tensorboard", "-o", folder);
    assertEquals(0, done.code(), done.err());
    List<Path> files = Invocation.children(folder);
    assertEquals(1, files.size());
    assertTrue(files.getFirst().getFileName().toString().startsWith("events.out.tfevents."));
    events = records(Files.readAllBytes(files.getFirst()));
  }

  private static List<Message> records(byte[] file) throws IOException {
    List<Message> records = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      byte[] length = new byte[Long.BYTES];
      in.get(length);
      assertEquals(masked(length), in.getInt());
      byte[] data =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      in.get(data);
      assertEquals(masked(data), in.getInt());
      records.add(Message.of(data));
    }
    return records;
  }

  /** Castagnoli's polynomial, reflected; the mask of TFRecord. */
  private static int masked(byte[] bytes) {
    int crc = -1;
    for (byte each : bytes) {
      crc ^= each & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82f63b78;
      }
    }
    crc = ~crc;
    return (crc >>> 15 | crc << 17) + 0xa282ead8;
  }

  /** Values of the field of {@code Summary.Value}, by tag and step. */
  private static Map<String, Message> values(int field) throws IOException {
    Map<String, Message> values = new TreeMap<>();
    for (Message event : events.subList(1, events.size())) {
      Message value = event.inner(5).inner(1);
      if (value.has(field)) {
        assertEquals(null, values.put(value.text(1) + " " + event.step(), value));
      }
    }
    return values;
  }

  /** The check value of CRC-32C for "123456789". */
  @Test
  void theChecksumOfThisTestIsCastagnolis() {
    int crc = 0xe3069283;
    assertEquals(
        (crc >>> 15 | crc << 17) + 0xa282ead8,
        masked("123456789".getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void theFileBeginsWithItsVersionAndTheTimeOfTheRun() throws IOException {
    assertEquals("brain.Event:2", events.getFirst().text(3));
    String provenance = Files.readString(run.resolve("provenance.json"));
    Instant started =
        Instant.parse(JsonMapper.shared().readTree(provenance).get("started").stringValue());
    for (Message event : events) {
      assertEquals(started.toEpochMilli() / 1e3, (Double) event.one(1));
    }
  }

  @Test
  void everyValueOfTrainingAndOfTheResultIsAScalar() throws IOException {
    Map<String, Float> expected = new TreeMap<>();
    long last = 0;
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      JsonNode value = JsonMapper.shared().readTree(line);
      last = value.get("step").longValue();
      expected.put(
          value.get("name").stringValue() + " " + last, (float) value.get("value").doubleValue());
    }
    assertTrue(expected.size() >= 9, expected::toString);
    JsonNode result = JsonMapper.shared().readTree(Files.readString(run.resolve("result.json")));
    for (String section : List.of("metrics", "further")) {
      for (Map.Entry<String, JsonNode> each : result.path(section).properties()) {
        JsonNode value = each.getValue();
        expected.put(
            "result/%s %d".formatted(each.getKey(), last),
            (float) (value.isObject() ? value.get("value") : value).asDouble());
      }
    }
    Map<String, Float> got = new TreeMap<>();
    values(2).forEach((tag, value) -> got.put(tag, (Float) value.one(2)));
    assertEquals(expected, got);
  }

  @Test
  void picturesAreTheReports() throws IOException {
    Map<String, Message> images = values(4);
    assertEquals(3, images.size(), images.keySet()::toString);
    for (Map.Entry<String, Message> each : images.entrySet()) {
      Message image = each.getValue().inner(4);
      String name = each.getKey().substring(0, each.getKey().indexOf(' '));
      byte[] png = Files.readAllBytes(run.resolve("figures/" + name + ".png"));
      assertArrayEquals(png, (byte[]) image.one(4));
      assertEquals(ByteBuffer.wrap(png).getInt(20), (Long) image.one(1), 0);
      assertEquals(ByteBuffer.wrap(png).getInt(16), (Long) image.one(2), 0);
    }
  }

  @Test
  void histogramsCountTheParameters() throws IOException {
    Map<String, Message> histograms = values(5);
    int parameters = 0;
    for (Map.Entry<String, SafeTensorsEntry> each :
        SafeTensors.read(run.resolve("checkpoints/final.safetensors")).entries().entrySet()) {
      if (each.getKey().indexOf(':') < 0) {
        parameters++;
        Message histogram =
            histograms.entrySet().stream()
                .filter(it -> it.getKey().startsWith("parameters/" + each.getKey() + " "))
                .findFirst()
                .orElseThrow()
                .getValue()
                .inner(5);
        double[] values = each.getValue().toDoubles();
        Arrays.sort(values);
        double[] limits = histogram.packed(6);
        double[] counts = histogram.packed(7);
        assertEquals(limits.length, counts.length);
        assertEquals(values.length, (Double) histogram.one(3));
        assertEquals(values.length, Arrays.stream(counts).sum());
        assertEquals(values[values.length - 1], limits[limits.length - 1]);
        double below = 0;
        for (int i = 0; i < limits.length - 1; i++) {
          below += counts[i];
          double limit = limits[i];
          double slack = 1e-9 * (values[values.length - 1] - values[0]);
          long least = Arrays.stream(values).filter(it -> it < limit - slack).count();
          long most = Arrays.stream(values).filter(it -> it <= limit + slack).count();
          assertTrue(least <= below && below <= most, each.getKey() + " " + i);
        }
      }
    }
    assertTrue(parameters >= 8);
    assertEquals(parameters, histograms.size());
  }
}
