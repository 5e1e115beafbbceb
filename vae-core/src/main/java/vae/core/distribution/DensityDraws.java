package vae.core.distribution;

import vae.autodiff.tape.Tensor;

/**
 * Draws of a density that is known everywhere: it is computed where it is asked for.
 *
 * @param z [S, *B, *E]
 */
record DensityDraws(HasDensity q, Tensor z) implements Draws {

  @Override
  public Tensor logProb() {
    return q.logProb(z);
  }

  @Override
  public Draws stopGradient() {
    if (q instanceof Posterior posterior && posterior.stopGradient() instanceof HasDensity held) {
      return held == q ? this : new DensityDraws(held, z);
    }
    throw new MisfitException(
        "needs a density whose parameters can be held, and %s has none"
            .formatted(q.getClass().getSimpleName()),
        "Take an estimator that differentiates the whole log weight, such as \"iwae\".");
  }

  @Override
  public Draws detached() {
    Tensor held = z.detach();
    return held == z ? this : new DensityDraws(q, held);
  }
}
