package vae.experiments.evaluation.code;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.distribution.MisfitException;
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
   * @param metric named where the prior does not fit
   * @throws MisfitException where the prior is another one for each example
   */
  static DrawnCodes of(Evaluator on, int draw, String metric) {
    int n = on.size();
    DrawnCodes codes = new DrawnCodes(new double[n][], new double[n], new double[n]);
    on.forEachChunk(
        draw,
        (model, noise, from) -> {
          Draws draws = model.posterior().draw(1, noise); // [1, B, m]
          Tensor logQ = draws.logProb(); // [1, B]
          Tensor logPrior = one(model.generative().prior(), metric).logProb(draws.z());
          double[][] z = draws.z().toArray().toRows();
          for (int i = 0; i < z.length; i++) {
            codes.z[from + i] = z[i];
            codes.logPosterior[from + i] = logQ.get(i);
            codes.logPrior[from + i] = logPrior.get(i);
          }
        });
    return codes;
  }

  /**
   * The prior itself, where all examples share it: the mixture of their codes is compared with one.
   */
  static HasDensity one(HasDensity prior, String metric) {
    if (prior.batchShape().rank() > 0) {
      throw new MisfitException(
          metric + " needs one prior for all examples, and this one takes their condition",
          "Take a prior without a condition, or leave the metric out.");
    }
    return prior;
  }
}
