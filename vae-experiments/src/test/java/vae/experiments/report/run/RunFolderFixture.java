package vae.experiments.report.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.experiments.run.safetensors.SafeTensors;

/**
 * Makes the files of a run without training one: blurred 8×8 numerals, curves that settle, latent
 * clusters. The same calls make the same bytes.
 */
public final class RunFolderFixture {

  static final int LATENT = 8;

  private static final String[] GLYPHS = {
    "..####.. .##..##. .##..##. .##..##. .##..##. .##..##. .##..##. ..####..",
    "...##... ..###... .####... ...##... ...##... ...##... ...##... .######.",
    "..####.. .##..##. .....##. ....##.. ...##... ..##.... .##..... .######.",
    "..####.. .##..##. .....##. ...###.. .....##. .....##. .##..##. ..####..",
    "....##.. ...###.. ..####.. .##.##.. .######. ....##.. ....##.. ....##..",
    ".######. .##..... .##..... .#####.. .....##. .....##. .##..##. ..####..",
    "..####.. .##..... .##..... .#####.. .##..##. .##..##. .##..##. ..####..",
    ".######. .....##. ....##.. ....##.. ...##... ...##... ..##.... ..##....",
    "..####.. .##..##. .##..##. ..####.. .##..##. .##..##. .##..##. ..####..",
    "..####.. .##..##. .##..##. ..#####. .....##. .....##. .....##. ..####.."
  };

  private final Path folder;
  private final Key key = Key.of(7);

  RunFolderFixture(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** Every file of a run that went well. */
  public static RunFolderFixture complete(Path folder) throws IOException {
    return new RunFolderFixture(folder)
        .experiment("digits-diagonal")
        .provenance()
        .metrics(100)
        .result("complete")
        .images(3000);
  }

  /** The same with few points, which is quick to draw. */
  public static RunFolderFixture small(Path folder) throws IOException {
    return new RunFolderFixture(folder)
        .experiment("digits-diagonal")
        .provenance()
        .metrics(10)
        .result("complete")
        .images(40);
  }

  public RunFolderFixture file(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return this;
  }

  public RunFolderFixture experiment(String name) throws IOException {
    String quoted = JsonMapper.shared().writeValueAsString(name);
    return file(
        "experiment.json",
        """
        {"name": %s, "seed": 1,
         "data": {"type": "digits", "binarization": {"type": "none"}, "validation": 0.1},
         "latentSize": 8, "prior": {"type": "standard-normal"},
         "encoder": {"type": "mlp", "hidden": [200, 200], "activation": "tanh",
           "posterior": {"type": "diagonal"}},
         "decoder": {"type": "mlp", "hidden": [200, 200], "activation": "tanh"},
         "likelihood": {"type": "gaussian", "noise": {"type": "fixed", "sigma": 0.1}},
         "estimator": {"type": "elbo", "samples": 1},
         "optimizer": {"type": "adam", "learningRate": 0.001, "beta1": 0.9, "beta2": 0.999},
         "training": {"epochs": 100, "batchSize": 128},
         "evaluation": {"nll": {"samples": 500}}}
        """
            .formatted(quoted));
  }

  RunFolderFixture provenance() throws IOException {
    return file(
        "provenance.json",
        """
        {"numerics": 1, "started": "2026-01-31T12:00:00Z", "sessions": 1,
         "code": {"version": "0.2.0", "commit": "49a491a0c2f1d3b5a7968778695a4b3c2d1e0f90",
           "dirty": false},
         "data": {"name": "digits",
           "sha256": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
           "exampleShape": [8, 8], "train": 1437, "validation": 160, "test": 200},
         "java": {"version": "25.0.3+9", "vendor": "Temurin", "vm": "OpenJDK"},
         "machine": {"os": "Linux 6.1", "architecture": "amd64", "cpu": "AVX-512",
           "processors": 2, "heapBytes": 1000000},
         "kernels": {"provider": "simd", "reason": "512-bit vectors", "threads": 2},
         "determinism": "bitwise", "dependencies": {}, "plugins": {}, "wallSeconds": 41.2}
        """);
  }

  /** Curves over {@code epochs} epochs; one training value is not finite. */
  public RunFolderFixture metrics(int epochs) throws IOException {
    StringBuilder lines = new StringBuilder();
    float[] noise = new float[6];
    for (int epoch = 1; epoch <= epochs; epoch++) {
      Noise.normal(key.fold("curve"), epoch, 0, noise, 0, 6, new int[4]);
      double rate = 13.4 - 9 * StrictMath.exp(-epoch / 6.0);
      double distortion =
          18.1 + 380 * StrictMath.exp(-epoch / 3.0) + 9 * StrictMath.exp(-epoch / 25.0);
      int step = epoch * 12;
      String trainRate = epoch == 2 ? "\"NaN\"" : number(rate + 0.08 * noise[0]);
      line(lines, step, epoch, "train/rate", trainRate);
      line(lines, step, epoch, "train/distortion", number(distortion + 0.4 * noise[1]));
      line(lines, step, epoch, "train/elbo", number(-rate - distortion + 0.4 * noise[2]));
      if (epoch % 5 == 0 || epoch == 1) {
        double gap = 0.9 * (1 - StrictMath.exp(-epoch / 40.0));
        line(lines, step, epoch, "test/rate", number(rate + 0.02 * noise[3]));
        line(lines, step, epoch, "test/distortion", number(distortion + gap));
        line(lines, step, epoch, "test/elbo", number(-rate - distortion - gap));
      }
    }
    return file("metrics.jsonl", lines.toString());
  }

  private static void line(StringBuilder to, int step, int epoch, String name, String value) {
    to.append(
        "{\"step\":%d,\"epoch\":%d,\"name\":\"%s\",\"value\":%s}\n"
            .formatted(step, epoch, name, value));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.6f", value);
  }

  RunFolderFixture result(String status) throws IOException {
    return file(
        "result.json",
        """
        {"id": "3fa9c1d20b77", "name": "digits-diagonal", "status": "%s",
         "digest": "sha256:6c1f0b93d5a2e84770c1b6f8e4d92a35c7708e1fb2d4936a5e8c0d17f2b4a699",
         "metrics": {"test/elbo": {"value": -31.4213, "standardError": 0.1834},
           "test/rate": {"value": 12.902, "standardError": 0.0411},
           "test/distortion": {"value": 18.519, "standardError": 0.1702},
           "test/nll": {"value": 29.87, "standardError": 0.17},
           "test/active-units": 6, "train/elbo": -30.77}}
        """
            .formatted(status));
  }

  /**
   * An evaluation on images: 40 pairs, 60 samples, {@code count} latent means, an 8 × 9 traversal.
   */
  RunFolderFixture images(int count) throws IOException {
    int pairs = 40;
    float[] originals = new float[pairs * 64];
    float[] reconstructions = new float[pairs * 64];
    for (int i = 0; i < pairs; i++) {
      numeral(originals, i, (7 * i) % 10, i, 0.35, 0.08);
      numeral(reconstructions, i, (7 * i) % 10, i, 0.75, 0.0);
    }
    float[] samples = new float[60 * 64];
    for (int i = 0; i < 60; i++) {
      numeral(samples, i, (3 * i + i / 10) % 10, 500 + i, 0.95, 0.0);
    }
    float[] traversal = new float[8 * 9 * 64];
    for (int i = 0; i < 72; i++) {
      morph(traversal, i, i / 9, (i / 9 + 3) % 10, (i % 9) / 8f);
    }
    SafeTensors.Builder builder =
        latents(count, LATENT)
            .floats("originals", originals, pairs, 64)
            .floats("reconstructions", reconstructions, pairs, 64)
            .floats("samples", samples, 60, 64)
            .floats("traversal", traversal, 8, 9, 64)
            .metadata("height", "8")
            .metadata("width", "8")
            .metadata("channels", "1");
    return evaluation(builder);
  }

  /** An evaluation on vectors of {@code width} numbers that are no images. */
  RunFolderFixture vectors(int width) throws IOException {
    float[] originals = new float[24 * width];
    Noise.normal(key.fold("vectors"), 0, 0, originals, 0, originals.length, new int[4]);
    float[] near = originals.clone();
    for (int i = 0; i < near.length; i++) {
      near[i] *= 0.8f;
    }
    float[] samples = new float[24 * width];
    Noise.normal(key.fold("vectors"), 1, 0, samples, 0, samples.length, new int[4]);
    return evaluation(
        latents(300, 2)
            .floats("originals", originals, 24, width)
            .floats("reconstructions", near, 24, width)
            .floats("samples", samples, 24, width)
            .floats("traversal", samples, 4, 6, width));
  }

  public RunFolderFixture evaluation(SafeTensors.Builder builder) throws IOException {
    builder.build().write(folder.resolve("evaluation.safetensors"));
    return this;
  }

  /** Ten clusters with their labels, and a KL that two dimensions hardly use. */
  SafeTensors.Builder latents(int count, int width) {
    float[] means = new float[count * width];
    int[] labels = new int[count];
    float[] centre = new float[width];
    float[] noise = new float[width];
    for (int i = 0; i < count; i++) {
      labels[i] = (i * 7 + i / 10) % 10;
      Noise.normal(key.fold("centre"), labels[i], 0, centre, 0, width, new int[4]);
      Noise.normal(key.fold("spread"), i, 0, noise, 0, width, new int[4]);
      for (int j = 0; j < width; j++) {
        float used = j % 4 == 3 ? 0.02f : 1f;
        means[i * width + j] = used * (1.6f * centre[j] + 0.45f * noise[j]);
      }
    }
    double[] rates = new double[width];
    for (int j = 0; j < width; j++) {
      rates[j] = j % 4 == 3 ? 0.003 * (j + 1) : 2.6 - 0.21 * ((j * 5) % 7);
    }
    return SafeTensors.builder()
        .floats("latent_means", means, count, width)
        .ints("latent_labels", labels, count)
        .doubles("rate_per_dimension", rates, width)
        .metadata("example_set", "test");
  }

  /**
   * Writes a numeral, shifted by its row's own chance, blurred, with noise, into row {@code row}.
   */
  private void numeral(float[] to, int row, int digit, int chance, double blur, double noise) {
    float[] draw = new float[64];
    Noise.normal(key.fold("pixel"), chance, 0, draw, 0, 64, new int[4]);
    double shiftX = 0.35 * draw[0];
    double shiftY = 0.25 * draw[1];
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        double ink = ink(digit, y + shiftY, x + shiftX, blur) + noise * draw[8 * y + x];
        to[row * 64 + 8 * y + x] = (float) Math.clamp(ink, 0.0, 1.0);
      }
    }
  }

  private static void morph(float[] to, int row, int from, int into, double share) {
    for (int y = 0; y < 8; y++) {
      for (int x = 0; x < 8; x++) {
        double ink = (1 - share) * ink(from, y, x, 0.7) + share * ink(into, y, x, 0.7);
        to[row * 64 + 8 * y + x] = (float) ink;
      }
    }
  }

  /** A glyph under a Gaussian of width {@code blur} pixels. */
  private static double ink(int digit, double y, double x, double blur) {
    double sum = 0;
    double weights = 0;
    for (int v = -2; v < 10; v++) {
      for (int u = -2; u < 10; u++) {
        double distance = (y - v) * (y - v) + (x - u) * (x - u);
        double weight = StrictMath.exp(-distance / (2 * blur * blur));
        weights += weight;
        boolean inside = v >= 0 && v < 8 && u >= 0 && u < 8;
        sum += inside && GLYPHS[digit].charAt(9 * v + u) == '#' ? weight : 0;
      }
    }
    return sum / weights;
  }
}
