package vae.experiments.evaluation;

import java.util.List;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.model.Quantity;
import vae.core.model.Quantity.Better;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;
import vae.core.spec.Describe;

/**
 * The root mean squared error of a dimension of x, reconstructed from a draw of its posterior.
 *
 * <p>\[ \mathrm{RMSE} = \Bigl( \frac1{N d} \sum_{n=1}^N \mathbb E_{q(z \mid x_n)} \lVert x_n -
 * \mathbb E[x \mid z] \rVert^2 \Bigr)^{1/2} \]
 *
 * <p>Where values are missing, the mean is over those that are known. In the unit of the data, so
 * that it compares models of one data set whatever their likelihoods; it says nothing of the rate
 * that it was bought with. The expectation is of R draws; the error of the root is that of the
 * mean, divided by 2 RMSE.
 *
 * <p>Source: Hoffman and Johnson (2016), section 2, for the term; Rybkin, Daniilidis and Levine
 * (2021), section 3, for its size as the optimal σ of a Gaussian likelihood.
 */
public final class ReconstructionError implements Metric {

  @Describe(
      value = "Root mean squared error per dimension, reconstructed from draws of the posterior.",
      source = "Rybkin, Daniilidis and Levine (2021), section 3")
  public record Spec() implements Metric.Spec {}

  /** The root of the mean over examples, dimensions and draws. */
  public static final Quantity RMSE =
      new Quantity("rmse", "RMSE", Unit.DATA, Better.SMALLER, Shown.SUMMARY);

  @Override
  public List<Quantity> quantities() {
    return List.of(RMSE);
  }

  @Override
  public boolean everyEpoch() {
    return true;
  }

  @Override
  public void measure(Evaluator on, Measurements out) {
    Moments squares = new Moments(on.size());
    double[] each = new double[on.size()];
    int d = on.examples().dimension();
    double known = on.knownPerExample();
    for (int draw = 0; draw < on.draws(); draw++) {
      on.forEachChunk(
          draw,
          (model, noise, from) -> {
            Tensor z = model.posterior().draw(1, noise).z(); // [1, B, m]
            Tensor mean = model.generative().likelihood(z).mean(); // [1, B, d]
            Tensor error = model.residual(mean).square().mean(-1).mean(Distribution.SAMPLE); // [B]
            for (int i = 0; i < error.shape().size(); i++) {
              double ofKnown = error.get(i) * d;
              squares.add(from + i, ofKnown / known);
              each[from + i] += ofKnown / on.known(from + i) / on.draws();
            }
          });
    }
    Measured mean = squares.measured(on.draws());
    double rmse = Math.sqrt(mean.value());
    out.put(RMSE, new Measured(rmse, mean.standardError().orElse(Double.NaN) / (2 * rmse)));
    for (int i = 0; i < each.length; i++) {
      each[i] = Math.sqrt(each[i]);
    }
    out.putEach(RMSE, each);
  }
}
