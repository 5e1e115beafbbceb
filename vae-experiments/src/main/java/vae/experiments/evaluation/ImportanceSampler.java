package vae.experiments.evaluation;

import java.util.Arrays;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.core.distribution.Draws;
import vae.core.model.Batch;
import vae.experiments.training.Model;
import vae.experiments.training.ModelOnBatch;

/**
 * Draws importance samples in chunks of at most {@value HeldOutEvaluator#DECODER_ROWS} rows, adding
 * weights up as they come: memory grows with the square root of K alone, for the tails.
 */
public final class ImportanceSampler {

  private ImportanceSampler() {}

  /**
   * Estimates of log p(x) of the examples of a batch.
   *
   * @param tape that differentiates nothing
   * @param key of the samples; the noise of an example depends on its identity
   * @param samples K ≥ 1 of each
   */
  public static ImportanceSampled sample(
      Model model, Tape tape, Batch batch, Key key, int samples) {
    return sample(model, tape, batch::rows, key, batch.size(), samples);
  }

  /**
   * Estimates of the first examples.
   *
   * @param tape that differentiates nothing
   * @param key of the samples; the noise of a chunk depends on where it begins
   * @param limit how many examples
   * @param samples K ≥ 1 of each
   */
  static ImportanceSampled sample(
      Model model, Tape tape, HeldOutEvaluator.Batches batches, Key key, int limit, int samples) {
    ImportanceSampled result = new ImportanceSampled(limit, samples);
    int chunk = Math.min(samples, HeldOutEvaluator.CHUNK_SAMPLES);
    int size = HeldOutEvaluator.DECODER_ROWS / chunk;
    for (int from = 0; from < limit; from += size) {
      int count = Math.min(size, limit - from);
      Batch batch = batches.of(from, count);
      Key rows = key.rows(batch.identities());
      ImportanceWeights[] weights = new ImportanceWeights[count];
      Arrays.setAll(weights, i -> new ImportanceWeights(samples));
      for (int done = 0; done < samples; done += chunk) {
        int now = Math.min(chunk, samples - done);
        tape.reset();
        double[] logWeights = logWeights(model.on(tape, batch), now, rows.fold(done));
        for (int i = 0; i < now * count; i++) {
          weights[i % count].add(logWeights[i]);
        }
      }
      for (int i = 0; i < count; i++) {
        result.set(from + i, weights[i]);
      }
    }
    return result;
  }

  /** log p(x, z) − log q(z | x) of fresh samples, [samples, count]. */
  private static double[] logWeights(ModelOnBatch on, int samples, Key key) {
    Draws draws = on.posterior().draw(samples, key);
    return on.generative().logWeights(on.x(), draws).toArray().toDoubles();
  }
}
