package vae.experiments.training;

import java.util.List;
import java.util.SortedMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import vae.autodiff.array.NdArray;
import vae.autodiff.optim.Watcher;
import vae.core.model.Quantity;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.experiments.quantity.WatchedMetric;
import vae.experiments.training.optimizer.LearningRate;

/** Shows a schedule the metric that it follows, after every epoch in which it is measured. */
final class FollowedMetric implements Callback {

  private static final Logger LOG = LogManager.getLogger(FollowedMetric.class);

  private final Watcher watcher;
  private final LearningRate.Watched watched;
  private boolean minimize;

  FollowedMetric(Watcher watcher, LearningRate.Watched watched) {
    this.watcher = watcher;
    this.watched = watched;
  }

  private WatchedMetric metric() {
    return watched.metric();
  }

  @Override
  public void requireFit(Model model, Dataset data, List<Quantity> heldOut) {
    try {
      boolean hasValidation = data.validation().size() > 0;
      minimize = metric().minimizes(model.estimator().claim(), heldOut, hasValidation);
    } catch (SpecException e) {
      throw watched.path().isEmpty() ? e : e.under(watched.path());
    }
  }

  @Override
  public void afterEpoch(Training training) {
    Double value = training.metrics().get(metric().metric());
    if (value == null) {
      return; // not evaluated in this epoch
    }
    double before = watcher.factor();
    watcher.observe(minimize ? -value : value);
    double after = watcher.factor();
    if (after < before) {
      LOG.info(
          "{} has stopped improving: from epoch {} on the learning rate is multiplied by {}",
          metric().metric(),
          training.epoch() + 1,
          after);
    }
  }

  @Override
  public SortedMap<String, NdArray> state() {
    return watcher.state();
  }

  @Override
  public void restore(SortedMap<String, NdArray> state) {
    watcher.restore(state);
  }
}
