package vae.experiments.sweep.attempt;

import java.util.SortedMap;
import vae.experiments.sweep.ChangedDataException;
import vae.experiments.training.Progress;

/** Refuses data that are not those of the order, before anything is trained on them. */
final class OrderedData implements Progress {

  private final WorkOrder order;
  private final String worker;
  private final Progress watch;

  /**
   * @param worker who loads them, for people
   * @param watch is told of everything
   */
  OrderedData(WorkOrder order, String worker, Progress watch) {
    this.order = order;
    this.worker = worker;
    this.watch = watch;
  }

  @Override
  public void loaded(String sha256) {
    if (!order.data().isEmpty() && !order.data().equals(sha256)) {
      throw new ChangedDataException(
          ("the data on %s are not the sweep's: expected SHA-256 %s, got %s. Give all machines the"
                  + " same files (--data names their folder) and run with --retry-failed, or give"
                  + " the sweep another \"name\"")
              .formatted(worker, order.data(), sha256),
          sha256);
    }
    watch.loaded(sha256);
  }

  @Override
  public void step(long step, long steps) {
    watch.step(step, steps);
  }

  @Override
  public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {
    watch.epoch(epoch, step, metrics);
  }
}
