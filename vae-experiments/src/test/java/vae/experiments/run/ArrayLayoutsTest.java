package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.spec.Resolved;

/**
 * The layouts of {@code docs/arrays.md} (N10): what a run shows follows from its arrays by them.
 */
final class ArrayLayoutsTest {

  private static final int M = 3;
  private static final int TEST = 60;
  private static final int SIDE = 8;

  private static final String BASE =
      """
      { "name": "layout", "latentSize": 3,
        "data": {"type": "digits", "limit": 200, "split": {"validation": 0, "test": 60}},
        "encoder": {"type": "mlp", "hidden": [6]}, "decoder": {"type": "mlp", "hidden": [6]},
        "training": {"epochs": 2, "batchSize": 50}, "evaluation": {"draws": 1, "nll": null} }
      """;

  @TempDir private static Path root;
  private static KernelSet kernels;
  private static int[][] images;
  private static int[] test;

  private SortedMap<String, PageRules.Array> network;
  private SortedMap<String, PageRules.Array> shown;

  @BeforeAll
  static void start() throws IOException {
    kernels = SmallRun.scalar();
    images = PageRules.digits();
    test = PageRules.part(0, PageRules.EXAMPLES - TEST, PageRules.EXAMPLES);
  }

  @AfterAll
  static void end() {
    kernels.close();
  }

  private void run(Resolved experiment) throws IOException {
    Path folder = SmallRun.run(experiment, kernels, root).folder();
    network = PageRules.arrays(folder.resolve("checkpoints/final.safetensors"));
    shown = PageRules.arrays(folder.resolve("evaluation.safetensors"));
  }

  private void posterior(String type) throws IOException {
    run(SmallRun.read(BASE).with("encoder.posterior.type", type));
  }

  private double[] encoded(int example) {
    double[] x = PageRules.pixels(images[test[example]]);
    double[] hidden = PageRules.tanh(PageRules.layer(network, "encoder.hidden.0", x));
    return PageRules.layer(network, "encoder.output", hidden);
  }

  /** Mean and variances of a posterior from the encoder's outputs. */
  private interface Family {
    double[][] moments(double[] outputs);
  }

  /** The means of every example and the mean rate of every coordinate are what the run shows. */
  private void assertShows(Family family) {
    double[] rate = new double[M];
    for (int i = 0; i < TEST; i++) {
      double[][] moments = family.moments(encoded(i));
      for (int j = 0; j < M; j++) {
        double mean = moments[0][j];
        double variance = moments[1][j];
        assertEquals(mean, shown.get("latent_means").values()[i * M + j], 1e-5);
        rate[j] += 0.5 * (variance + mean * mean - 1 - Math.log(variance)) / TEST;
      }
    }
    for (int j = 0; j < M; j++) {
      assertEquals(rate[j], shown.get("rate_per_dimension").values()[j], 1e-5 * (1 + rate[j]));
    }
  }

  private static double[] deviations(double[] outputs) {
    return Arrays.stream(outputs, M, 2 * M).map(Math::exp).toArray();
  }

  @Test
  void meansComeBeforeLogDeviations() throws IOException {
    posterior("diagonal");
    assertShows(
        o ->
            new double[][] {
              Arrays.copyOf(o, M), Arrays.stream(deviations(o)).map(s -> s * s).toArray()
            });
  }

  @Test
  void belowTheDiagonalComesRowByRow() throws IOException {
    posterior("full-covariance");
    assertShows(
        o -> {
          double[] variance = Arrays.stream(deviations(o)).map(s -> s * s).toArray();
          int at = 2 * M;
          for (int row = 1; row < M; row++) {
            for (int column = 0; column < row; column++, at++) {
              variance[row] += o[at] * o[at];
            }
          }
          return new double[][] {Arrays.copyOf(o, M), variance};
        });
  }

  @Test
  void lowRankFactorsComeRowByRow() throws IOException {
    posterior("low-rank");
    assertShows(
        o -> {
          double[] variance = Arrays.stream(deviations(o)).map(s -> s * s).toArray();
          for (int k = 2 * M; k < o.length; k++) {
            variance[(k - 2 * M) / 2] += o[k] * o[k];
          }
          return new double[][] {Arrays.copyOf(o, M), variance};
        });
  }

  @Test
  void theFirstReflectionActsFirst() throws IOException {
    posterior("householder");
    assertShows(
        o -> {
          double[] mean = reflected(o, Arrays.copyOf(o, M));
          double[] variance = new double[M];
          double[] deviations = deviations(o);
          for (int j = 0; j < M; j++) {
            double[] axis = new double[M];
            axis[j] = deviations[j];
            double[] image = reflected(o, axis);
            for (int i = 0; i < M; i++) {
              variance[i] += image[i] * image[i];
            }
          }
          return new double[][] {mean, variance};
        });
  }

  private static double[] reflected(double[] outputs, double[] z) {
    for (int from = 2 * M; from < outputs.length; from += M) {
      double[] v = Arrays.copyOfRange(outputs, from, from + M);
      double dot = 0;
      double squares = 0;
      for (int i = 0; i < M; i++) {
        dot += v[i] * z[i];
        squares += v[i] * v[i];
      }
      for (int i = 0; i < M; i++) {
        z[i] -= 2 * v[i] * dot / squares;
      }
    }
    return z;
  }

  @Test
  void logitsOfOneValueLieSideBySide() throws IOException {
    run(SmallRun.read(BASE).with("likelihood.type", "categorical").with("likelihood.levels", 17));
    double[] means = shown.get("latent_means").values();
    PageRules.Array shownMeans = shown.get("reconstructions");
    for (int i = 0; i < shownMeans.shape()[0]; i++) {
      double[] z = Arrays.copyOfRange(means, i * M, (i + 1) * M);
      double[] hidden = PageRules.tanh(PageRules.layer(network, "decoder.hidden.0", z));
      double[] logits = PageRules.layer(network, "decoder.output", hidden);
      for (int j = 0; j < PageRules.PIXELS; j++) {
        double mass = 0;
        double mean = 0;
        for (int k = 0; k < 17; k++) {
          double weight = Math.exp(logits[j * 17 + k]);
          mass += weight;
          mean += weight * k / 16;
        }
        assertEquals(mean / mass, shownMeans.values()[i * PageRules.PIXELS + j], 1e-5);
      }
    }
  }

  /** Kernels are [k, k, in, out], and [k, k, out, in] where transposed; channels come last. */
  @Test
  void kernelsArePositionsThenChannels() throws IOException {
    String layer = "[{\"channels\": 2, \"kernel\": 3, \"stride\": 2, \"padding\": 1}]";
    String conv = "{\"type\": \"conv\", \"hidden\": [], \"activation\": \"tanh\", \"layers\": ";
    run(SmallRun.read(BASE.replace("{\"type\": \"mlp\", \"hidden\": [6]}", conv + layer + "}")));
    int half = SIDE / 2;
    PageRules.Array down = network.get("encoder.convolution.0.weight");
    PageRules.Array up = network.get("decoder.convolution.0.weight");
    double[] bias = network.get("encoder.convolution.0.bias").values();
    for (int i = 0; i < shown.get("reconstructions").shape()[0]; i++) {
      double[] x = PageRules.pixels(images[test[i]]);
      double[] maps = new double[half * half * 2];
      for (int at = 0; at < maps.length; at++) {
        maps[at] = bias[at % 2];
        for (int a = 0; a < 3; a++) {
          for (int b = 0; b < 3; b++) {
            int row = at / 2 / half * 2 + a - 1;
            int column = at / 2 % half * 2 + b - 1;
            if (row >= 0 && row < SIDE && column >= 0 && column < SIDE) {
              maps[at] += x[row * SIDE + column] * down.values()[(a * 3 + b) * 2 + at % 2];
            }
          }
        }
      }
      double[] z =
          Arrays.copyOf(PageRules.layer(network, "encoder.output", PageRules.tanh(maps)), M);
      for (int j = 0; j < M; j++) {
        assertEquals(z[j], shown.get("latent_means").values()[i * M + j], 1e-5);
      }
      double[] small = PageRules.tanh(PageRules.layer(network, "decoder.image", z));
      double[] image = new double[PageRules.PIXELS];
      Arrays.fill(image, network.get("decoder.convolution.0.bias").values()[0]);
      for (int at = 0; at < small.length; at++) {
        for (int a = 0; a < 3; a++) {
          for (int b = 0; b < 3; b++) {
            int row = at / 2 / half * 2 + a - 1;
            int column = at / 2 % half * 2 + b - 1;
            if (row >= 0 && row < SIDE && column >= 0 && column < SIDE) {
              image[row * SIDE + column] += small[at] * up.values()[(a * 3 + b) * 2 + at % 2];
            }
          }
        }
      }
      for (int j = 0; j < PageRules.PIXELS; j++) {
        double got = shown.get("reconstructions").values()[i * PageRules.PIXELS + j];
        assertEquals(image[j], got, 1e-5, "pixel " + j);
      }
    }
  }
}
