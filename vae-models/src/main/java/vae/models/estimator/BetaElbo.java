package vae.models.estimator;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.distribution.Kl;
import vae.core.distribution.Posterior;
import vae.core.model.Claim;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;
import vae.core.model.Surrogate;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * The ELBO with its rate weighted by β, constant or on a schedule.
 *
 * <p>\[ -\text{distortion}(x) - \beta \, \mathrm{KL}\bigl(q_\phi(z \mid x) \,\|\, \pi\bigr) \]
 *
 * <p>β &gt; 1 presses the code, β &lt; 1 relaxes it; a schedule from 0 keeps units alive early on.
 * Only for β = 1 is the surrogate a bound, so the ELBO is what is reported, at every β.
 *
 * <p>Source: Higgins et al. (2017), eq. 4; schedules: Bowman et al. (2016) and Fu et al. (2019).
 */
public final class BetaElbo implements Estimator {

  @Describe(
      value =
          "ELBO with its rate weighted by beta, constant or on a schedule; the ELBO is reported.",
      source = "Higgins et al. (2017), eq. 4; Bowman et al. (2016); Fu et al. (2019)")
  public record Spec(
      @Default("1.0") @Describe("weight of the rate at the end of the schedule, at least 0")
          double beta,
      @Default("\"constant\"")
          @Describe("constant; linear: from 0 over the warm-up; cyclical: so in each cycle")
          Schedule schedule,
      @Default("0.5")
          @Describe("fraction of the training (linear) or of each cycle that rises from 0, 0 to 1")
          double warmUp,
      @Default("4") @Describe("number of cycles, at least 1") int cycles,
      @Default("1") @Describe("L, draws of z for each example, at least 1") int samples)
      implements Estimator.Spec {

    public Spec {
      Require.nonNegative("beta", beta);
      Require.between("warmUp", warmUp, 0, 1);
      Require.atLeast("cycles", cycles, 1);
      Require.atLeast("samples", samples, 1);
    }
  }

  /** The course of β over training. */
  public enum Schedule {
    /** β throughout. */
    CONSTANT,
    /** From 0 to β over the warm-up, then β. */
    LINEAR,
    /** Cycles of equal length, each of which rises from 0 to β and stays. */
    CYCLICAL
  }

  private final Spec spec;
  private final double weight;

  /** At the end of its schedule. */
  public BetaElbo(Spec spec) {
    this(spec, spec.beta());
  }

  private BetaElbo(Spec spec, double weight) {
    this.spec = spec;
    this.weight = weight;
  }

  @Override
  public Claim claim() {
    return Claim.ofElbo("distortion plus beta times rate");
  }

  @Override
  public Estimator at(double progress) {
    double now = weightAt(progress);
    return now == weight ? this : new BetaElbo(spec, now);
  }

  @Override
  public double scheduleEnd() {
    return switch (spec.schedule()) {
      case CONSTANT -> 0;
      case LINEAR -> spec.warmUp();
      case CYCLICAL -> (spec.cycles() - 1 + spec.warmUp()) / spec.cycles();
    };
  }

  /** β at a fraction of the training in [0, 1]. */
  double weightAt(double progress) {
    double within =
        spec.schedule() == Schedule.CYCLICAL && progress < 1
            ? progress * spec.cycles() - Math.floor(progress * spec.cycles())
            : progress;
    boolean rising = spec.schedule() != Schedule.CONSTANT && within < spec.warmUp();
    return rising ? spec.beta() * within / spec.warmUp() : spec.beta();
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Posterior q = encoder.encode(x); // batch [B], event [m]
    Draws draws = q.draw(spec.samples(), key); // z [L, B, m]
    Tensor distortion = p.distortion(x, draws); // [B]
    Tensor rate = Kl.closedForm(q, p.prior()); // [B]
    return Estimate.ofElbo(distortion, rate)
        .trainedOn(new Surrogate(distortion.add(rate.multiply(weight)).negate()));
  }
}
