package vae.experiments.bench;

import vae.autodiff.array.DType;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Examples;
import vae.data.transform.NoBinarization;
import vae.experiments.evaluation.HeldOut;
import vae.experiments.training.Model;
import vae.experiments.training.Streams;

/** Evaluations of the log-likelihood by importance sampling, as after every run. */
final class LikelihoodLoop implements Running {

  private final HeldOut heldOut;
  private final int samples;

  LikelihoodLoop(Model model, Examples examples, int samples, KernelSet kernels) {
    heldOut =
        new HeldOut(model, examples, new NoBinarization(), new Streams(1), DType.F32, kernels);
    this.samples = samples;
  }

  @Override
  public double steps(int count) {
    double bound = Double.NaN;
    for (int i = 0; i < count; i++) {
      bound = -heldOut.negativeLogLikelihood(samples).mean().value();
    }
    return bound;
  }

  @Override
  public void close() {
    heldOut.close();
  }
}
