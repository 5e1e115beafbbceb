package vae.experiments.sweep;

import java.util.SortedMap;
import java.util.function.Consumer;
import vae.experiments.quantity.Quantities;
import vae.experiments.training.Progress;

/** Checks the hash of the data as soon as they are loaded and keeps it; passes on all progress. */
public final class LoadedData implements Progress {

  private final Consumer<String> check;
  private final Progress watch;
  private String hash = "";

  /**
   * @param check may refuse the data by an exception, before anything is trained on them
   * @param watch hears of everything, of data after the check
   */
  public LoadedData(Consumer<String> check, Progress watch) {
    this.check = check;
    this.watch = watch;
  }

  /** The hash of the data; empty while none are loaded. */
  public String hash() {
    return hash;
  }

  @Override
  public void loaded(String sha256) {
    check.accept(sha256);
    hash = sha256;
    watch.loaded(sha256);
  }

  @Override
  public void reports(Quantities quantities) {
    watch.reports(quantities);
  }

  @Override
  public void begins(int epoch, long step) {
    watch.begins(epoch, step);
  }

  @Override
  public void step(long step, long steps) {
    watch.step(step, steps);
  }

  @Override
  public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {
    watch.epoch(epoch, step, metrics);
  }

  @Override
  public void saved(long step) {
    watch.saved(step);
  }

  @Override
  public void evaluates() {
    watch.evaluates();
  }

  @Override
  public void alreadyComplete() {
    watch.alreadyComplete();
  }
}
