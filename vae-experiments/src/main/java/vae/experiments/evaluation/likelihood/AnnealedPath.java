package vae.experiments.evaluation.likelihood;

import java.util.Arrays;
import vae.autodiff.random.Key;
import vae.experiments.evaluation.FrozenModel;

/**
 * Annealed importance sampling on a chunk of examples: chains that walk from q₀ to p(z | x) through
 * T temperatures, and the same way back.
 *
 * <p>\[ \log w = \sum_{t=1}^T (\beta_t - \beta_{t-1}) \bigl(\log p(x, z_{t-1}) - \log
 * q_0(z_{t-1})\bigr) \]
 *
 * <p>z₀ is drawn from q₀, and z_t from z_{t−1} by a transition that leaves \(q_0^{1-\beta_t} p(x,
 * \cdot)^{\beta_t}\) invariant: then E w = p(x) exactly. Backwards from an exact draw of p(z | x),
 * E 1/w = 1/p(x). Step sizes, one for each temperature and example, are tuned in a first round with
 * noise of its own and are constants afterwards: to adapt them in the round that estimates would
 * bias it.
 *
 * <p>Source: Neal (2001); Wu, Burda, Salakhutdinov and Grosse (2017), sections 2 and 3.
 */
final class AnnealedPath {

  /** Chains of an example that tune its step sizes. */
  private static final int TUNING_CHAINS = 4;

  /** Transitions at the first temperature, before tuning follows the path. */
  private static final int FIRST_MOVES = 20;

  /** Where a step of Hamiltonian Monte Carlo costs least: Neal (2011), section 5.4.4. */
  private static final double BEST_ACCEPTANCE = 0.65;

  /** How fast log ε follows the acceptance. */
  private static final double GAIN = 0.5;

  private static final double FIRST_SIZE = 0.5;

  private final Annealing how;
  private final FrozenModel frozen;
  private final Chains.Acceptance rule;
  private final Key noise;
  private final double[] beta;
  private final double[][] sizes;
  private double accepted;
  private int moves;

  /**
   * Tunes the step sizes.
   *
   * @param noise whose rows identify the examples
   */
  AnnealedPath(Annealing how, FrozenModel frozen, Chains.Acceptance rule, Key noise) {
    this.how = how;
    this.frozen = frozen;
    this.rule = rule;
    this.noise = noise;
    beta = how.rise().of(how.temperatures());
    sizes = tuned(noise.fold("tuning"));
  }

  /** ε of each temperature and example, [T][B]. */
  private double[][] tuned(Key key) {
    int few = Math.min(TUNING_CHAINS, how.chains());
    Chains chains = started(few, key);
    double[] size = new double[frozen.size()];
    Arrays.fill(size, FIRST_SIZE);
    for (int move = 0; move < FIRST_MOVES; move++) {
      follow(size, chains.move(beta[1], how.leapfrogSteps(), size, key.fold(-move - 1)));
    }
    double[][] all = new double[beta.length - 1][];
    for (int t = 1; t < all.length; t++) {
      follow(size, chains.move(beta[t], how.leapfrogSteps(), size, key.fold(t)));
      all[t] = size.clone();
    }
    return all;
  }

  private static void follow(double[] size, double[] acceptance) {
    for (int b = 0; b < size.length; b++) {
      size[b] *= StrictMath.exp(GAIN * (acceptance[b] - BEST_ACCEPTANCE));
    }
  }

  private Chains started(int chains, Key key) {
    double[] z = how.start().draw(frozen.begin(), chains, frozen.size(), key.fold("start"));
    return new Chains(frozen, how.start(), rule, z, chains);
  }

  /** log w of every chain, [C, B]. */
  double[] forward() {
    Key key = noise.fold("forward");
    Chains chains = started(how.chains(), key);
    double[] logWeights = new double[how.chains() * frozen.size()];
    for (int t = 1; t < beta.length; t++) {
      add(beta[t] - beta[t - 1], chains.logRatio(), logWeights);
      if (t < beta.length - 1) {
        move(chains, t, key);
      }
    }
    return logWeights;
  }

  /**
   * log w of every chain on the way back, [C, B].
   *
   * @param z an exact draw of p(z | x) for each example, [B, m]
   */
  double[] backward(double[] z) {
    Key key = noise.fold("backward");
    double[] repeated = new double[how.chains() * z.length];
    for (int c = 0; c < how.chains(); c++) {
      System.arraycopy(z, 0, repeated, c * z.length, z.length);
    }
    Chains chains = new Chains(frozen, how.start(), rule, repeated, how.chains());
    double[] logWeights = new double[how.chains() * frozen.size()];
    for (int t = beta.length - 1; t >= 1; t--) {
      add(beta[t] - beta[t - 1], chains.logRatio(), logWeights);
      if (t > 1) {
        move(chains, t - 1, key);
      }
    }
    return logWeights;
  }

  private static void add(double share, double[] logRatio, double[] logWeights) {
    for (int chain = 0; chain < logWeights.length; chain++) {
      logWeights[chain] += share * logRatio[chain];
    }
  }

  private void move(Chains chains, int t, Key key) {
    double[] now = chains.move(beta[t], how.leapfrogSteps(), sizes[t], key.fold(t));
    accepted += Arrays.stream(now).sum();
    moves++;
  }

  /** The share of transitions that were accepted, those of the first round left out. */
  double acceptance() {
    return accepted / moves / frozen.size();
  }
}
