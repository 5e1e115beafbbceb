package vae.experiments.quantity;

import vae.core.model.Quantity;
import vae.core.model.Quantity.Better;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;

/**
 * The quantities behind the three views of log p(x): metrics measure them, and the likelihood panel
 * reads them from files. They are details, as one of them alone is no result.
 */
public final class LikelihoodQuantities {

  /** The mean over examples of log p̂(x) by importance sampling: a lower bound in expectation. */
  public static final Quantity SAMPLED = nats("is-log-p", "log p(x), importance sampling");

  /** By how much finite K lowers it, to first order. */
  public static final Quantity SAMPLED_BIAS = bias("is-bias", "bias of importance sampling");

  /** K. */
  public static final Quantity SAMPLED_SAMPLES = number("is-samples", "importance samples");

  public static final Quantity SAMPLED_EXAMPLES = number("is-examples", "examples sampled");

  public static final Quantity SAMPLED_EFFECTIVE =
      number("is-effective-samples", "effective importance samples");

  public static final Quantity SAMPLED_SHAPE = number("is-pareto-k", "Pareto k");

  public static final Quantity SAMPLED_HEAVY = number("is-pareto-k-high", "share of high Pareto k");

  /** −log₂ p(x) / d of discrete data, by importance sampling. */
  public static final Quantity SAMPLED_BITS =
      number("is-bits-per-dimension", "bits/dim, importance sampling");

  /** The mean over examples of log p̂(x) by annealing: a lower bound in expectation. */
  public static final Quantity ANNEALED = nats("ais-log-p", "log p(x), AIS");

  /** By how much few chains lower it, to first order. */
  public static final Quantity ANNEALED_BIAS = bias("ais-bias", "bias of AIS");

  public static final Quantity ANNEALED_TEMPERATURES =
      number("ais-temperatures", "temperatures of AIS");

  public static final Quantity ANNEALED_CHAINS = number("ais-chains", "chains of AIS");

  public static final Quantity ANNEALED_EXAMPLES = number("ais-examples", "examples annealed");

  public static final Quantity ANNEALED_EFFECTIVE =
      number("ais-effective-chains", "effective chains of AIS");

  public static final Quantity ANNEALED_ACCEPTANCE = number("ais-acceptance", "acceptance of AIS");

  /** −log₂ p(x) / d of discrete data, by annealing. */
  public static final Quantity ANNEALED_BITS = number("ais-bits-per-dimension", "bits/dim, AIS");

  /** Upper less lower bound on simulated examples. */
  public static final Quantity GAP = bias("bdmc-gap", "BDMC gap");

  public static final Quantity GAP_LOWER = nats("bdmc-lower", "BDMC lower bound");

  public static final Quantity GAP_UPPER =
      new Quantity("bdmc-upper", "BDMC upper bound", Unit.NATS, Better.NEITHER, Shown.DETAILS);

  public static final Quantity GAP_EXAMPLES = number("bdmc-examples", "examples simulated");

  public static final Quantity GAP_TEMPERATURES =
      number("bdmc-temperatures", "temperatures of BDMC");

  public static final Quantity GAP_ACCEPTANCE = number("bdmc-acceptance", "acceptance of BDMC");

  private LikelihoodQuantities() {}

  private static Quantity nats(String name, String title) {
    return new Quantity(name, title, Unit.NATS, Better.LARGER, Shown.DETAILS);
  }

  private static Quantity bias(String name, String title) {
    return new Quantity(name, title, Unit.NATS, Better.SMALLER, Shown.DETAILS);
  }

  private static Quantity number(String name, String title) {
    return new Quantity(name, title, Unit.NUMBER, Better.NEITHER, Shown.DETAILS);
  }
}
