package vae.core.model;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.Draws;
import vae.core.distribution.Posterior;

/** Estimators that the contract is tried on. */
final class ToyEstimators {

  private ToyEstimators() {}

  private static final Claim LOWER =
      new Claim(Quantity.bound("toy", "toy"), "toy", Claim.Direction.LOWER, "none", true);

  /** The formula of an estimator whose claim is known. */
  @FunctionalInterface
  interface Formula {
    Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key);
  }

  static Estimator of(Claim claim, Formula formula) {
    return new Estimator() {
      @Override
      public Claim claim() {
        return claim;
      }

      @Override
      public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
        return formula.estimate(p, encoder, x, key);
      }
    };
  }

  /** Log weights log p(x, z) − log q(z|x), [K, B]. */
  static Tensor logWeights(GenerativeModel p, Posterior q, Tensor x, int samples, Key key) {
    return p.logWeights(x, q.draw(samples, key));
  }

  /** The mean of two log weights. */
  static Estimator meanLogWeight() {
    return of(
        LOWER,
        (p, encoder, x, key) ->
            Estimate.ofBound(
                logWeights(p, encoder.encode(x), x, 2, key).mean(Distribution.SAMPLE)));
  }

  /** The evidence itself, estimated without bias by three weights. */
  static Estimator importance() {
    return of(
        new Claim(
            Quantity.bound("toy", "toy"), "importance", Claim.Direction.UNBIASED, "none", true),
        (p, encoder, x, key) ->
            Estimate.ofBound(
                logWeights(p, encoder.encode(x), x, 3, key).logMeanExp(Distribution.SAMPLE)));
  }

  /** The mean of two log weights, trained along the path through z alone. */
  static Estimator stickingTheLanding() {
    return of(
        LOWER,
        (p, encoder, x, key) -> {
          Draws draws = encoder.encode(x).draw(2, key);
          Tensor path = p.logWeights(x, draws.stopGradient()).mean(Distribution.SAMPLE);
          return Estimate.ofBound(p.logWeights(x, draws).mean(Distribution.SAMPLE))
              .trainedOn(new Surrogate(path));
        });
  }
}
