package vae.experiments.training.optimizer;

import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/** The courses of a learning rate; slot {@code schedule}. */
public final class LearningRate {

  private LearningRate() {}

  public interface Spec extends vae.core.spec.Spec {}

  @Describe("The same learning rate throughout.")
  public record Constant() implements Spec {}

  @Describe("A straight line from the learning rate to a fraction of it.")
  public record Linear(
      @Default("0.0") @Describe("fraction of the learning rate at the end, 0 to 1") double end,
      @Default("0.0")
          @Describe("fraction of the training that rises first, below 1; a jump follows")
          double warmUp)
      implements Spec {

    public Linear {
      Require.between("end", end, 0, 1);
      Require.between("warmUp", warmUp, 0, 0.999);
    }
  }

  @Describe(
      value = "Half a cosine from the learning rate to a fraction of it.",
      source = "Loshchilov and Hutter (2017), eq. 5, without restarts")
  public record Cosine(
      @Default("0.0") @Describe("fraction of the learning rate at the end, 0 to 1") double end,
      @Default("0.0")
          @Describe("fraction of the training that rises first, below 1; a jump follows")
          double warmUp)
      implements Spec {

    public Cosine {
      Require.between("end", end, 0, 1);
      Require.between("warmUp", warmUp, 0, 0.999);
    }
  }

  @Describe(
      value =
          "A straight rise to the learning rate, then half a cosine over the steps that remain.",
      source = "Optax, warmup_cosine_decay_schedule")
  public record WarmUpCosine(
      @Default("0.0") @Describe("fraction of the learning rate at the start, 0 to 1") double start,
      @Default("0.1") @Describe("fraction of the training that rises, below 1") double warmUp,
      @Default("0.0") @Describe("fraction of the learning rate at the end, 0 to 1") double end)
      implements Spec {

    public WarmUpCosine {
      Require.between("start", start, 0, 1);
      Require.between("warmUp", warmUp, 0, 0.999);
      Require.between("end", end, 0, 1);
    }
  }
}
