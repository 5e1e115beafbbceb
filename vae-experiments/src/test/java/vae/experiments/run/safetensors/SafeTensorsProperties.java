package vae.experiments.run.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import tools.jackson.databind.JsonNode;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.spec.Json;

final class SafeTensorsProperties {

  private Path folder;

  @BeforeProperty
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("safetensors");
  }

  @AfterProperty
  void removeFolder() throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings().all().ofMaxLength(12).filter(SafeTensorsProperties::encodable);
  }

  /** Lone surrogates have no UTF-8 form, and one name is the format's own. */
  private static boolean encodable(String name) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(name)
        && !name.equals(SafeTensors.METADATA_KEY);
  }

  @Property(tries = 40, seed = "41", edgeCases = EdgeCasesMode.MIXIN)
  void whatIsWrittenIsReadBack(
      @ForAll("names") String name,
      @ForAll("names") String value,
      @ForAll @Size(max = 9) float[] floats,
      @ForAll @Size(max = 9) double[] doubles,
      @ForAll @Size(max = 9) long[] longs,
      @ForAll @Size(max = 9) byte[] bytes)
      throws IOException {
    Path file = folder.resolve("all.safetensors");
    SafeTensors.builder()
        .floats(name, floats, floats.length)
        .doubles(name + "d", doubles, 1, doubles.length)
        .longs(name + "l", longs, longs.length, 1)
        .bytes(name + "b", bytes, bytes.length)
        .ints(name + "i", new int[] {Integer.MIN_VALUE})
        .metadata(name, value)
        .build()
        .write(file);

    requireAligned(Files.readAllBytes(file));
    SafeTensors back = SafeTensors.read(file);
    assertArrayEquals(floats, back.entry(name).floats());
    assertArrayEquals(doubles, back.entry(name + "d").doubles());
    assertArrayEquals(new int[] {1, doubles.length}, back.entry(name + "d").shape());
    assertArrayEquals(longs, back.entry(name + "l").longs());
    assertArrayEquals(bytes, back.entry(name + "b").bytes());
    assertArrayEquals(new int[] {Integer.MIN_VALUE}, back.entry(name + "i").ints());
    assertArrayEquals(new int[0], back.entry(name + "i").shape());
    assertEquals(Map.of(name, value), back.metadata());
  }

  /** F11: each array begins at a multiple of its elements' width. */
  private static void requireAligned(byte[] file) {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    String header = new String(file, 8, length, StandardCharsets.UTF_8);
    for (Map.Entry<String, JsonNode> array : Json.mapper().readTree(header).properties()) {
      if (!array.getKey().equals(SafeTensors.METADATA_KEY)) {
        String dtype = array.getValue().get("dtype").stringValue();
        int width = SafeTensorsEntry.Type.valueOf(dtype).bytes();
        long begin = 8L + length + array.getValue().get("data_offsets").get(0).longValue();
        assertEquals(0, begin % width, header);
      }
    }
  }

  @Property(tries = 10, seed = "42")
  void everyTruncationIsRefused(@ForAll @IntRange(min = 0, max = 5) int columns)
      throws IOException {
    byte[] whole = Files.readAllBytes(small(columns));
    Path cut = folder.resolve("cut.safetensors");
    for (int length = 0; length < whole.length; length++) {
      Files.write(cut, Arrays.copyOf(whole, length));
      CorruptFileException e =
          assertThrows(CorruptFileException.class, () -> SafeTensors.read(cut), "at " + length);
      assertEquals(cut, e.file());
    }
  }

  @Property(tries = 10, seed = "43")
  void trailingBytesAreRefused(@ForAll @Size(min = 1, max = 20) byte[] tail) throws IOException {
    Path file = small(2);
    Files.write(file, tail, StandardOpenOption.APPEND);
    assertThrows(CorruptFileException.class, () -> SafeTensors.read(file));
  }

  /**
   * The format has no checksum, and only what is sealed has ours: a flip may rename an array or
   * change a value, which the run's manifest is there to find. It never changes how many values of
   * which width there are, and never ends in another exception.
   */
  @Property(tries = 8, seed = "44")
  void everyFlippedByteIsRefusedOrChangesOnlyNamesAndValues(
      @ForAll @IntRange(min = 1, max = 255) int mask) throws IOException {
    byte[] whole = Files.readAllBytes(small(3));
    SafeTensors original = SafeTensors.read(small(3));
    int dataStart = 8 + (whole[0] & 0xFF);
    Path flipped = folder.resolve("flipped.safetensors");
    for (int at = 0; at < whole.length; at++) {
      byte[] bytes = whole.clone();
      bytes[at] ^= (byte) mask;
      Files.write(flipped, bytes);
      SafeTensors read;
      try {
        read = SafeTensors.read(flipped);
      } catch (CorruptFileException e) {
        assertTrue(at < dataStart, "a value was refused at " + at);
        continue;
      }
      assertEquals(widths(original), widths(read), "at " + at);
      if (at >= dataStart) {
        assertEquals(original.entries().keySet(), read.entries().keySet());
        assertEquals(original.metadata(), read.metadata());
      }
    }
  }

  /** How many arrays there are of each (bytes of an element, count of elements). */
  private static Map<String, Long> widths(SafeTensors content) {
    return content.entries().values().stream()
        .collect(
            Collectors.groupingBy(e -> e.type().bytes() + "*" + e.size(), Collectors.counting()));
  }

  private Path small(int columns) throws IOException {
    Path file = folder.resolve("small.safetensors");
    float[] weight = new float[2 * columns];
    for (int i = 0; i < weight.length; i++) {
      weight[i] = i - 1.5f;
    }
    SafeTensors.builder()
        .floats("w", weight, 2, columns)
        .ints("label", new int[] {3, 1}, 2)
        .metadata("epoch", "7")
        .build()
        .write(file);
    return file;
  }
}
