package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.data.format.Limits;
import vae.data.format.Npz;
import vae.data.format.RawArray;
import vae.experiments.run.NpzFile;

/** A trained model in use from the command line. */
final class TrainedCommandsTest {

  @TempDir private static Path root;
  private static Path plain;
  private static Path conditional;

  @BeforeAll
  static void train() throws IOException {
    plain = trained("plain", List.of());
    conditional = trained("conditional", List.of("--set=condition={\"type\": \"labels\"}"));
  }

  private static Path trained(String name, List<String> settings) throws IOException {
    Path runs = root.resolve(name);
    Invocation made =
        Invocation.of("run", "--runs", runs, Invocation.TINY, settings, "--threads=1");
    assertEquals(0, made.code(), made.err());
    return Invocation.children(runs).stream()
        .filter(it -> it.getFileName().toString().startsWith("digits"))
        .findFirst()
        .get();
  }

  private static Path done(String name, Object... arguments) {
    Path out = root.resolve(name);
    Invocation done = Invocation.of(List.of(arguments), "-o", out, "--threads=1");
    assertEquals(0, done.code(), done.err());
    assertTrue(done.out().contains(out.toString()), done.out());
    return out;
  }

  private static void refused(int code, String name, String message, Object... arguments) {
    Path out = root.resolve(name);
    Invocation said = Invocation.of(List.of(arguments), "-o", out, "--threads=1");
    String expected = message.replace("OUT", out.toString()).replace("ROOT", root.toString());
    assertEquals(Paragraph.hanging("vae: ", expected) + System.lineSeparator(), said.err());
    assertEquals(code, said.code());
    assertFalse(Files.exists(out));
  }

  private static float[] array(Path npz, String name) {
    RawArray array = Npz.read(npz, name, Limits.standard());
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.value(i);
    }
    return values;
  }

  private static Path npz(String name, float[] values, int... shape) throws IOException {
    Path file = root.resolve(name);
    NpzFile.write(file, Map.of("x", new NpzFile.Array(values, shape)));
    return file;
  }

  @Test
  void reconstructionsAreDecodedCodes() {
    Path codes = done("codes.npz", "encode", plain);
    Path decoded = done("decoded.npz", "decode", plain, codes);
    Path returned = done("returned.npz", "reconstruct", plain);
    assertArrayEquals(array(returned, "reconstruction"), array(decoded, "x"));
    assertEquals(180, array(codes, "label").length);
    assertEquals(180 * 2, array(codes, "deviation").length);
  }

  @Test
  void aConditionGoesWithTheCodes() {
    Path codes = done("given.npz", "encode", conditional);
    Path decoded = done("given-decoded.npz", "decode", conditional, codes);
    Path returned = done("given-returned.npz", "reconstruct", conditional);
    assertArrayEquals(array(returned, "reconstruction"), array(decoded, "x"));
  }

  @Test
  void numbersInCsvAreTheSameBits() throws IOException {
    Path codes = done("bits.npz", "encode", plain);
    Path table = done("bits.csv", "encode", plain);
    assertEquals("z0,z1", Files.readAllLines(table).getFirst());
    assertArrayEquals(
        array(done("bits-a.npz", "decode", plain, codes), "x"),
        array(done("bits-b.npz", "decode", plain, table), "x"));
    Path x = done("x.csv", "reconstruct", plain);
    Path again = done("again.npz", "encode", plain, x, "--scale=1");
    float[] returned = array(done("once.npz", "reconstruct", plain), "reconstruction");
    Path same =
        done("same-z.npz", "encode", plain, npz("x-again.npz", returned, 180, 64), "--scale=1");
    assertArrayEquals(array(same, "mean"), array(again, "mean"));
  }

  /** 700 rows are three pieces: they are those of one batch, as each is alone. */
  @Test
  void piecesAreSeamless() throws IOException {
    float[] x = new float[700 * 64];
    for (int i = 0; i < x.length; i++) {
      x[i] = i * 31 % 17 / 16f;
    }
    Path all = done("pieces-z.npz", "encode", plain, npz("pieces.npz", x, 700, 8, 8), "--draws=2");
    for (int row : new int[] {0, 249, 250, 699}) {
      Path one =
          npz("piece-" + row + ".npz", Arrays.copyOfRange(x, row * 64, row * 64 + 64), 1, 64);
      float[] mean = array(done("piece-z" + row + ".npz", "encode", plain, one), "mean");
      assertArrayEquals(mean, Arrays.copyOfRange(array(all, "mean"), row * 2, row * 2 + 2));
    }
    float[] draws = array(all, "draws");
    assertEquals(2 * 700 * 2, draws.length);
    assertEquals(
        draws.length,
        IntStream.range(0, draws.length).mapToObj(i -> draws[i]).distinct().count(),
        5);
  }

  @Test
  void aGridShowsTheSamples() throws IOException {
    BufferedImage grid = ImageIO.read(done("grid.png", "sample", plain, "-n", 10).toFile());
    float[] mean = array(done("grid.npz", "sample", plain, "-n", 10), "mean");
    assertEquals(4 * 9 - 1, grid.getWidth()); // 4 columns of 8 pixels and gaps
    assertEquals(3 * 9 - 1, grid.getHeight());
    for (int i = 0; i < mean.length; i++) {
      int picture = i / 64;
      int column = picture % 4 * 9 + i % 8;
      int row = picture / 4 * 9 + i % 64 / 8;
      int grey = (int) Math.rint(255 * Math.clamp((double) mean[i], 0, 1));
      assertEquals(0xff000000 | grey * 0x010101, grid.getRGB(column, row), "pixel " + i);
    }
    float[] other = array(done("seed.npz", "sample", plain, "-n", 10, "--seed=2"), "mean");
    assertFalse(Arrays.equals(mean, other));
  }

  @Test
  void samplesOfAClassAreConditionedOnIt() {
    float[] condition =
        array(done("threes.npz", "sample", conditional, "-n", 5, "--label=3"), "condition");
    for (int i = 0; i < condition.length; i++) {
      assertEquals(i % 10 == 3 ? 1 : 0, condition[i]);
    }
    float[] turns = array(done("turns.npz", "sample", conditional, "-n", 12), "condition");
    for (int i = 0; i < 12; i++) {
      assertEquals(1, turns[i * 10 + i % 10]);
    }
  }

  @Test
  void aFittedSamplerDrawsOtherCodes() {
    String mixture = "--sampler=gaussian-mixture";
    Path fitted = done("fitted.npz", "sample", plain, "-n", 6, mixture, "--components=2");
    Path prior = done("prior.npz", "sample", plain, "-n", 6);
    assertFalse(Arrays.equals(array(prior, "z"), array(fitted, "z")));
    assertArrayEquals(
        array(fitted, "mean"), array(done("fitted-x.npz", "decode", plain, fitted), "x"));
  }

  @Test
  void aConditionalModelIsSampledFromItsPriorAlone() {
    refused(
        2,
        "r.npz",
        "--sampler: this model is conditional, and others than the prior are fitted to the codes of"
            + " all examples\nTake the prior.",
        "sample",
        conditional,
        "--sampler=two-stage");
  }

  @Test
  void missingValuesAreFilledInAndKnownOnesStay() throws IOException {
    float[] x = new float[2 * 64];
    for (int i = 0; i < x.length; i++) {
      x[i] = i % 5 / 4f;
    }
    float[] holes = x.clone();
    Arrays.fill(holes, 64 + 8, 64 + 24, Float.NaN);
    String cells =
        IntStream.range(0, 2)
            .mapToObj(
                row ->
                    IntStream.range(row * 64, row * 64 + 64)
                        .mapToObj(i -> Float.isNaN(holes[i]) ? "" : Float.toString(holes[i]))
                        .collect(Collectors.joining(",")))
            .collect(Collectors.joining("\n"));
    Path table = Files.writeString(root.resolve("holes.csv"), cells + "\n");
    Path filled = done("filled.npz", "impute", plain, table, "--samples=50", "--draws=3");
    Path same = done("same.npz", "impute", plain, npz("holes.npz", holes, 2, 64), "--samples=50");
    float[] got = array(filled, "x");
    assertArrayEquals(got, array(same, "x"));
    float[] draws = array(filled, "draws");
    for (int i = 0; i < x.length; i++) {
      if (Float.isNaN(holes[i])) {
        assertTrue(got[i] != x[i] && Float.isFinite(got[i]));
      } else {
        assertEquals(x[i], got[i]);
        assertEquals(x[i], draws[128 + i]);
      }
    }
  }

  @Test
  void valuesAreScaledAsTheRunsOwn() throws IOException {
    byte[] bytes = new byte[2 * 64];
    float[] floats = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 17);
      floats[i] = bytes[i] / 16f;
    }
    Path whole = root.resolve("bytes.npz");
    NpzFile.write(whole, Map.of("x", new NpzFile.Array(bytes, 2, 8, 8)));
    float[] expected =
        array(done("s1.npz", "encode", plain, npz("floats.npz", floats, 2, 64)), "mean");
    assertArrayEquals(expected, array(done("s2.npz", "encode", plain, whole), "mean"));
    for (int i = 0; i < floats.length; i++) {
      floats[i] *= 16;
    }
    Path large = npz("large.npz", floats, 2, 64);
    assertArrayEquals(
        expected, array(done("s3.npz", "encode", plain, large, "--scale=16"), "mean"));
    refused(
        3,
        "s4.npz",
        "ROOT/large.npz: example 0, value 2: expected a number from 0 to 1, as in the run's data,"
            + " got 2.0. Say by --scale what values are divided by, 1 for as they are; the run's"
            + " own were divided by 16.0.",
        "encode",
        plain,
        large);
  }

  @Test
  void refusalsSayWhatWasExpected() throws IOException {
    Path narrow = npz("narrow.npz", new float[63], 1, 63);
    refused(
        3,
        "r.npz",
        "ROOT/narrow.npz: expected 64 values an example as in the run's data, got 63. Give data of"
            + " the kind that the model was trained on.",
        "encode",
        plain,
        narrow);
    refused(3, "r.npz", "z: expected [1, 2], got [1, 63]", "decode", plain, narrow);
    refused(2, "r.txt", "-o OUT: expected a file ending in .npz or .csv", "encode", plain);
    refused(
        3,
        "r.npz",
        "label: expected a class of the run's training data (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), got"
            + " ten. What the model makes of another class is untrained.",
        "sample",
        conditional,
        "--label=ten");
    refused(
        3,
        "r.npz",
        "label: expected a model that is conditioned on labels, got one that is not. Leave the"
            + " label out, or train with \"condition\": {\"type\": \"labels\"}.",
        "sample",
        plain,
        "--label=1");
    Path full = npz("full.npz", new float[64], 1, 64);
    refused(
        3,
        "r.npz",
        "ROOT/full.npz: expected the class of each example, found none. Give the class of all with"
            + " --label, or a CSV file's column of labels with --labels.",
        "encode",
        conditional,
        full);
    refused(
        3,
        "r.npz",
        "ROOT/full.npz: expected missing values, found none. They are NaN in .npy and .npz, and"
            + " empty cells in .csv.",
        "impute",
        plain,
        full);
    refused(
        3,
        "r.npz",
        "nothing.dat: expected a file ending in .npy, .npz or .csv, a folder of images, or the name"
            + " of a data set, got another. Convert other files to one of these.",
        "encode",
        plain,
        "nothing.dat");
    refused(
        3,
        "r.png",
        "OUT: expected at most 205741 pictures of 8 x 8, got 1000000. Take fewer, or write .npz.",
        "sample",
        plain,
        "-n",
        1_000_000);
    Path there = Files.writeString(root.resolve("there.npz"), "mine");
    Invocation exists = Invocation.of("encode", plain, "-o", there);
    assertEquals(2, exists.code());
    assertEquals("mine", Files.readString(there));
    assertEquals(0, Invocation.of("encode", plain, "-o", there, "--force").code());
    Invocation inside = Invocation.of("encode", plain, "-o", plain.resolve("z.npz"));
    assertEquals(2, inside.code(), inside.err());
  }
}
