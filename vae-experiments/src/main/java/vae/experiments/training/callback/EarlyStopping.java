package vae.experiments.training.callback;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.core.model.Quantity;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.data.source.Dataset;
import vae.experiments.quantity.WatchedMetric;
import vae.experiments.training.Callback;
import vae.experiments.training.Kept;
import vae.experiments.training.Model;
import vae.experiments.training.Training;

/**
 * Ends training once a metric has stopped improving.
 *
 * <p>With \(m_t\) the metric after epoch t, larger being better (else its negative), training ends
 * after the first evaluated epoch t with
 *
 * <p>\[ t - t^* \ge \text{patience}, \qquad t^* = \text{the last epoch with } m_{t^*} > \max_{s <
 * t^*} m_s + \delta, \]
 *
 * <p>where the maximum runs over earlier epochs that improved. NaN never improves. With {@code
 * restoreBest} the model ends with the parameters and metrics of epoch \(t^*\), whether training
 * was ended or went to its last epoch: the digest is that of a run of \(t^*\) epochs, where the
 * learning rate does not depend on their number. Otherwise it keeps those of the last epoch, and
 * those with the best validation bound are in {@code best.safetensors}. The metric is measured on
 * validation or training data: chosen on test data, the epoch would make test metrics optimistic.
 *
 * <p>Source: Prechelt (1998), "Early stopping, but when?".
 */
public final class EarlyStopping implements Callback {

  /** Before the names of parameters in the state. */
  private static final String PARAMETER = "parameter/";

  @Describe(
      value = "Training ends once a metric has stopped improving.",
      source = "Prechelt (1998)")
  public record Spec(
      @Default("\"validation/elbo\"") @Describe("on validation/ or train/ data") String metric,
      @Describe("which values are better; null for the quantity's own direction")
          Optional<WatchedMetric.Goal> goal,
      @Default("10") @Describe("epochs without improvement, 1 to 1000000") int patience,
      @Default("0.0") @Describe("smallest change that is an improvement, at least 0")
          double minimumDelta,
      @Since("0.2.0")
          @Default("false")
          @Describe("whether the model returns to the parameters of the best epoch")
          boolean restoreBest)
      implements Callback.Spec {

    public Spec {
      WatchedMetric.requireNotOfTest(metric);
      Require.between("patience", patience, 1, 1_000_000);
      Require.nonNegative("minimumDelta", minimumDelta);
    }
  }

  private final Spec spec;
  private double best = Double.NEGATIVE_INFINITY;
  private int bestEpoch;
  private boolean minimize;
  private final SortedMap<String, NdArray> bestParameters = new TreeMap<>();

  public EarlyStopping(Spec spec) {
    this.spec = spec;
  }

  @Override
  public void requireFit(Model model, Dataset data, List<Quantity> heldOut) {
    minimize =
        new WatchedMetric(spec.metric(), spec.goal())
            .minimizes(model.estimator().claim(), heldOut, data.validation().size() > 0);
  }

  @Override
  public void afterEpoch(Training training) {
    Double value = training.metrics().get(spec.metric());
    if (value == null) {
      return; // not evaluated in this epoch
    }
    double larger = minimize ? -value : value;
    if (larger > best + spec.minimumDelta()) {
      best = larger;
      bestEpoch = training.epoch();
      if (spec.restoreBest()) {
        training.atEvaluated(() -> keep(training.model()));
      }
    } else if (training.epoch() - bestEpoch >= spec.patience()) {
      training.stop(
          bestEpoch == 0
              ? spec.metric() + " is no number"
              : "%s has not improved since epoch %d (%s)"
                  .formatted(spec.metric(), bestEpoch, minimize ? -best : best));
    }
  }

  private void keep(Model model) {
    model
        .parameters()
        .list()
        .forEach(parameter -> bestParameters.put(parameter.name(), parameter.value().copy()));
  }

  @Override
  public boolean maySeeMore() {
    return !spec.restoreBest();
  }

  @Override
  public boolean keepsParameters() {
    return spec.restoreBest();
  }

  @Override
  public Optional<Kept> kept() {
    return bestEpoch == 0 ? Optional.empty() : Optional.of(new Kept(bestEpoch, bestParameters));
  }

  @Override
  public SortedMap<String, NdArray> state() {
    SortedMap<String, NdArray> state = new TreeMap<>();
    bestParameters.forEach((name, values) -> state.put(PARAMETER + name, values));
    state.put("best", NdArray.of(Shape.of(2), new double[] {best, bestEpoch}));
    return state;
  }

  @Override
  public void restore(SortedMap<String, NdArray> state) {
    best = state.get("best").get(0);
    bestEpoch = (int) state.get("best").get(1);
    bestParameters.clear();
    state
        .tailMap(PARAMETER)
        .forEach(
            (name, values) -> {
              if (name.startsWith(PARAMETER)) {
                bestParameters.put(name.substring(PARAMETER.length()), values);
              }
            });
  }
}
