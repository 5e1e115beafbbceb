package vae.experiments.study.linear;

import java.io.IOException;
import tools.jackson.databind.JsonNode;
import vae.core.model.ObservationNoise;
import vae.core.model.PosteriorFamily;
import vae.core.spec.SpecException;
import vae.experiments.run.RunResult;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Resolved;
import vae.models.decoder.MlpDecoder;
import vae.models.encoder.MlpEncoder;
import vae.models.likelihood.FixedNoise;
import vae.models.likelihood.GaussianLikelihood;
import vae.models.likelihood.LearnedNoise;
import vae.models.likelihood.OptimalNoise;
import vae.models.posterior.Diagonal;
import vae.models.posterior.FullCovariance;
import vae.models.posterior.Householder;
import vae.models.posterior.LogVarianceClip;
import vae.models.posterior.LowRank;
import vae.models.prior.StandardNormal;

/**
 * A trained linear auto-encoder, read from the folder of its run, in double precision.
 *
 * <p>Nothing of the training code takes part: its arithmetic is not what is measured with.
 */
public record LinearVae(
    LinearModel model,
    PosteriorFamily.Spec family,
    double[][] encoderWeight,
    double[] encoderBias) {

  /**
   * Refuses an experiment whose model is not a linear auto-encoder with Gaussian noise.
   *
   * @throws SpecException at the key that makes it something else
   */
  public static void require(Resolved experiment) {
    ExperimentSpec spec = experiment.spec();
    JsonNode binarization = experiment.tree().at("/data/binarization/type");
    if (!binarization.isMissingNode() && !binarization.asString().equals("none")) {
      throw new SpecException("data.binarization", "none", binarization.toString(), "");
    }
    if (!(spec.prior() instanceof StandardNormal.Spec)) {
      throw new SpecException("prior", "standard-normal", "another prior", "");
    }
    if (!(spec.encoder() instanceof MlpEncoder.Spec encoder)) {
      throw new SpecException("encoder", "mlp", "another encoder", "");
    }
    if (!encoder.hidden().isEmpty()) {
      throw new SpecException("encoder.hidden", "[]", encoder.hidden().toString(), "");
    }
    if (!(encoder.posterior() instanceof Diagonal.Spec
        || encoder.posterior() instanceof FullCovariance.Spec
        || encoder.posterior() instanceof LowRank.Spec
        || encoder.posterior() instanceof Householder.Spec)) {
      throw new SpecException(
          "encoder.posterior",
          "diagonal, full-covariance, low-rank or householder",
          "another family",
          "");
    }
    if (encoder.posterior() instanceof LogVarianceClip.Option family
        && family.logVarianceClip().isPresent()) {
      throw new SpecException("encoder.posterior.logVarianceClip", "null", "bounds", "");
    }
    if (!(spec.decoder() instanceof MlpDecoder.Spec decoder)) {
      throw new SpecException("decoder", "mlp", "another decoder", "");
    }
    if (!decoder.hidden().isEmpty()) {
      throw new SpecException("decoder.hidden", "[]", decoder.hidden().toString(), "");
    }
    if (!(spec.likelihood() instanceof GaussianLikelihood.Spec gaussian)) {
      throw new SpecException("likelihood", "gaussian", "another likelihood", "");
    }
    if (!(gaussian.noise() instanceof LearnedNoise.Spec
        || gaussian.noise() instanceof OptimalNoise.Spec
        || gaussian.noise() instanceof FixedNoise.Spec)) {
      throw new SpecException("likelihood.noise", "learned, optimal or fixed", "another noise", "");
    }
  }

  /**
   * The model at the end of a run.
   *
   * @throws IOException where its checkpoint cannot be read
   */
  public static LinearVae read(Resolved experiment, RunResult run) throws IOException {
    ExperimentSpec spec = experiment.spec();
    String checkpoint = CheckpointFiles.FOLDER + "/" + CheckpointFiles.FINAL;
    SafeTensors tensors = SafeTensors.read(run.folder().resolve(checkpoint));
    double[][] decoderWeight = transposed(rows(tensors, "decoder.output.weight"));
    double[] decoderBias = tensors.entry("decoder.output.bias").toDoubles();
    double deviation = deviation(((GaussianLikelihood.Spec) spec.likelihood()).noise(), tensors);
    return new LinearVae(
        new LinearModel(decoderWeight, decoderBias, deviation * deviation),
        ((MlpEncoder.Spec) spec.encoder()).posterior(),
        rows(tensors, "encoder.output.weight"),
        tensors.entry("encoder.output.bias").toDoubles());
  }

  private static double deviation(ObservationNoise.Spec noise, SafeTensors tensors) {
    if (noise instanceof FixedNoise.Spec fixed) {
      return fixed.sigma();
    }
    double raw = tensors.entry("likelihood.noise.log-deviation").toDoubles()[0];
    return noise instanceof LearnedNoise.Spec learned
        ? Math.exp(learned.floor() + softplus(raw - learned.floor()))
        : Math.exp(raw);
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double[][] rows(SafeTensors tensors, String name) {
    int[] shape = tensors.entry(name).shape();
    double[] values = tensors.entry(name).toDoubles();
    double[][] rows = new double[shape[0]][shape[1]];
    for (int i = 0; i < shape[0]; i++) {
      System.arraycopy(values, i * shape[1], rows[i], 0, shape[1]);
    }
    return rows;
  }

  private static double[][] transposed(double[][] a) {
    double[][] transposed = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        transposed[j][i] = a[i][j];
      }
    }
    return transposed;
  }

  /** The approximate posterior that the encoder gives for x. */
  public ExactGaussian posterior(double[] x) {
    double[] output = encoderBias.clone();
    for (int i = 0; i < x.length; i++) {
      for (int k = 0; k < output.length; k++) {
        output[k] += x[i] * encoderWeight[i][k];
      }
    }
    return posterior(family, output, model.latentSize());
  }

  /** What a family makes of an encoder's output. */
  public static ExactGaussian posterior(PosteriorFamily.Spec family, double[] output, int m) {
    double[] mean = new double[m];
    double[] variances = new double[m];
    System.arraycopy(output, 0, mean, 0, m);
    return switch (family) {
      case Diagonal.Spec diagonal -> {
        squaredExponentials(output, m, variances);
        yield ExactGaussian.of(mean, variances, new double[m][0]);
      }
      case LowRank.Spec lowRank -> {
        squaredExponentials(output, m, variances);
        double[][] factor = new double[m][lowRank.rank()];
        for (int j = 0; j < m; j++) {
          System.arraycopy(output, 2 * m + j * lowRank.rank(), factor[j], 0, lowRank.rank());
        }
        yield ExactGaussian.of(mean, variances, factor);
      }
      case FullCovariance.Spec full -> {
        double[][] factor = new double[m][m];
        int below = 2 * m;
        for (int j = 0; j < m; j++) {
          for (int k = 0; k < j; k++) {
            factor[j][k] = output[below++];
          }
          double raw = output[m + j];
          factor[j][j] =
              full.diagonal() == FullCovariance.Positive.EXP ? Math.exp(raw) : softplus(raw);
        }
        yield ExactGaussian.of(mean, variances, factor);
      }
      case Householder.Spec householder -> {
        double[][] factor = new double[m][m]; // H diag σ, column by column
        for (int k = 0; k < m; k++) {
          double[] column = new double[m];
          column[k] = Math.exp(output[m + k]);
          reflect(output, householder.reflections(), column);
          for (int j = 0; j < m; j++) {
            factor[j][k] = column[j];
          }
        }
        reflect(output, householder.reflections(), mean);
        yield ExactGaussian.of(mean, variances, factor);
      }
      default -> throw new IllegalArgumentException("not a family of this study: " + family);
    };
  }

  /** v ← H v; the vectors of the reflections stand behind 2m numbers of the output. */
  private static void reflect(double[] output, int reflections, double[] v) {
    int m = v.length;
    for (int r = 0; r < reflections; r++) {
      int at = (2 + r) * m;
      double squares = 0;
      double product = 0;
      for (int j = 0; j < m; j++) {
        squares += output[at + j] * output[at + j];
        product += output[at + j] * v[j];
      }
      for (int j = 0; j < m && squares > 0; j++) {
        v[j] -= 2 * product / squares * output[at + j];
      }
    }
  }

  private static void squaredExponentials(double[] output, int m, double[] variances) {
    for (int j = 0; j < m; j++) {
      variances[j] = Math.exp(2 * output[m + j]);
    }
  }

  /**
   * Means over examples, in nats.
   *
   * @param evidence \(\log p(x)\) of the run's own W, b and σ
   * @param divergence \(\mathrm{KL}(q \,\|\, p(z \mid x))\), what is between the two
   */
  public record Means(double evidence, double elbo, double divergence) {}

  /**
   * The three means over the rows.
   *
   * @param rows [N, d]
   */
  public Means means(double[][] rows) {
    double evidence = 0;
    double elbo = 0;
    double divergence = 0;
    for (double[] x : rows) {
      ExactGaussian q = posterior(x);
      evidence += model.evidence(x);
      elbo += model.elbo(x, q);
      divergence += model.divergence(x, q);
    }
    return new Means(evidence / rows.length, elbo / rows.length, divergence / rows.length);
  }
}
