package vae.experiments.study;

import java.util.stream.IntStream;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.HeteroscedasticGaussian;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.Observation;
import vae.core.model.Batch;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.experiments.spec.Resolved;
import vae.experiments.training.BatchSource;
import vae.experiments.training.Model;
import vae.experiments.training.ModelOnBatch;

/**
 * How well a model with Gaussian observations reconstructs test examples, from draws of its
 * posterior.
 *
 * @param deviation σ_dec; the geometric mean over dimensions where each has its own
 * @param isotropic whether all dimensions share it
 * @param rootMeanSquaredError of a pixel, with z drawn from the posterior
 */
record Reconstruction(double deviation, boolean isotropic, double rootMeanSquaredError) {

  private static final int DRAWS = 20;

  /**
   * Measures the test examples, 20 draws of z each.
   *
   * @throws SpecException where the likelihood is not Gaussian
   */
  static Reconstruction of(Resolved experiment, Dataset data, Model model, Lab lab) {
    var kernels = lab.workshop().kernels();
    var type = model.parameters().type();
    BatchSource source = lab.workshop().source(data.test(), experiment, model);
    int n = data.test().size();
    int[] order = IntStream.range(0, n).toArray();
    Key key = Key.of(experiment.spec().seed()).fold("reconstruction");
    try (Tape tape = Tape.of(kernels, type)) {
      tape.differentiate(false);
      Batch batch = source.gather(order, 0, n, key.fold("binarization"));
      ModelOnBatch on = model.on(tape, batch);
      Tensor z = on.posterior().draw(DRAWS, key.rows(batch.identities())).z();
      Observation likelihood = on.generative().likelihood(z);
      double deviation = deviation(likelihood, data.dimension());
      double error = likelihood.mean().subtract(on.x()).square().mean().item();
      boolean isotropic = likelihood instanceof IsotropicGaussian;
      return new Reconstruction(deviation, isotropic, Math.sqrt(error));
    }
  }

  private static double deviation(Observation likelihood, int d) {
    return switch (likelihood) {
      case IsotropicGaussian gaussian -> Math.exp(gaussian.logDeviation().item());
      case HeteroscedasticGaussian gaussian -> {
        double entropy = gaussian.entropy().mean().item(); // d/2 log 2πe + Σ log σ_j
        yield Math.exp(entropy / d - (1 + Math.log(2 * Math.PI)) / 2);
      }
      default -> throw new SpecException("likelihood", "gaussian", "another likelihood", "");
    };
  }
}
