package vae.experiments.evaluation.likelihood;

import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.experiments.evaluation.FrozenModel;
import vae.experiments.training.ModelOnBatch;

/**
 * C Markov chains for each of a chunk's B examples, moved together by Hamiltonian Monte Carlo.
 *
 * <p>A transition at β leaves \(f_\beta(z) = q_0(z)^{1-\beta} p(x, z)^\beta\) invariant: momentum
 * from N(0, I), L leapfrog steps of the example's own size, accepted with probability \(\min(1,
 * e^{-\Delta H})\). Values and both gradients of where a chain stands are kept, so that L steps
 * cost L passes of the model over all C · B rows. Source: Neal (2011), section 5.2.
 */
final class Chains {

  private final FrozenModel frozen;
  private final Start start;
  private final Acceptance rule;
  private final int chains;
  private final int examples;
  private final int m;
  private final Parameter variable;

  /** z, and the terms of log f with their gradients there; replaced as a whole by a move. */
  private Place at;

  /** Whether a move is accepted. */
  @FunctionalInterface
  interface Acceptance {

    /** Metropolis: with probability min(1, e^−ΔH), never where it is not a number. */
    Acceptance METROPOLIS = (probability, uniform) -> uniform < probability;

    /**
     * @param probability min(1, e^−ΔH), 0 where ΔH is not a number
     * @param uniform in [0, 1)
     */
    boolean accepts(double probability, double uniform);
  }

  /**
   * Where all chains stand.
   *
   * @param z [C, B, m]
   * @param logStart [C, B]
   * @param logRatio [C, B]
   * @param startGradient of logStart by z, [C, B, m]
   * @param ratioGradient of logRatio by z, [C, B, m]
   */
  private record Place(
      double[] z,
      double[] logStart,
      double[] logRatio,
      double[] startGradient,
      double[] ratioGradient) {

    double logDensity(int chain, double beta) {
      return logStart[chain] + beta * logRatio[chain];
    }

    double slope(int i, double beta) {
      return startGradient[i] + beta * ratioGradient[i];
    }

    /** Takes a chain's share of another place. */
    void take(int chain, int m, Place from) {
      logStart[chain] = from.logStart[chain];
      logRatio[chain] = from.logRatio[chain];
      System.arraycopy(from.z, chain * m, z, chain * m, m);
      System.arraycopy(from.startGradient, chain * m, startGradient, chain * m, m);
      System.arraycopy(from.ratioGradient, chain * m, ratioGradient, chain * m, m);
    }
  }

  /**
   * @param z where the chains begin, [C, B, m]; not copied
   */
  Chains(FrozenModel frozen, Start start, Acceptance rule, double[] z, int chains) {
    this.frozen = frozen;
    this.start = start;
    this.rule = rule;
    this.chains = chains;
    examples = frozen.size();
    m = z.length / (chains * examples);
    variable = new Parameter("z", NdArray.zeros(frozen.type(), Shape.of(chains, examples, m)));
    at = evaluated(z);
  }

  /** log p(x, z) − log q₀(z) of each chain, [C, B]; not copied. */
  double[] logRatio() {
    return at.logRatio;
  }

  /** One forward and one backward pass of the decoder over all rows. */
  private Place evaluated(double[] z) {
    for (int i = 0; i < z.length; i++) {
      variable.value().set(i, z[i]);
    }
    ModelOnBatch on = frozen.begin();
    Start.Terms terms = start.at(on, frozen.vary(variable));
    frozen.backward(terms.logRatio().sum());
    double[] ratioGradient = gradient();
    frozen.backward(terms.logStart().sum());
    return new Place(
        z,
        terms.logStart().toArray().toDoubles(),
        terms.logRatio().toArray().toDoubles(),
        gradient(),
        ratioGradient);
  }

  private double[] gradient() {
    NdArray gradient = frozen.gradient(variable);
    return gradient == null ? new double[variable.shape().size()] : gradient.toDoubles();
  }

  /**
   * One transition of every chain.
   *
   * @param beta from 0 to 1
   * @param steps L ≥ 1
   * @param size ε of each example, [B]
   * @param key of this temperature, whose rows identify the examples
   * @return the mean over chains of the probability of acceptance, [B]
   */
  double[] move(double beta, int steps, double[] size, Key key) {
    double[] momentum = frozen.normal(key.fold("momentum"), variable.shape()).toDoubles();
    double[] before = kinetic(momentum);
    Place proposed = at;
    push(momentum, proposed, beta, size, 0.5);
    for (int step = 1; step <= steps; step++) {
      double[] z = new double[momentum.length];
      for (int i = 0; i < z.length; i++) {
        z[i] = proposed.z[i] + size[i / m % examples] * momentum[i];
      }
      proposed = evaluated(z);
      push(momentum, proposed, beta, size, step < steps ? 1 : 0.5);
    }
    double[] after = kinetic(momentum);
    double[] uniform =
        frozen.uniform(key.fold("acceptance"), Shape.of(chains, examples, 1)).toDoubles();
    double[] acceptance = new double[examples];
    for (int chain = 0; chain < before.length; chain++) {
      double gain =
          proposed.logDensity(chain, beta)
              - after[chain]
              - (at.logDensity(chain, beta) - before[chain]);
      double probability = Double.isNaN(gain) ? 0 : StrictMath.exp(Math.min(0, gain));
      acceptance[chain % examples] += probability / chains;
      if (!rule.accepts(probability, uniform[chain])) {
        proposed.take(chain, m, at);
      }
    }
    at = proposed;
    return acceptance;
  }

  /** Adds a share of ε ∇ log f to the momentum. */
  private void push(double[] momentum, Place place, double beta, double[] size, double share) {
    for (int i = 0; i < momentum.length; i++) {
      momentum[i] += share * size[i / m % examples] * place.slope(i, beta);
    }
  }

  /** ½‖momentum‖² of each chain, [C, B]. */
  private double[] kinetic(double[] momentum) {
    double[] energy = new double[chains * examples];
    for (int i = 0; i < momentum.length; i++) {
      energy[i / m] += 0.5 * momentum[i] * momentum[i];
    }
    return energy;
  }
}
