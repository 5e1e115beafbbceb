package vae.experiments.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.data.source.Dataset;
import vae.data.transform.NoBinarization;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.Resolved;
import vae.experiments.training.BatchSource;

final class GradientVarianceTest {

  private static GradientVariance measure(Resolved experiment, int batchSize, int batches) {
    try (KernelSet kernels = SmallRun.scalar()) {
      Dataset data = SmallRun.data(experiment);
      BatchSource source = new BatchSource(data.train(), new NoBinarization(), DType.F32, kernels);
      return GradientVariance.of(
          SmallRun.model(experiment), source, batchSize, batches, Key.of(4), kernels);
    }
  }

  /** 150 batches: both parts within a fifth of what they should be. */
  @Test
  void thePartOfTheDrawsFallsAsOneOverLAndTheOtherStays() {
    Resolved base = SmallRun.read(SmallRun.GAUSSIAN);
    GradientVariance one = measure(base, 32, 150);
    GradientVariance eight = measure(base.with("estimator.samples", 8), 32, 150);
    assertEquals(8, one.draws() / eight.draws(), 1.6);
    assertEquals(1, one.minibatch() / eight.minibatch(), 0.2);
    assertTrue(one.share() > eight.share());
    assertEquals(one.draws() / (one.draws() + one.minibatch()), one.share(), 1e-15);
  }

  /** Everything in one batch leaves no choice: what remains is rounding of the covariance. */
  @Test
  void aBatchOfAllExamplesHasNoNoiseOfItsOwn() {
    GradientVariance all = measure(SmallRun.read(SmallRun.GAUSSIAN), 200, 60);
    assertTrue(Math.abs(all.minibatch()) < 0.1 * all.draws(), all::toString);
  }

  /** An auto-encoder draws nothing. */
  @Test
  void withoutDrawsThereIsOnlyTheMinibatch() {
    Resolved plain = SmallRun.read(SmallRun.GAUSSIAN).with("estimator.type", "ae");
    GradientVariance none = measure(plain, 32, 20);
    assertEquals(0, none.draws());
    assertTrue(none.minibatch() > 0);
  }
}
