package vae.experiments.evaluation;

import java.util.List;
import java.util.Optional;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.IsotropicGaussian;
import vae.core.model.Decoder;
import vae.core.model.Encoder;
import vae.data.format.ElementKind;
import vae.data.format.RawArray;
import vae.data.source.Content;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.transform.NoBinarization;
import vae.experiments.training.Model;
import vae.experiments.training.RandomStreams;
import vae.experiments.training.optimizer.AdamOptimizer;
import vae.models.estimator.Elbo;
import vae.models.prior.StandardNormal;

/** Models in double precision whose every number is known, and their data. */
public final class HandMade {

  /** Standard deviation of the observations. */
  public static final double SIGMA = 0.5;

  private static final double[] WEIGHTS = {1.2, -0.7, 0.4};

  private HandMade() {}

  /** Examples that are the given rows. */
  public static Examples examples(float[][] rows) {
    int d = rows[0].length;
    float[] flat = new float[rows.length * d];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * d, d);
    }
    RawArray elements = RawArray.ofFloats(new int[] {rows.length, d}, ElementKind.F4, flat);
    return Dataset.inOrder(
            "hand-made", Content.of("rows", elements, 1, Optional.empty()), rows.length, 0)
        .train();
  }

  /** Coordinate j of the decoder's output, tanh(w_j z). */
  public static double decoded(int j, double z) {
    return StrictMath.tanh(WEIGHTS[j] * z);
  }

  /** A model of three coordinates with one latent coordinate; its decoder is {@link #decoded}. */
  public static Model curve(Encoder encoder, int samples) {
    Decoder decoder = z -> z.multiply(z.tape().constant(Shape.of(3), WEIGHTS)).tanh();
    return new Model(
        new StandardNormal(1),
        encoder,
        decoder,
        f -> new IsotropicGaussian(f, f.tape().scalar(StrictMath.log(SIGMA))),
        new Elbo(new Elbo.Spec(samples)),
        AdamOptimizer.constant(0.001),
        Parameters.of(DType.F64, Key.of(0)));
  }

  /** The posterior N(x_0, deviation²) of one latent coordinate. */
  public static Encoder fromFirst(double deviation) {
    return x -> {
      var mean = x.slice(1, 0, 1);
      return new DiagonalGaussian(mean, mean.tape().full(mean.shape(), StrictMath.log(deviation)));
    };
  }

  /**
   * The model N(W z + b, σ²I) with a diagonal posterior that is exact but for its deviation, where
   * the columns of W are orthogonal.
   *
   * @param w W [d][m]
   * @param stretch what the exact posterior's deviation is multiplied by
   */
  public static Model linear(double[][] w, double[] b, double sigma, double stretch) {
    int d = w.length;
    int m = w[0].length;
    double[] decoding = new double[m * d]; // [m, d]
    double[] encoding = new double[d * m]; // [d, m]
    double[] logDeviation = new double[m];
    for (int j = 0; j < m; j++) {
      double precision = 1;
      for (int i = 0; i < d; i++) {
        decoding[j * d + i] = w[i][j];
        precision += w[i][j] * w[i][j] / (sigma * sigma);
      }
      for (int i = 0; i < d; i++) {
        encoding[i * m + j] = w[i][j] / (sigma * sigma * precision);
      }
      logDeviation[j] = StrictMath.log(stretch / Math.sqrt(precision));
    }
    Encoder encoder =
        x -> {
          Tape tape = x.tape();
          Tensor centred = x.subtract(tape.constant(Shape.of(d), b));
          Tensor none = tape.full(Shape.of(m), 0);
          Tensor mean =
              centred.linear(tape.constant(Shape.of(d, m), encoding), none, Activation.IDENTITY);
          Tensor deviation = tape.constant(Shape.of(m), logDeviation);
          return new DiagonalGaussian(mean, mean.multiply(0).add(deviation));
        };
    Decoder decoder =
        z -> {
          Tape tape = z.tape();
          return z.linear(
              tape.constant(Shape.of(m, d), decoding),
              tape.constant(Shape.of(d), b),
              Activation.IDENTITY);
        };
    return new Model(
        new StandardNormal(m),
        encoder,
        decoder,
        f -> new IsotropicGaussian(f, f.tape().scalar(StrictMath.log(sigma))),
        new Elbo(new Elbo.Spec(1)),
        AdamOptimizer.constant(0.001),
        Parameters.of(DType.F64, Key.of(0)));
  }

  /**
   * What one metric measures on the examples, as part {@code test}.
   *
   * @param draws R of the evaluation
   */
  public static Measurements measured(
      Metric metric, Model model, float[][] rows, int draws, KernelSet kernels) {
    try (HeldOutEvaluator heldOut = heldOut(model, examples(rows), 7, kernels)) {
      return FurtherMetrics.measure(List.of(metric), heldOut, "test", draws);
    }
  }

  /** What evaluates it under the seed. */
  public static HeldOutEvaluator heldOut(
      Model model, Examples examples, long seed, KernelSet kernels) {
    return new HeldOutEvaluator(
        model, examples, new NoBinarization(), new RandomStreams(seed), DType.F64, kernels);
  }
}
