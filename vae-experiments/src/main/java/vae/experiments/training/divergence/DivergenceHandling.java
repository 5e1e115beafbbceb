package vae.experiments.training.divergence;

import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/** What happens where training meets NaN or infinity; slot {@code divergence}. */
public final class DivergenceHandling {

  private DivergenceHandling() {}

  public interface Spec extends vae.core.spec.Spec {}

  @Describe("Training ends and the evidence is kept.")
  public record Fail() implements Spec {}

  @Describe("The step's update is dropped, and training continues with the next batch.")
  public record Skip(
      @Default("10") @Describe("steps in a row that may be dropped, 1 to 1000000") int most)
      implements Spec {

    public Skip {
      Require.between("most", most, 1, 1_000_000);
    }
  }

  @Describe("Training returns to the start of the epoch, with a lower learning rate from then on.")
  public record RollBack(
      @Default("0.5") @Describe("factor of the learning rate after each return, above 0, at most 1")
          double learningRateFactor,
      @Default("3") @Describe("returns in the whole training, 1 to 1000") int most)
      implements Spec {

    public RollBack {
      Require.positive("learningRateFactor", learningRateFactor);
      Require.between("learningRateFactor", learningRateFactor, 0, 1);
      Require.between("most", most, 1, 1000);
    }
  }
}
