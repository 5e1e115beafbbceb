package vae.experiments.evaluation.code;

import java.util.List;
import vae.core.model.Quantity;
import vae.core.model.Quantity.Better;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;
import vae.core.spec.Describe;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Metric;

/**
 * How the rate divides: the information that z holds about x, and the divergence of the codes of
 * all examples from the prior.
 *
 * <p>\[ \frac1N \sum_n \mathrm{KL}(q(z \mid x_n) \,\|\, \pi) = I_q(x; z) + \mathrm{KL}(q(z) \,\|\,
 * \pi), \qquad q(z) = \frac1N \sum_{n=1}^N q(z \mid x_n) \]
 *
 * <p>q(z) is the mixture over all N examples of the part, and both terms are means over one draw of
 * z for each example, \(\log q(z_n \mid x_n) - \log q(z_n)\) and \(\log q(z_n) - \log \pi(z_n)\).
 * At most log N: near it both are artefacts of N. Costs N² densities, so that it is for the end of
 * a training; needs a posterior whose density is known at every z.
 *
 * <p>Source: Hoffman and Johnson (2016), section 2.
 */
public final class MutualInformation implements Metric {

  /** No choices. */
  @Describe(
      value = "Information of z about x under q, and the divergence of all codes from the prior.",
      source = "Hoffman and Johnson (2016)")
  public record Spec() implements Metric.Spec {}

  /** \(I_q(x; z)\). */
  public static final Quantity INFORMATION =
      new Quantity(
          "mutual-information", "mutual information", Unit.NATS, Better.NEITHER, Shown.SUMMARY);

  /** \(\mathrm{KL}(q(z) \,\|\, \pi)\). */
  public static final Quantity AGGREGATE =
      new Quantity("aggregate-kl", "aggregate KL", Unit.NATS, Better.NEITHER, Shown.SUMMARY);

  @Override
  public List<Quantity> quantities() {
    return List.of(INFORMATION, AGGREGATE);
  }

  @Override
  public boolean everyEpoch() {
    return false;
  }

  @Override
  public void measure(Evaluator on, Measurements out) {
    int n = on.size();
    DrawnCodes codes = DrawnCodes.of(on, 0, "mutual-information");
    double[] mixture = AggregatePosterior.logDensity(on, codes.z(), "mutual-information");
    double[] information = new double[n];
    double[] aggregate = new double[n];
    for (int i = 0; i < n; i++) {
      information[i] = codes.logPosterior()[i] - mixture[i];
      aggregate[i] = mixture[i] - codes.logPrior()[i];
    }
    out.put(INFORMATION, Measured.ofMean(information));
    out.put(AGGREGATE, Measured.ofMean(aggregate));
    out.putEach(INFORMATION, information);
    out.putEach(AGGREGATE, aggregate);
  }
}
