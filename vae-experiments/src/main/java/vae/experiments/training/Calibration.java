package vae.experiments.training;

import java.util.stream.IntStream;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.Batch;
import vae.core.model.LikelihoodModel;

/**
 * Gives the likelihood what it takes from the training set as a whole: the mean squared error of
 * its mean, over the known values.
 *
 * <p>\[ \mathrm{MSE} = \frac1{n d} \sum_{i=1}^n \lVert x_i - \mathbb E[x \mid z_i] \rVert^2, \qquad
 * z_i \sim q(z \mid x_i) \]
 *
 * <p>A function of the parameters and the seed alone: the draw of z and the binarization are the
 * same at every epoch, as for held-out data.
 */
record Calibration(
    Model model, BatchSource source, RandomStreams streams, DType type, KernelSet kernels) {

  private static final int CHUNK = 250;

  /** Measures the error and passes it on, where the likelihood takes anything. */
  void apply() {
    LikelihoodModel likelihood = model.likelihood();
    if (likelihood.calibrates()) {
      likelihood.calibrate(meanSquaredError());
    }
  }

  /** With one draw of z for each example. */
  double meanSquaredError() {
    int n = source.examples().size();
    int[] order = IntStream.range(0, n).toArray();
    double sum = 0;
    try (Tape tape = Tape.of(kernels, type)) {
      tape.differentiate(false);
      for (int from = 0; from < n; from += CHUNK) {
        tape.reset();
        sum += squaredErrors(tape, order, from, Math.min(CHUNK, n - from));
      }
    }
    return sum / source.examples().knownCount();
  }

  private double squaredErrors(Tape tape, int[] order, int from, int count) {
    Batch batch = source.gather(order, from, count, streams.heldOutBinarization());
    Key rows = streams.evaluation().fold(0).rows(batch.identities());
    ModelOnBatch on = model.on(tape, batch);
    Tensor z = on.posterior().draw(1, rows).z();
    Tensor mean = on.generative().likelihood(z).mean();
    double sum = 0;
    for (double error : on.residual(mean).square().sum(-1).toArray().toDoubles()) {
      sum += error;
    }
    return sum;
  }
}
