package vae.experiments.imputation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.core.model.Batch;
import vae.experiments.evaluation.ImportanceSampled;
import vae.experiments.evaluation.Measured;
import vae.experiments.run.Reevaluation;
import vae.experiments.run.SmallRun;
import vae.experiments.trained.TrainedModel;
import vae.experiments.trained.TrainedParameters;

/**
 * A linear decoder trained on a table with gaps, by the bound on what is known, against the exact
 * law of the known values: that of x = W z + b + σ ε.
 */
final class TrainedOnKnownValuesTest {

  private static final double[][] W = {{1, 0.5}, {-0.8, 0.6}, {0.3, -1.1}, {0.9, 0.9}, {-0.4, 0.2}};
  private static final double[] B = {0.8, -0.5, 1, 0.4, -0.9};
  private static final double SIGMA = 0.5;
  private static final int D = 5;
  private static final int TRAIN = 1000;
  private static final int TEST = 200;

  private static final String SPEC =
      """
      { "name": "gaps", "latentSize": 2,
        "data": {"type": "csv", "path": "%s", "missing": %s,
                 "split": {"validation": 0, "test": 200, "by": "blocks"}},
        "encoder": {"type": "with-mask", "encoder": {"type": "mlp", "hidden": [32],
                    "posterior": {"type": "full-covariance"}}},
        "decoder": {"type": "mlp", "hidden": []},
        "likelihood": {"type": "gaussian", "noise": {"type": "fixed", "sigma": 0.5}},
        "estimator": {"type": "iwae", "samples": 5},
        "optimizer": {"type": "adam", "learningRate": 0.01, "schedule": {"type": "cosine"}},
        "training": {"epochs": 80, "batchSize": 100},
        "evaluation": {"draws": 1, "nll": {"samples": 20}} }
      """;

  /** x = W z + b + σ ε, and the exact density of any of its coordinates. */
  private record Linear(double[][] w, double[] b) {

    /** By decoding the origin and the unit vectors. */
    static Linear of(TrainedModel model) {
      double[][] at =
          model.decode(NdArray.of(Shape.of(3, 2), new float[] {0, 0, 1, 0, 0, 1})).toRows();
      double[][] w = new double[D][2];
      for (int j = 0; j < D; j++) {
        for (int k = 0; k < 2; k++) {
          w[j][k] = at[1 + k][j] - at[0][j];
        }
      }
      return new Linear(w, at[0]);
    }

    double logDensity(double[] x, boolean[] known) {
      int[] seen = IntStream.range(0, D).filter(j -> known[j]).toArray();
      RealMatrix weight = new Array2DRowRealMatrix(w);
      RealMatrix covariance =
          weight
              .multiply(weight.transpose())
              .add(MatrixUtils.createRealIdentityMatrix(D).scalarMultiply(SIGMA * SIGMA))
              .getSubMatrix(seen, seen);
      CholeskyDecomposition cholesky = new CholeskyDecomposition(covariance);
      RealVector centred =
          new ArrayRealVector(IntStream.of(seen).mapToDouble(j -> x[j] - b[j]).toArray());
      return -0.5
          * (centred.dotProduct(cholesky.getSolver().solve(centred))
              + Math.log(cholesky.getDeterminant())
              + seen.length * Math.log(2 * Math.PI));
    }

    double meanLogDensity(Batch batch) {
      return IntStream.range(0, batch.size())
          .mapToDouble(i -> logDensity(batch.x().toRows()[i], known(batch, i)))
          .average()
          .orElseThrow();
    }
  }

  private static boolean[] known(Batch batch, int i) {
    boolean[] known = new boolean[D];
    for (int j = 0; j < D; j++) {
      known[j] = batch.observed().orElseThrow().get(i * D + j) == 1;
    }
    return known;
  }

  private static boolean whole(boolean[] known) {
    return IntStream.range(0, D).allMatch(j -> known[j]);
  }

  @TempDir private Path folder;
  private final KernelSet kernels = KernelSet.choose(KernelSet.Choice.AUTO, 1);

  /** A third of the values is missing, at least one is known of each example. */
  @BeforeEach
  void tables() throws IOException {
    StringBuilder gaps = new StringBuilder();
    StringBuilder zeros = new StringBuilder();
    double[] noise = new double[2 + D];
    float[] uniform = new float[D];
    for (int i = 0; i < TRAIN + TEST; i++) {
      Noise.normal(Key.of(31), i, 0, noise, 0, noise.length, new int[4]);
      Noise.uniform(Key.of(32), i, 0, uniform, 0, D, new int[4]);
      for (int j = 0; j < D; j++) {
        boolean known = j == i % D || uniform[j] > 0.4;
        double value = W[j][0] * noise[0] + W[j][1] * noise[1] + B[j] + SIGMA * noise[2 + j];
        String end = j == D - 1 ? "\n" : ",";
        gaps.append(known ? Double.toString(value) : "NaN").append(end);
        zeros.append(known ? value : 0).append(end);
      }
    }
    Files.writeString(folder.resolve("gaps.csv"), gaps);
    Files.writeString(folder.resolve("zeros.csv"), zeros);
  }

  @AfterEach
  void stop() {
    kernels.close();
  }

  private TrainedModel trained(String table, String missing) throws IOException {
    Path run =
        SmallRun.run(SmallRun.read(SPEC.formatted(folder.resolve(table), missing)), kernels, folder)
            .folder();
    Reevaluation by = new Reevaluation(SmallRun.slots(), kernels, SmallRun.locations());
    return TrainedModel.open(run, TrainedParameters.FINAL, by);
  }

  @Test
  void theBoundOnKnownValuesFindsTheirLaw() throws IOException {
    try (TrainedModel model = trained("gaps.csv", "{\"type\": \"nan\"}");
        TrainedModel filled = trained("zeros.csv", "{\"type\": \"none\"}")) {
      Batch train = model.inputs().train();
      Batch test = model.inputs().test();
      Linear found = Linear.of(model);
      double gained = found.meanLogDensity(train) - new Linear(W, B).meanLogDensity(train);
      // The best of 14 free numbers gains 14 / 2N over the truth: 0.007 nats, give or take 0.0026.
      assertEquals(14 / 2.0 / TRAIN, gained, 0.01);
      // Zeros in place of gaps are another law.
      assertTrue(Linear.of(filled).meanLogDensity(train) < found.meanLogDensity(train) - 0.2);

      ImportanceSampled estimate = model.negativeLogLikelihood(test, 400, Key.of(3));
      Measured mean = estimate.mean();
      double error = mean.standardError().orElseThrow();
      assertTrue(error < 0.01, () -> "error " + error);
      double exact = -found.meanLogDensity(test) + estimate.bias().orElseThrow();
      assertEquals(exact, mean.value(), 3 * error);

      imputesWithinThreeErrors(model, found, test);
    }
  }

  /** Of thirty examples each mean, and of all of them the mean square. */
  private static void imputesWithinThreeErrors(TrainedModel model, Linear found, Batch test) {
    Imputation imputation = model.impute(test, 400, Key.of(4));
    Imputation.Estimate estimate = imputation.estimate();
    double squares = 0;
    double largest = 0;
    int count = 0;
    for (int i = 0; i < test.size(); i++) {
      if (whole(known(test, i))) {
        continue;
      }
      ConditionalGaussian exact =
          ConditionalGaussian.of(found.w(), found.b(), SIGMA, test.x().toRows()[i], known(test, i));
      for (int k = 0; k < exact.missing().length; k++) {
        int at = i * D + exact.missing()[k];
        double off = estimate.mean().get(at) - exact.mean().getEntry(k);
        double inErrors = off / estimate.standardError().get(at);
        largest = i < 30 ? Math.max(largest, Math.abs(inErrors)) : largest;
        squares += inErrors * inErrors;
        count++;
      }
    }
    assertTrue(largest < 3, "off by " + largest + " standard errors");
    assertTrue(count > 250, "imputed " + count);
    // Coordinates of an example share its samples: as few as the examples are independent.
    assertEquals(1, squares / count, 5 * Math.sqrt(2.0 / TEST));
    assertTrue(imputation.warning().isEmpty(), () -> imputation.warning().orElseThrow());
  }
}
