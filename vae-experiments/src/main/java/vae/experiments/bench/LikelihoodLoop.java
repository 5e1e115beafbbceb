package vae.experiments.bench;

import vae.autodiff.array.DType;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Examples;
import vae.data.transform.NoBinarization;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.training.Model;
import vae.experiments.training.RandomStreams;

/** Evaluations of the log-likelihood by importance sampling, as after every run. */
final class LikelihoodLoop implements Running {

  private final HeldOutEvaluator heldOut;
  private final int samples;

  LikelihoodLoop(Model model, Examples examples, int samples, KernelSet kernels) {
    heldOut =
        new HeldOutEvaluator(
            model, examples, new NoBinarization(), new RandomStreams(1), DType.F32, kernels);
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
