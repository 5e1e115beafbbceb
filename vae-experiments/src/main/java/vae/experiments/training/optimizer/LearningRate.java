package vae.experiments.training.optimizer;

import java.util.List;
import java.util.Optional;
import vae.autodiff.optim.Schedule;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.SpecException;
import vae.experiments.quantity.WatchedMetric;

/** The courses of a learning rate; slot {@code schedule}. */
public final class LearningRate {

  private LearningRate() {}

  public interface Spec extends vae.core.spec.Spec {

    /** What a {@link Plateau} in it follows. */
    default Optional<Watched> watched() {
      return Optional.empty();
    }
  }

  /**
   * A metric that a schedule follows.
   *
   * @param path of the keys that name it, below the schedule; empty or {@code then} and the like
   */
  public record Watched(String path, WatchedMetric metric) {

    private Watched under(String key) {
      return new Watched(path.isEmpty() ? key : key + "." + path, metric);
    }
  }

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

  @Describe(
      value = "Constant between milestones, at each of which the learning rate changes.",
      source = "PyTorch, MultiStepLR")
  public record Steps(
      @Describe("epochs after which the learning rate changes, each above the one before")
          List<Integer> milestones,
      @Default("0.1") @Describe("factor at each milestone, above 0, at most 1") double gamma,
      @Default("[]")
          @Describe(
              "fractions of the learning rate after each milestone, 0 to 1; empty: powers of gamma")
          List<Double> factors)
      implements Spec {

    public Steps {
      milestones = List.copyOf(milestones);
      factors = List.copyOf(factors);
      Require.some("milestones", milestones, 1);
      Require.eachAtLeast("milestones", milestones, 1);
      for (int i = 1; i < milestones.size(); i++) {
        int before = milestones.get(i - 1);
        Require.above("milestones[" + i + "]", milestones.get(i), "the one before", before);
      }
      Require.positive("gamma", gamma);
      Require.between("gamma", gamma, 0, 1);
      for (int i = 0; i < factors.size(); i++) {
        Require.between("factors[" + i + "]", factors.get(i), 0, 1);
      }
      if (!factors.isEmpty() && factors.size() != milestones.size()) {
        throw new SpecException(
            "factors",
            "none, or one for each of the %d milestones".formatted(milestones.size()),
            factors.toString(),
            "");
      }
    }

    Schedule schedule() {
      int[] at = milestones.stream().mapToInt(Integer::intValue).toArray();
      double[] to = new double[at.length];
      double power = 1;
      for (int i = 0; i < at.length; i++) {
        power *= gamma;
        to[i] = factors.isEmpty() ? power : factors.get(i);
      }
      return Schedule.steps(at, to);
    }
  }

  @Describe(
      value = "A straight rise to the learning rate, then another schedule over what remains.",
      source = "Optax, join_schedules; PyTorch, SequentialLR of LinearLR and another")
  public record WarmUp(
      @Describe("epochs that rise, above 0; rounded to whole steps") double epochs,
      @Default("0.0") @Describe("fraction of the learning rate at the start, 0 to 1") double start,
      @Default("{\"type\": \"constant\"}")
          @Describe("the schedule that begins after the rise, and counts from there")
          Spec then)
      implements Spec {

    public WarmUp {
      Require.positive("epochs", epochs);
      Require.between("start", start, 0, 1);
    }

    @Override
    public Optional<Watched> watched() {
      return then.watched().map(it -> it.under("then"));
    }
  }

  @Describe(
      value = "Falls whenever a metric has stopped improving.",
      source = "PyTorch, ReduceLROnPlateau with an absolute threshold")
  public record Plateau(
      @Default("\"validation/elbo\"") @Describe("on validation/ or train/ data") String metric,
      @Describe("which values are better; null for the quantity's own direction")
          Optional<WatchedMetric.Goal> goal,
      @Default("0.1") @Describe("factor at each fall, 1e-6 to below 1") double factor,
      @Default("10") @Describe("evaluations without improvement that are borne, 0 to 1000000")
          int patience,
      @Default("0.0001") @Describe("smallest change that is an improvement, at least 0")
          double threshold,
      @Default("0") @Describe("evaluations after a fall that do not count, 0 to 1000000")
          int cooldown,
      @Default("0.0") @Describe("smallest fraction of the learning rate, 0 to 1") double minimum)
      implements Spec {

    public Plateau {
      WatchedMetric.requireNotOfTest(metric);
      Require.between("factor", factor, 1e-6, 0.999999);
      Require.between("patience", patience, 0, 1_000_000);
      Require.nonNegative("threshold", threshold);
      Require.between("cooldown", cooldown, 0, 1_000_000);
      Require.between("minimum", minimum, 0, 1);
    }

    @Override
    public Optional<Watched> watched() {
      return Optional.of(new Watched("", new WatchedMetric(metric, goal)));
    }
  }
}
