package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.data.source.Digits;

/** Some rules of {@code docs/arrays.md} as plain Java, without the product's code. */
final class PageRules {

  static final int EXAMPLES = 1797;
  static final int PIXELS = 64;

  private PageRules() {}

  /** Values of single or double precision, as doubles. */
  record Array(int[] shape, double[] values) {}

  static SortedMap<String, Array> arrays(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) bytes.getLong();
    byte[] text = new byte[length];
    bytes.get(text);
    JsonNode header = JsonMapper.shared().readTree(text);
    SortedMap<String, Array> arrays = new TreeMap<>();
    for (String name : header.propertyNames()) {
      JsonNode entry = header.get(name);
      boolean single = entry.path("dtype").asString("").equals("F32");
      if (name.contains(":") || !single && !entry.path("dtype").asString("").equals("F64")) {
        continue;
      }
      int[] shape = entry.get("shape").valueStream().mapToInt(JsonNode::asInt).toArray();
      double[] values = new double[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
      bytes.position(8 + length + entry.get("data_offsets").get(0).asInt());
      for (int i = 0; i < values.length; i++) {
        values[i] = single ? bytes.getFloat() : bytes.getDouble();
      }
      arrays.put(name, new Array(shape, values));
    }
    return arrays;
  }

  /** The rows of the bundled file: 64 grey values of 0 to 16, and the label. */
  static int[][] digits() throws IOException {
    try (InputStream packed = Digits.class.getResourceAsStream("digits.csv.gz");
        InputStream plain = new GZIPInputStream(packed)) {
      return new String(plain.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .map(line -> Stream.of(line.split(",")).mapToInt(Integer::parseInt).toArray())
          .toArray(int[][]::new);
    }
  }

  static int[] philox(int[] counter, int[] key) {
    int[] c = counter.clone();
    int k0 = key[0];
    int k1 = key[1];
    for (int round = 0; round < 10; round++) {
      long p0 = 0xD2511F53L * Integer.toUnsignedLong(c[0]);
      long p1 = 0xCD9E8D57L * Integer.toUnsignedLong(c[2]);
      c =
          new int[] {
            (int) (p1 >>> 32) ^ c[1] ^ k0, (int) p1, (int) (p0 >>> 32) ^ c[3] ^ k1, (int) p0
          };
      k0 += 0x9E3779B9;
      k1 += 0xBB67AE85;
    }
    return c;
  }

  static int[] key(long seed, String purpose) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : purpose.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    int[] counter = {(int) hash, (int) (hash >>> 32), purpose.length(), 0x74657874};
    return Arrays.copyOf(philox(counter, new int[] {(int) seed, (int) (seed >>> 32)}), 2);
  }

  static int[] permutation(long seed) {
    int[] key = key(seed, "split");
    int[] order = IntStream.range(0, EXAMPLES).toArray();
    for (int i = EXAMPLES - 1; i > 0; i--) {
      int[] block = philox(new int[] {i, 0, 0, 0}, key);
      long bits = Integer.toUnsignedLong(block[1]) << 32 | Integer.toUnsignedLong(block[0]);
      int j = (int) Math.unsignedMultiplyHigh(bits, i + 1L);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }

  static int[] part(long seed, int from, int to) {
    int[] rows = Arrays.copyOfRange(permutation(seed), from, to);
    Arrays.sort(rows);
    return rows;
  }

  static int[] test(long seed) {
    return part(seed, EXAMPLES - 60, EXAMPLES);
  }

  static double[] layer(SortedMap<String, Array> network, String name, double[] x) {
    Array weight = network.get(name + ".weight");
    double[] bias = network.get(name + ".bias").values();
    assertArrayEquals(new int[] {x.length, bias.length}, weight.shape());
    double[] y = new double[bias.length];
    for (int out = 0; out < y.length; out++) {
      y[out] = bias[out];
      for (int in = 0; in < x.length; in++) {
        y[out] += x[in] * weight.values()[in * y.length + out];
      }
    }
    return y;
  }

  /** The pixels of an example of the digits, [64] in [0, 1]. */
  static double[] pixels(int[] row) {
    double[] x = new double[PIXELS];
    for (int j = 0; j < PIXELS; j++) {
      x[j] = row[j] / 16f;
    }
    return x;
  }

  static double[] tanh(double[] x) {
    return Arrays.stream(x).map(Math::tanh).toArray();
  }
}
