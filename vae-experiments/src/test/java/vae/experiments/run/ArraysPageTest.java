package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.spec.CanonicalJson;

/**
 * Rebuilds a run by the rules of {@code docs/arrays.md} alone (N10): nothing here reads arrays,
 * draws numbers or hashes by the product's code, but for the canonical text.
 */
final class ArraysPageTest {

  private static final int EXAMPLES = PageRules.EXAMPLES;
  private static final int PIXELS = PageRules.PIXELS;

  @TempDir private static Path root;
  private static KernelSet kernels;
  private static Path grey;
  private static Path binary;

  @BeforeAll
  static void run() throws IOException {
    kernels = SmallRun.scalar();
    grey = SmallRun.run(SmallRun.read(SmallRun.GAUSSIAN), kernels, root).folder();
    String json = SmallRun.BERNOULLI.replace("\"threshold\"", "\"dynamic-per-batch\"");
    binary =
        SmallRun.run(
                SmallRun.read(json)
                    .with("name", "small-dynamic")
                    .with("data.binarization.heldOutSeed", 7)
                    .with("data.split.seed", 3),
                kernels,
                root)
            .folder();
  }

  @AfterAll
  static void end() {
    kernels.close();
  }

  private static JsonNode json(Path run, String file) throws IOException {
    return JsonMapper.shared().readTree(Files.readString(run.resolve(file)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] ints(int... values) {
    ByteBuffer bytes = little(4 * values.length);
    bytes.asIntBuffer().put(values);
    return bytes.array();
  }

  @Test
  void theDigestFollowsFromParametersAndMetrics() throws IOException {
    for (Path run : new Path[] {grey, binary}) {
      MessageDigest digest = sha256();
      PageRules.arrays(run.resolve("checkpoints/final.safetensors"))
          .forEach(
              (name, array) -> {
                digest.update((name + "\0").getBytes(StandardCharsets.UTF_8));
                digest.update(ints(array.shape()));
                ByteBuffer elements = little(4 * array.values().length);
                Arrays.stream(array.values()).forEach(value -> elements.putFloat((float) value));
                elements.flip();
                digest.update(elements);
              });
      SortedMap<String, Double> metrics = new TreeMap<>();
      json(run, "result.json")
          .get("metrics")
          .properties()
          .forEach(
              e -> {
                JsonNode value = e.getValue();
                metrics.put(e.getKey(), (value.isObject() ? value.get("value") : value).asDouble());
              });
      metrics.forEach(
          (name, value) -> {
            digest.update((name + "\0").getBytes(StandardCharsets.UTF_8));
            digest.update(little(8).putDouble(0, value));
          });
      assertEquals(json(run, "result.json").get("digest").asString(), "sha256:" + hex(digest));
    }
  }

  @Test
  void theIdFollowsFromSpecDataAndNumerics() throws IOException {
    MessageDigest data = sha256();
    data.update(
        "vae-data/1 U1 [1797, 8, 8] /0x1.0p4 labelled\n".getBytes(StandardCharsets.US_ASCII));
    int[][] rows = PageRules.digits();
    for (int[] row : rows) {
      for (int j = 0; j < PIXELS; j++) {
        data.update((byte) row[j]);
      }
    }
    for (int[] row : rows) {
      data.update(ints(row[PIXELS]));
    }
    String fingerprint = hex(data);
    assertEquals(json(grey, "provenance.json").at("/data/sha256").asString(), fingerprint);
    MessageDigest id = sha256();
    String numerics = json(grey, "provenance.json").get("numerics").asString();
    String text =
        CanonicalJson.of(json(grey, "experiment.json"))
            + "\n"
            + fingerprint
            + "\n"
            + numerics
            + "\n";
    id.update(text.getBytes(StandardCharsets.UTF_8));
    assertEquals(json(grey, "result.json").get("id").asString(), hex(id).substring(0, 12));
  }

  @Test
  void theSplitFollowsFromItsSeed() throws IOException {
    MessageDigest split = sha256();
    int[] train = Arrays.copyOf(PageRules.part(3, 0, EXAMPLES - 100), 300);
    for (int[] rows :
        new int[][] {train, PageRules.part(3, EXAMPLES - 100, EXAMPLES - 60), PageRules.test(3)}) {
      split.update((rows.length + "\n").getBytes(StandardCharsets.US_ASCII));
      split.update(ints(rows));
    }
    assertEquals(json(binary, "provenance.json").at("/data/splitSha256").asString(), hex(split));
  }

  /** [in, out] matrices, hidden layers with tanh, means before deviations, pixels divided by 16. */
  @Test
  void theEncoderFollowsFromItsArrays() throws IOException {
    SortedMap<String, PageRules.Array> network =
        PageRules.arrays(grey.resolve("checkpoints/final.safetensors"));
    PageRules.Array means =
        PageRules.arrays(grey.resolve("evaluation.safetensors")).get("latent_means");
    int[][] rows = PageRules.digits();
    int[] test = PageRules.test(0);
    int m = means.shape()[1];
    assertEquals(4, m);
    for (int i = 0; i < means.shape()[0]; i++) {
      double[] x = new double[PIXELS];
      for (int j = 0; j < PIXELS; j++) {
        x[j] = rows[test[i]][j] / 16f;
      }
      double[] hidden = PageRules.layer(network, "encoder.hidden.0", x);
      double[] output =
          PageRules.layer(
              network, "encoder.output", Arrays.stream(hidden).map(Math::tanh).toArray());
      assertEquals(2 * m, output.length);
      for (int k = 0; k < m; k++) {
        assertEquals(output[k], means.values()[i * m + k], 1e-5, "example " + i);
      }
    }
  }

  /** The mean of a Gaussian is what the decoder gives for z, here for the posterior mean. */
  @Test
  void theDecoderFollowsFromItsArrays() throws IOException {
    SortedMap<String, PageRules.Array> network =
        PageRules.arrays(grey.resolve("checkpoints/final.safetensors"));
    SortedMap<String, PageRules.Array> shown =
        PageRules.arrays(grey.resolve("evaluation.safetensors"));
    double[] means = shown.get("latent_means").values();
    PageRules.Array reconstructions = shown.get("reconstructions");
    for (int i = 0; i < reconstructions.shape()[0]; i++) {
      double[] hidden =
          PageRules.layer(network, "decoder.hidden.0", Arrays.copyOfRange(means, i * 4, i * 4 + 4));
      double[] mean =
          PageRules.layer(
              network, "decoder.output", Arrays.stream(hidden).map(Math::tanh).toArray());
      for (int j = 0; j < PIXELS; j++) {
        assertEquals(mean[j], reconstructions.values()[i * PIXELS + j], 1e-5);
      }
    }
  }

  @Test
  void heldOutImagesFollowFromTheirSeed() throws IOException {
    PageRules.Array originals =
        PageRules.arrays(binary.resolve("evaluation.safetensors")).get("originals");
    int[] key = PageRules.key(7, "held-out binarization");
    int[][] rows = PageRules.digits();
    int[] test = PageRules.test(3);
    for (int i = 0; i < originals.shape()[0]; i++) {
      for (int j = 0; j < PIXELS; j++) {
        int word = PageRules.philox(new int[] {test[i], 0, 0, j / 4}, key)[j % 4];
        boolean one = (word >>> 8) * 0x1p-24f < rows[test[i]][j] / 16f;
        assertEquals(one ? 1 : 0, originals.values()[i * PIXELS + j], "image " + i + ", " + j);
      }
    }
  }
}
