package vae.experiments.evaluation;

import java.util.Optional;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
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
import vae.experiments.training.AdamRule;
import vae.experiments.training.Model;
import vae.experiments.training.Streams;
import vae.models.estimator.Elbo;
import vae.models.prior.StandardNormal;

/** Models in double precision whose every number is known, and their data. */
final class HandMade {

  /** Standard deviation of the observations. */
  static final double SIGMA = 0.5;

  private static final double[] WEIGHTS = {1.2, -0.7, 0.4};

  private HandMade() {}

  /** Examples that are the given rows. */
  static Examples examples(float[][] rows) {
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
  static double decoded(int j, double z) {
    return StrictMath.tanh(WEIGHTS[j] * z);
  }

  /** A model of three coordinates with one latent coordinate; its decoder is {@link #decoded}. */
  static Model curve(Encoder encoder, int samples) {
    Decoder decoder = z -> z.multiply(z.tape().constant(Shape.of(3), WEIGHTS)).tanh();
    return new Model(
        new StandardNormal(1),
        encoder,
        decoder,
        f -> new IsotropicGaussian(f, f.tape().scalar(StrictMath.log(SIGMA))),
        new Elbo(new Elbo.Spec(samples)),
        AdamRule.constant(0.001),
        Parameters.of(DType.F64, Key.of(0)));
  }

  /** The posterior N(x_0, deviation²) of one latent coordinate. */
  static Encoder fromFirst(double deviation) {
    return x -> {
      var mean = x.slice(1, 0, 1);
      return new DiagonalGaussian(mean, mean.tape().full(mean.shape(), StrictMath.log(deviation)));
    };
  }

  /** What evaluates it under the seed. */
  static HeldOut heldOut(Model model, Examples examples, long seed, KernelSet kernels) {
    return new HeldOut(
        model, examples, new NoBinarization(), new Streams(seed), DType.F64, kernels);
  }
}
