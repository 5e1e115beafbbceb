package vae.experiments.bench;

import java.util.List;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.optim.Elapsed;
import vae.autodiff.random.Key;
import vae.core.model.Batch;
import vae.core.model.Estimate;
import vae.experiments.training.Model;
import vae.experiments.training.RandomStreams;
import vae.experiments.training.TrainingStep;

/** Steps of training over minibatches that come again in turn. */
final class RepeatedTraining implements Running {

  private final TrainingStep step;
  private final List<NdArray> batches;
  private final Key noise = new RandomStreams(1).training();
  private long done;

  RepeatedTraining(Model model, List<NdArray> batches, KernelSet kernels) {
    this.batches = batches;
    step = new TrainingStep(model, DType.F32, kernels);
  }

  @Override
  public double steps(int count) {
    Estimate estimate = null;
    for (int i = 0; i < count; i++) {
      NdArray batch = batches.get((int) (done % batches.size()));
      estimate =
          step.apply(
              Batch.of(batch),
              noise.fold(done),
              new Elapsed(done, Long.MAX_VALUE, Integer.MAX_VALUE));
      done++;
    }
    return estimate == null
        ? Double.NaN
        : estimate.bound().orElseThrow().perExample().mean().item();
  }

  @Override
  public void close() {
    step.close();
  }
}
