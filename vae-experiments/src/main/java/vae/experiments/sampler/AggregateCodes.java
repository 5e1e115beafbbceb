package vae.experiments.sampler;

import java.util.stream.IntStream;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.core.model.Batch;
import vae.experiments.training.BatchSource;
import vae.experiments.training.Model;

/**
 * Codes of examples: draws of the aggregate posterior.
 *
 * <p>\[ z_{sn} \sim q(z \mid x_n) \]
 *
 * <p>They are draws and not posterior means: the decoder was trained on draws, and means scatter
 * less. Each example has its own noise, whatever the size of batches. In a conditional model the
 * codes are of all conditions that the examples have; encode those of one condition to sample it.
 */
public final class AggregateCodes {

  /** Examples that are encoded at once. */
  private static final int CHUNK = 250;

  private AggregateCodes() {}

  /**
   * Encodes all examples of a source.
   *
   * @param draws S ≥ 1 codes for each example
   * @param key of the posterior's noise and of the binarization
   * @return [S N, m] in the order of the examples, the first draw of all of them first
   * @throws vae.core.spec.SpecException where the codes do not fit the heap
   */
  public static NdArray of(Model model, BatchSource source, int draws, Key key, KernelSet kernels) {
    int n = source.examples().size();
    int[] order = IntStream.range(0, n).toArray();
    double[][] codes = new double[1][];
    int[] m = new int[1];
    try (Tape tape = Tape.of(kernels, model.parameters().type())) {
      tape.differentiate(false);
      for (int from = 0; from < n; from += CHUNK) {
        int count = Math.min(CHUNK, n - from);
        tape.reset();
        Batch batch = source.gather(order, from, count, key.fold("binarization"));
        Key noise = key.fold("codes").rows(batch.identities());
        var posterior = model.on(tape, batch).posterior();
        for (int s = 0; s < draws; s++) {
          NdArray z = posterior.draw(1, noise.fold(s)).z().toArray(); // [1, B, m]
          if (codes[0] == null) {
            m[0] = z.shape().extent(2);
            DrawSize.require("draws", (long) draws * n, m[0]);
            codes[0] = new double[draws * n * m[0]];
          }
          double[] values = z.toDoubles();
          System.arraycopy(values, 0, codes[0], (s * n + from) * m[0], values.length);
        }
      }
    }
    NdArray all = NdArray.zeros(model.parameters().type(), Shape.of(draws * n, m[0]));
    for (int i = 0; i < codes[0].length; i++) {
      all.set(i, codes[0][i]);
    }
    return all;
  }
}
