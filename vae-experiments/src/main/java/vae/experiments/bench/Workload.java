package vae.experiments.bench;

import java.util.List;
import java.util.Locale;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.core.model.LikelihoodModel;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.experiments.training.AdamRule;
import vae.experiments.training.Model;
import vae.models.decoder.MlpDecoder;
import vae.models.encoder.MlpEncoder;
import vae.models.estimator.Elbo;
import vae.models.likelihood.BernoulliLikelihood;
import vae.models.likelihood.FixedNoise;
import vae.models.likelihood.GaussianLikelihood;
import vae.models.posterior.Diagonal;
import vae.models.prior.StandardNormal;

/** A training step whose speed is measured: fixed shapes, made-up sparse binary data. */
public enum Workload {
  /** 784-400-20-400-784, relu, Bernoulli, ELBO with one draw, batch 128. */
  MLP,
  /** The same with Gaussian observations, σ = 0.1. */
  GAUSS;

  private static final int DATA = 784;
  private static final int HIDDEN = 400;
  private static final int LATENT = 20;
  private static final int BATCH = 128;
  private static final int BATCHES = 20;
  private static final float INK = 0.13f;
  private static final Key KEY = Key.of(1);

  /** The name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Examples a step. */
  public int batchSize() {
    return BATCH;
  }

  /** A fresh model. */
  Model model() {
    Parameters parameters = Parameters.of(DType.F32, KEY.fold("model"));
    Initialization start = Initialization.FAN_IN_UNIFORM;
    Diagonal family = new Diagonal(LATENT);
    MultilayerPerceptron encoder =
        MultilayerPerceptron.create(
            parameters.scope("encoder"),
            DATA,
            List.of(HIDDEN),
            family.parameterCount(),
            Activation.RELU,
            start);
    MultilayerPerceptron decoder =
        MultilayerPerceptron.create(
            parameters.scope("decoder"), LATENT, List.of(HIDDEN), DATA, Activation.RELU, start);
    LikelihoodModel likelihood =
        this == MLP ? new BernoulliLikelihood() : new GaussianLikelihood(new FixedNoise(0.1));
    return new Model(
        new StandardNormal(LATENT),
        new MlpEncoder(encoder, family),
        new MlpDecoder(decoder),
        likelihood,
        new Elbo(new Elbo.Spec(1)),
        AdamRule.constant(1e-3),
        parameters);
  }

  /** The minibatches, [128, 784] each: 13 % ones. */
  List<NdArray> batches() {
    NdArray[] batches = new NdArray[BATCHES];
    for (int b = 0; b < BATCHES; b++) {
      float[] x = new float[BATCH * DATA];
      Noise.uniform(KEY.fold("data"), b, 0, x, 0, x.length, new int[4]);
      for (int i = 0; i < x.length; i++) {
        x[i] = x[i] < INK ? 1 : 0;
      }
      batches[b] = NdArray.of(Shape.of(BATCH, DATA), x);
    }
    return List.of(batches);
  }

  /**
   * Multiplications and additions of the matrix products of one step: three products a layer
   * (forward, gradient by weights, gradient by inputs), two for the first.
   */
  double flops() {
    double first = (double) DATA * HIDDEN;
    double others =
        (double) HIDDEN * 2 * LATENT + (double) LATENT * HIDDEN + (double) HIDDEN * DATA;
    return 2.0 * BATCH * (2 * first + 3 * others);
  }
}
