package vae.experiments.training;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import vae.autodiff.array.NdArray;
import vae.autodiff.tape.Parameter;
import vae.core.model.Quantity;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.experiments.training.optimizer.OptimizerRule;

/** The callbacks of a run as one, with what they asked for. */
public final class Callbacks {

  private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}";

  /** Among the callbacks' names that of the optimizer's schedule, which is none of the list. */
  private static final String SCHEDULE = "schedule";

  private static final String KEY = "[A-Za-z0-9._/-]{1,200}";

  private final Map<String, Callback> all;
  private Optional<Stop> stop = Optional.empty();
  private SortedMap<String, Double> metrics = Collections.emptySortedMap();
  private CallbackWriter files;

  /**
   * @param byName in the order of their calls, {@code <index>-<type>} each
   */
  public Callbacks(Map<String, Callback> byName) {
    all = new LinkedHashMap<>(byName);
  }

  public static Callbacks none() {
    return new Callbacks(Map.of());
  }

  /**
   * These, and before them what shows the optimizer's schedule the metric that it follows, where it
   * follows one.
   */
  public Callbacks following(OptimizerRule optimizer) {
    Map<String, Callback> byName = new LinkedHashMap<>();
    optimizer
        .spec()
        .schedule()
        .watched()
        .ifPresent(
            watched ->
                byName.put(
                    SCHEDULE,
                    new FollowedMetric(optimizer.schedule().watcher().orElseThrow(), watched)));
    byName.putAll(all);
    return new Callbacks(byName);
  }

  /**
   * Asks each whether it fits.
   *
   * @throws SpecException with the whole path
   */
  public void requireFit(Model model, Dataset data, List<Quantity> heldOut) {
    boolean replaced = false;
    boolean kept = false;
    for (Map.Entry<String, Callback> entry : all.entrySet()) {
      String path = path(entry.getKey());
      Callback each = entry.getValue();
      try {
        each.requireFit(model, data, heldOut);
      } catch (SpecException e) {
        throw e.under(path);
      }
      requireOne(
          path, replaced, each.replacesParameters(), "replaces the parameters for evaluation");
      requireOne(path, kept, each.keepsParameters(), "keeps the parameters of an earlier epoch");
      replaced |= each.replacesParameters();
      kept |= each.keepsParameters();
    }
  }

  private static String path(String callback) {
    return callback.equals(SCHEDULE)
        ? "optimizer.schedule"
        : "training.callbacks[" + callback.substring(0, callback.indexOf('-')) + "]";
  }

  private static void requireOne(String path, boolean before, boolean now, String does) {
    if (before && now) {
      String problem = "a second callback that " + does;
      throw SpecException.because(path, problem, "Keep one of the two.");
    }
  }

  /**
   * Training begins, or resumes with a restored state.
   *
   * @param last metrics of the last epoch; empty at the beginning
   * @param writer takes the files that they write
   */
  public void begin(TrainingState at, SortedMap<String, Double> last, CallbackWriter writer) {
    metrics = Collections.unmodifiableSortedMap(last);
    files = writer;
    all.forEach((name, each) -> each.begin(new View(name, at)));
  }

  void afterStep(TrainingState at) {
    all.forEach((name, each) -> each.afterStep(new View(name, at)));
  }

  public void afterEpoch(TrainingState at, SortedMap<String, Double> measured) {
    metrics = Collections.unmodifiableSortedMap(new TreeMap<>(measured));
    all.forEach((name, each) -> each.afterEpoch(new View(name, at)));
  }

  public void end(TrainingState at) {
    all.forEach((name, each) -> each.end(new View(name, at)));
  }

  /** What the first asked for that wants training to end with its epoch. */
  Optional<Stop> stop() {
    return stop;
  }

  /**
   * Values that stand in for parameters while the model is evaluated, by name.
   *
   * @throws SpecException where one is of no parameter, or of another shape or type
   */
  SortedMap<String, NdArray> evaluated(List<Parameter> parameters) {
    for (Map.Entry<String, Callback> each : all.entrySet()) {
      if (each.getValue().replacesParameters()) {
        SortedMap<String, NdArray> values = each.getValue().evaluated();
        if (values == null) {
          throw fault(each.getKey(), "replaces the parameters by null");
        }
        values.forEach((name, value) -> requireFit(each.getKey(), name, value, parameters));
        return values;
      }
    }
    return Collections.emptySortedMap();
  }

  /** Parameters of an earlier epoch that stay, and which callback keeps them. */
  public record Return(String callback, Kept kept) {}

  /**
   * The parameters of an earlier epoch that the model returns to at the end of training.
   *
   * @throws SpecException where one is of no parameter, or of another shape or type, or is missing
   */
  Optional<Return> kept(List<Parameter> parameters) {
    for (Map.Entry<String, Callback> each : all.entrySet()) {
      Optional<Kept> kept = each.getValue().keepsParameters() ? each.getValue().kept() : null;
      if (kept == null || kept.isEmpty()) {
        continue;
      }
      SortedMap<String, NdArray> values = kept.get().parameters();
      values.forEach((name, value) -> requireFit(each.getKey(), name, value, parameters));
      if (values.size() != parameters.size()) {
        throw fault(
            each.getKey(),
            "keeps %d of the %d parameters".formatted(values.size(), parameters.size()));
      }
      return Optional.of(new Return(each.getKey(), kept.get()));
    }
    return Optional.empty();
  }

  private static void requireFit(
      String callback, String name, NdArray value, List<Parameter> parameters) {
    NdArray own =
        parameters.stream()
            .filter(it -> it.name().equals(name))
            .map(Parameter::value)
            .findFirst()
            .orElse(null);
    if (own == null
        || value == null
        || !own.shape().equals(value.shape())
        || own.type() != value.type()) {
      throw fault(
          callback,
          "replaces the parameter \"%s\" by %s; it is %s"
              .formatted(name, value, own == null ? "none of the model" : own));
    }
  }

  private static SpecException fault(String callback, String what) {
    return SpecException.because(
        path(callback), "this callback " + what, "The callback's code has to be mended.");
  }

  /** What they keep between two steps; live. */
  CallbackState state() {
    SortedMap<String, NdArray> arrays = new TreeMap<>();
    for (Map.Entry<String, Callback> each : all.entrySet()) {
      SortedMap<String, NdArray> own = each.getValue().state();
      if (own == null) {
        throw fault(each.getKey(), "keeps null; expected arrays by name");
      }
      for (Map.Entry<String, NdArray> kept : own.entrySet()) {
        if (kept.getValue() == null || !kept.getKey().matches(KEY)) {
          throw fault(
              each.getKey(),
              "keeps %s as \"%s\"; expected an array, named by 1 to 200 of A-Z a-z 0-9 . _ / -"
                  .formatted(kept.getValue(), kept.getKey()));
        }
        arrays.put(each.getKey() + ":" + kept.getKey(), kept.getValue());
      }
    }
    return new CallbackState(arrays, stop);
  }

  /** Restores what {@link #state} gave. */
  void restore(CallbackState state) {
    stop = state.stop();
    all.forEach(
        (name, each) -> {
          SortedMap<String, NdArray> own = new TreeMap<>();
          String prefix = name + ":";
          state.arrays().tailMap(prefix).entrySet().stream()
              .takeWhile(entry -> entry.getKey().startsWith(prefix))
              .forEach(e -> own.put(e.getKey().substring(prefix.length()), e.getValue()));
          each.restore(own);
        });
  }

  private final class View implements Training {

    private final String callback;
    private final TrainingState at;

    View(String callback, TrainingState at) {
      this.callback = callback;
      this.at = at;
    }

    @Override
    public int epoch() {
      return at.epoch();
    }

    @Override
    public long step() {
      return at.step();
    }

    @Override
    public int stepsPerEpoch() {
      return at.stepsPerEpoch();
    }

    @Override
    public Model model() {
      return at.model();
    }

    @Override
    public void atEvaluated(Runnable reading) {
      at.atEvaluated(reading);
    }

    @Override
    public void show(int most, Consumer<Shown> to) {
      at.show(most, to);
    }

    @Override
    public SortedMap<String, Double> metrics() {
      return metrics;
    }

    @Override
    public void stop(String reason) {
      stop = stop.or(() -> Optional.of(new Stop(callback, reason)));
    }

    @Override
    public void write(String name, byte[] content) {
      files.write(file(name), content);
    }

    @Override
    public void write(
        String name, SortedMap<String, NdArray> arrays, Map<String, String> metadata) {
      files.write(file(name), arrays, metadata);
    }

    private String file(String name) {
      if (!name.matches(NAME)) {
        throw new IllegalArgumentException(
            "a file of callback %s: expected 1 to 100 of A-Z a-z 0-9 . _ -, no dot in front, got \"%s\""
                .formatted(callback, name));
      }
      return callback + "/" + name;
    }
  }
}
