package vae.experiments.training.divergence;

/**
 * What training does where it meets NaN or infinity.
 *
 * @param skips steps in a row whose update may be dropped, ≥ 0
 * @param rollBacks times that the whole training may go back to the start of an epoch, ≥ 0
 * @param rateFactor of the learning rate after each of these, in (0, 1]
 */
public record DivergencePolicy(int skips, int rollBacks, double rateFactor) {

  public static DivergencePolicy fail() {
    return new DivergencePolicy(0, 0, 1);
  }
}
