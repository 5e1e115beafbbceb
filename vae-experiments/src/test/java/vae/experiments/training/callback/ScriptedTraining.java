package vae.experiments.training.callback;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import vae.autodiff.array.NdArray;
import vae.experiments.training.Model;
import vae.experiments.training.Shown;
import vae.experiments.training.Training;

/** A training whose course a test writes down. */
final class ScriptedTraining implements Training {

  private final Model model;
  private final SortedMap<String, Double> metrics = new TreeMap<>();
  private int epoch;
  private Optional<String> stopped = Optional.empty();

  ScriptedTraining(Model model) {
    this.model = model;
  }

  /** One epoch of one step, after which the metric has the value. */
  ScriptedTraining next(String metric, double value) {
    epoch++;
    metrics.clear();
    metrics.put(metric, value);
    return this;
  }

  /** The reason of the first stop. */
  Optional<String> stopped() {
    return stopped;
  }

  @Override
  public int epoch() {
    return epoch;
  }

  @Override
  public long step() {
    return epoch;
  }

  @Override
  public int stepsPerEpoch() {
    return 1;
  }

  @Override
  public Model model() {
    return model;
  }

  @Override
  public void atEvaluated(Runnable reading) {
    reading.run();
  }

  @Override
  public SortedMap<String, Double> metrics() {
    return metrics;
  }

  @Override
  public void stop(String reason) {
    stopped = stopped.or(() -> Optional.of(reason));
  }

  @Override
  public void show(int most, Consumer<Shown> to) {
    throw new AssertionError("nobody looks");
  }

  @Override
  public void write(String name, SortedMap<String, NdArray> arrays, Map<String, String> metadata) {
    throw new AssertionError("nobody writes " + name);
  }

  @Override
  public void write(String name, byte[] content) {
    throw new AssertionError("nobody writes " + name);
  }
}
