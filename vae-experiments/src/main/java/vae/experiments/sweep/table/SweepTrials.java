package vae.experiments.sweep.table;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.sweep.PlanFile;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepData;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;

/**
 * The trials and records of a sweep as tables take them.
 *
 * <p>Where trials on one {@code data} were trained on different contents of it, in this sweep or in
 * another source of the same table, the hash of the data is one more value that varies: such trials
 * are never seeds of one group.
 */
final class SweepTrials {

  private final SweepFolder folder;
  private final SweepData data;

  /** Hashes of the trials that were not trained on the sweep's data, by id. */
  private final Map<String, String> others;

  private final boolean told;
  private final Map<String, String> renamed = new HashMap<>();

  private SweepTrials(
      SweepFolder folder, SweepData data, Map<String, String> others, boolean told) {
    this.folder = folder;
    this.data = data;
    this.others = others;
    this.told = told;
  }

  /**
   * Those of a sweep's folder. Version 0.1.0 let trials on other data into a sweep, and wrote no
   * {@code data.json}: where that is missing, each record is looked at.
   */
  static SweepTrials of(SweepFolder folder) throws IOException {
    SweepData data = SweepData.read(folder);
    Map<String, String> others = new HashMap<>();
    if (!data.isSaved()) {
      Records records = Records.read(folder.results());
      PlanFile.forEach(
          folder.plan(),
          trial ->
              records
                  .result(trial)
                  .flatMap(record -> data.learned(trial, record))
                  .ifPresent(hash -> others.put(trial.id(), hash)));
    }
    return new SweepTrials(folder, data, others, false);
  }

  SweepFolder folder() {
    return folder;
  }

  /** Whether the sweep alone has trials on different data of one kind. */
  boolean isMixed() {
    return !others.isEmpty();
  }

  /** Adds the hashes of the sweep's data to those by the canonical text of {@code data}. */
  void addHashes(Map<String, Set<String>> all) {
    RunTrials.addHashes(data.hashes(), all);
  }

  /** The same trials, each with the hash of its data among its values. */
  SweepTrials told() {
    return new SweepTrials(folder, data, others, true);
  }

  /** Each trial in the order of the plan, with memory for one of them. */
  void forEachTrial(Consumer<Trial> action) throws IOException {
    if (!told) {
      PlanFile.forEach(folder.plan(), action);
      return;
    }
    String numerics = Integer.toString(folder.numerics());
    PlanFile.forEach(
        folder.plan(),
        trial -> {
          ObjectNode experiment = (ObjectNode) trial.experiment().deepCopy();
          String hash =
              Optional.ofNullable(others.get(trial.id())).or(() -> data.of(trial)).orElse("");
          RunTrials.tell(experiment, numerics, hash);
          Trial same =
              new Trial(
                  Trial.idOf(experiment),
                  Trial.groupOf(experiment),
                  trial.parameters(),
                  trial.seed(),
                  experiment);
          renamed.put(trial.id(), same.id());
          action.accept(same);
        });
  }

  void forEachRecord(Consumer<TrialRecord> action) throws IOException {
    if (!told) {
      Records.forEach(folder.results(), action);
      return;
    }
    if (renamed.isEmpty()) {
      forEachTrial(_ -> {});
    }
    Records.forEach(
        folder.results(),
        record -> action.accept(record.as(renamed.getOrDefault(record.trial(), record.trial()))));
  }
}
