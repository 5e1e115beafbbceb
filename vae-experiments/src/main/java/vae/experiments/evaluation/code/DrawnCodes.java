package vae.experiments.evaluation.code;

import java.util.Arrays;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.experiments.evaluation.Evaluator;

/**
 * One draw of z for each example, with its log densities in nats.
 *
 * @param z [N][m]
 * @param logPosterior \(\log q(z_n \mid x_n)\), [N]
 * @param logPrior \(\log \pi(z_n)\), [N]
 */
record DrawnCodes(double[][] z, double[] logPosterior, double[] logPrior) {

  /**
   * Draws them.
   *
   * @param draw its number
   */
  static DrawnCodes of(Evaluator on, int draw) {
    int n = on.size();
    DrawnCodes codes = new DrawnCodes(new double[n][], new double[n], new double[n]);
    on.forEachChunk(
        draw,
        (model, noise, from) -> {
          Draws draws = model.posterior().draw(1, noise); // [1, B, m]
          Tensor logQ = draws.logProb(); // [1, B]
          Tensor logPrior = model.generative().prior().logProb(draws.z());
          double[] flat = draws.z().toArray().toDoubles();
          int count = logQ.shape().extent(-1);
          int m = flat.length / count;
          for (int i = 0; i < count; i++) {
            codes.z[from + i] = Arrays.copyOfRange(flat, i * m, (i + 1) * m);
            codes.logPosterior[from + i] = logQ.get(i);
            codes.logPrior[from + i] = logPrior.get(i);
          }
        });
    return codes;
  }
}
