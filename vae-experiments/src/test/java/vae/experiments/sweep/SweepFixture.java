package vae.experiments.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.DurableFile;
import vae.experiments.run.folder.Numerics;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.sweep.TrialRecord.Status;
import vae.experiments.wiring.Slots;

/** Writes a sweep's folder by hand: a plan and records, no run folders. */
public final class SweepFixture {

  private static final SpecReader READER = new SpecReader(Slots.load(null).catalogue());

  private final SweepFolder folder;
  private final String name;
  private final Resolved base;
  private final List<Trial> trials = new ArrayList<>();
  private final RecordFile records;
  private String metric = "test/elbo";
  private String goal = "maximize";

  private SweepFixture(Path root, String name, Resolved base) {
    this.folder = SweepFolder.of(root, name);
    this.name = name;
    this.base = base;
    records = RecordFile.in(folder.results());
  }

  /** A sweep of an experiment with this name and defaults elsewhere. */
  public static SweepFixture of(Path root, String name) {
    return of(root, name, "{\"name\": \"%s\"}".formatted(name));
  }

  /** A sweep of the experiment in the JSON text. */
  public static SweepFixture of(Path root, String name, String base) {
    return new SweepFixture(root, name, READER.read(base));
  }

  /** The sweep's metric. */
  public SweepFixture metric(String metric, String goal) {
    this.metric = metric;
    this.goal = goal;
    return this;
  }

  /** Adds a trial to the plan: the base with the values set in order. */
  public Trial trial(long seed, Map<String, ?> values) {
    Resolved experiment = base.with("seed", seed);
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    for (Map.Entry<String, ?> value : values.entrySet()) {
      experiment = experiment.with(value.getKey(), value.getValue());
      parameters.put(value.getKey(), JsonMapper.shared().valueToTree(value.getValue()));
    }
    Trial trial = Trial.of(experiment, parameters);
    trials.add(trial);
    return trial;
  }

  /** Records that the trial is complete, with exact metrics or {@link Measured} ones. */
  public TrialRecord complete(Trial trial, Map<String, ?> metrics) throws IOException {
    return record(trial, Status.COMPLETE, 100, metrics, "");
  }

  /** Records that the trial diverged. */
  public TrialRecord diverged(Trial trial, String message) throws IOException {
    return record(trial, Status.DIVERGED, 0, Map.of(), message);
  }

  /** Records that the trial failed. */
  public TrialRecord failed(Trial trial, String message) throws IOException {
    return record(trial, Status.FAILED, 0, Map.of(), message);
  }

  /** Records that the trial paused after these epochs. */
  public TrialRecord paused(Trial trial, int epoch, Map<String, ?> metrics) throws IOException {
    return record(trial, Status.PAUSED, epoch, metrics, "");
  }

  private TrialRecord record(
      Trial trial, Status status, int epoch, Map<String, ?> metrics, String message)
      throws IOException {
    SortedMap<String, Measured> measured = new TreeMap<>();
    metrics.forEach(
        (key, value) ->
            measured.put(
                key,
                value instanceof Measured it
                    ? it
                    : Measured.exact(((Number) value).doubleValue())));
    boolean failed = status == Status.FAILED;
    TrialRecord record =
        new TrialRecord(
            trial.id(),
            status,
            epoch,
            failed ? "" : trial.experiment().path("name").asString() + "-" + trial.id(),
            failed ? "" : "digest-of-" + trial.id(),
            measured,
            message,
            1.5,
            "worker 1");
    records.append(record);
    return record;
  }

  /** Writes {@code sweep.json} and {@code plan.jsonl}. */
  public SweepFolder write() throws IOException {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("name", name);
    json.set("base", base.tree());
    json.putObject("method").put("type", "grid");
    json.putObject("metric").put("name", metric).put("goal", goal);
    json.put("numerics", Numerics.VERSION);
    DurableFile.write(folder.sweep(), json.toPrettyString());
    PlanFile.write(folder.plan(), trials);
    records.close();
    return folder;
  }

  /**
   * Two values of σ by two posteriors by three seeds, all complete but for the last group, which
   * has one trial of each other kind. Means of the ELBO over seeds: −32, −31, −30, −33 (one seed).
   */
  public static SweepFolder example(Path root) throws IOException {
    SweepFixture sweep = of(root, "sigma-posterior");
    double[][] elbos = {{-31.5, -32, -32.5}, {-30.9, -31, -31.1}, {-29, -30, -31}, {-33}};
    int group = 0;
    for (double sigma : List.of(0.1, 0.2)) {
      for (String posterior : List.of("diagonal", "full-covariance")) {
        for (int seed = 1; seed <= 3; seed++) {
          Map<String, Object> values = new LinkedHashMap<>();
          values.put("likelihood.noise.sigma", sigma);
          values.put("encoder.posterior", Map.of("type", posterior));
          Trial trial = sweep.trial(seed, values);
          if (seed <= elbos[group].length) {
            sweep.complete(trial, metrics(elbos[group][seed - 1]));
          } else if (seed == 2) {
            sweep.diverged(trial, "loss is NaN at step 12");
          } else {
            sweep.failed(trial, "out of memory");
          }
        }
        group++;
      }
    }
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("likelihood.noise.sigma", 0.2);
    more.put("encoder.posterior", Map.of("type", "full-covariance"));
    sweep.paused(sweep.trial(4, more), 20, Map.of("validation/elbo", -40.0));
    sweep.trial(5, more);
    return sweep.write();
  }

  private static Map<String, Measured> metrics(double elbo) {
    return Map.of(
        "test/elbo", new Measured(elbo, 0.25),
        "test/rate", new Measured(12 - elbo / 64, 0.03125),
        "test/distortion", new Measured(-elbo - 12, 0.125),
        "test/nll", new Measured(-elbo - 1, 0.0625),
        "test/active-units", Measured.exact(8));
  }
}
