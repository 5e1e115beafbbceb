package vae.experiments.report.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.DurableFile;
import vae.experiments.report.run.RunFolderFixture;
import vae.experiments.sweep.PlanFile;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.TrialRecord.Status;

/** Writes sweep folders of any size and with any text, without running or checking anything. */
final class SweepReportFixture {

  private final SweepFolder folder;
  private final List<Trial> trials = new ArrayList<>();
  private final StringBuilder records = new StringBuilder();

  SweepReportFixture(Path folder) {
    this.folder = new SweepFolder(folder);
  }

  /** Adds a trial to the plan; its ids are made of its group's number and its seed. */
  Trial trial(int group, long seed, Map<String, Object> values) {
    ObjectNode experiment = JsonMapper.shared().createObjectNode();
    SequencedMap<String, JsonNode> parameters = new LinkedHashMap<>();
    values.forEach(
        (path, value) -> {
          JsonNode json = JsonMapper.shared().valueToTree(value);
          experiment.set(path, json);
          parameters.put(path, json);
        });
    experiment.put("seed", seed);
    String id = "%08x%04x".formatted(group, seed);
    Trial trial = new Trial(id, "%012x".formatted(group), parameters, seed, experiment);
    trials.add(trial);
    return trial;
  }

  SweepReportFixture complete(Trial trial, Map<String, Double> metrics) {
    TreeMap<String, Measured> measured = new TreeMap<>();
    metrics.forEach((name, value) -> measured.put(name, new Measured(value, 0.125)));
    return record(trial, Status.COMPLETE, "sha256:" + trial.id().repeat(5), measured, "");
  }

  SweepReportFixture ended(Trial trial, Status status, String message) {
    return record(trial, status, "", new TreeMap<>(), message);
  }

  private SweepReportFixture record(
      Trial trial,
      Status status,
      String digest,
      TreeMap<String, Measured> metrics,
      String message) {
    TrialRecord record =
        new TrialRecord(
            trial.id(), status, 5, run(trial), digest, metrics, message, 1.5, "worker 1");
    records.append(record.json()).append('\n');
    return this;
  }

  private static String run(Trial trial) {
    return "run-" + trial.id();
  }

  /** The folder of the trial's run, made here. */
  Path runFolder(Trial trial) throws IOException {
    return Files.createDirectories(folder.runs().resolve(run(trial)));
  }

  /** Writes {@code sweep.json}, the plan and the records. */
  Path write(String name, String metric) throws IOException {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("name", name);
    if (!metric.isEmpty()) {
      json.putObject("metric").put("name", metric).put("goal", "maximize");
    }
    DurableFile.write(folder.sweep(), json.toString());
    PlanFile.write(folder.plan(), trials);
    if (!records.isEmpty()) {
      DurableFile.write(folder.results().resolve("records.jsonl"), records.toString());
    }
    return folder.path();
  }

  /**
   * Three learning rates by two names by three seeds with their ELBO, rate and distortion; one
   * trial diverged, one failed, one paused, one pending, in groups of their own. The best group is
   * learning rate 0.01 with the second name; three of its runs are kept.
   */
  static Path example(Path path) throws IOException {
    SweepReportFixture sweep = new SweepReportFixture(path);
    List<Double> rates = List.of(0.0001, 0.001, 0.01);
    List<String> names = List.of("plain", "wide");
    int group = 0;
    for (double rate : rates) {
      for (String name : names) {
        for (int seed = 1; seed <= 3; seed++) {
          Trial trial = sweep.trial(group, seed, values(rate, name));
          double elbo = -40 + 2 * group + 0.25 * (seed - 2);
          sweep.complete(
              trial,
              Map.of("test/elbo", elbo, "test/rate", 9.0 + group, "test/distortion", -elbo - 9));
          if (group == 5) {
            RunFolderFixture.small(sweep.runFolder(trial));
            Files.writeString(sweep.runFolder(trial).resolve("report.html"), "<!DOCTYPE html>");
          }
        }
        group++;
      }
    }
    sweep.ended(sweep.trial(6, 1, values(0.1, "plain")), Status.DIVERGED, "loss is NaN at step 7");
    sweep.ended(sweep.trial(7, 1, values(0.1, "wide")), Status.FAILED, "no memory left");
    sweep.ended(sweep.trial(8, 1, values(0.2, "plain")), Status.PAUSED, "");
    sweep.trial(9, 1, values(0.2, "wide"));
    return sweep.write("rates-names", "test/elbo");
  }

  private static Map<String, Object> values(double rate, String name) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("learningRate", rate);
    values.put("net", name);
    return values;
  }
}
