package vae.experiments.evaluation.likelihood;

import vae.core.spec.Require;
import vae.experiments.evaluation.Evaluator;

/**
 * How chains are annealed: what {@link AnnealedPath} follows.
 *
 * @param start q₀
 * @param rise of the temperatures
 * @param temperatures T, from 2 to 100000
 * @param chains C of each example, from 1 to 1000
 * @param leapfrogSteps L of a transition, from 1 to 1000
 */
record Annealing(Start start, Temperatures rise, int temperatures, int chains, int leapfrogSteps) {

  /** Rows of the decoder in one pass. */
  static final int ROWS = 1600;

  /** Examples in a chunk, whatever the number of chains: their step sizes are held at once. */
  private static final int MAX_CHUNK = 100;

  /** Values of x in one pass: a decoder holds many times as many. */
  private static final int MAX_ELEMENTS = 1 << 22;

  private static final int MAX_TEMPERATURES = 100_000;
  private static final int MAX_CHAINS = 1000;
  private static final int MAX_STEPS = 1000;

  /** Checks the domains. */
  Annealing {
    Require.between("temperatures", temperatures, 2, MAX_TEMPERATURES);
    Require.between("chains", chains, 1, MAX_CHAINS);
    Require.between("leapfrogSteps", leapfrogSteps, 1, MAX_STEPS);
  }

  /** As much of it as the evaluator affords. */
  Annealing affordable(Evaluator on) {
    return new Annealing(
        start,
        rise,
        on.affordable(temperatures),
        on.affordable(chains),
        on.affordable(leapfrogSteps));
  }

  /**
   * Examples in a chunk, ≥ 1: their chains have at most {@value #ROWS} rows, and fewer where each
   * is large. Values do not depend on it.
   *
   * @param dimension d
   */
  int chunk(int dimension) {
    int rows = Math.min(ROWS, MAX_ELEMENTS / dimension);
    return Math.clamp(rows / chains, 1, MAX_CHUNK);
  }
}
