package vae.experiments.sweep;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.run.RunResult;
import vae.experiments.run.folder.Finding;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.folder.RunId;
import vae.experiments.run.verification.UnverifiedException;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.CanonicalJson;

/**
 * Whether a sweep's files are what was written, and agree with each other; nothing is computed
 * again.
 *
 * <p>Each line of the plan against its id; the records against each other and the plan; each run
 * folder that a record names by {@link Verification}, and its spec, digest and metrics against plan
 * and record, its data against {@code data.json}: all trials on one {@code data} have trained on
 * the same.
 */
public final class SweepVerification {

  private static final String FIX =
      "Restore the files that changed, or run the sweep again under another name.";

  private final SweepFolder folder;
  private final int numerics;
  private final List<Finding> findings = new ArrayList<>();
  private boolean quick;
  private int alone;
  private int open;
  private int trials;
  private int runs;
  private int files;

  private SweepVerification(SweepFolder folder, int numerics) {
    this.folder = folder;
    this.numerics = numerics;
  }

  /**
   * How a check ended.
   *
   * @param findings what contradicts, each naming its trial; empty where the sweep is verified
   */
  public record Outcome(
      int trials, int runs, int files, List<Finding> findings, List<String> unproved) {

    public Outcome {
      findings = List.copyOf(findings);
      unproved = List.copyOf(unproved);
    }

    public boolean verified() {
      return findings.isEmpty();
    }
  }

  public static Outcome of(SweepFolder folder) throws IOException {
    SweepVerification verification = new SweepVerification(folder, folder.numerics());
    verification.check();
    return new Outcome(
        verification.trials,
        verification.runs,
        verification.files,
        verification.findings,
        verification.unproved());
  }

  /**
   * Refuses a sweep whose plan, records and results contradict each other, before its numbers are
   * shown; no checkpoint is read. A run folder that was removed contradicts nothing.
   *
   * @throws UnverifiedException where they do
   */
  public static void requireConsistent(SweepFolder folder) throws IOException {
    SweepVerification verification = new SweepVerification(folder, folder.numerics());
    verification.quick = true;
    verification.check();
    if (!verification.findings.isEmpty()) {
      throw new UnverifiedException(folder.path(), verification.findings, FIX);
    }
  }

  private List<String> unproved() throws IOException {
    List<String> unproved = new ArrayList<>();
    if (alone > 0) {
      unproved.add(
          alone + " trials whose records name no run folder: their numbers rest on the records");
    }
    if (open > 0) {
      unproved.add(open + " trials without a result");
    }
    unproved.add("that the plan is all that sweep.json asks for, and what the report shows");
    return unproved;
  }

  private void check() throws IOException {
    folder.irregular().forEach((name, problem) -> findings.add(new Finding(name, problem)));
    if (!findings.isEmpty()) {
      return;
    }
    Records records;
    try {
      records = Records.read(folder.results());
    } catch (RunFolderException | FolderException e) {
      findings.add(new Finding("results", e.getMessage()));
      return;
    }
    Set<String> planned = new HashSet<>();
    SweepData data;
    try {
      data = SweepData.read(folder);
    } catch (FolderException e) {
      findings.add(new Finding("data.json", e.getMessage()));
      return;
    }
    try {
      PlanFile.forEach(
          folder.plan(),
          trial -> {
            trials++;
            planned.add(trial.id());
            check(trial, records, data);
          });
    } catch (RunFolderException | FolderException e) {
      findings.add(new Finding("plan.jsonl", e.getMessage()));
      return;
    }
    for (TrialRecord record : records.all()) {
      if (planned.add(record.trial())) {
        findings.add(
            new Finding(
                "results", "have a record of trial " + record.trial() + ", not in the plan"));
      }
    }
  }

  private void check(Trial trial, Records records, SweepData data) {
    content(trial);
    String problem = "was trained on data with SHA-256 %s; the sweep's have %s";
    if (!quick) { // tables show trials on other data, and average nothing across them
      records
          .result(trial)
          .flatMap(record -> data.learned(trial, record))
          .ifPresent(it -> report(trial, problem.formatted(it, data.of(trial).orElseThrow())));
    }
    Optional<TrialRecord> last = records.of(trial).filter(it -> it.status().isFinal());
    if (last.isEmpty()) {
      open++;
    } else if (last.get().folder().isEmpty()) {
      alone++;
    } else {
      run(trial, last.get());
    }
  }

  private void content(Trial trial) {
    try {
      String id = id(trial.experiment());
      ObjectNode withoutSeed = (ObjectNode) trial.experiment().deepCopy();
      withoutSeed.remove("seed");
      String group = id(withoutSeed);
      if (!id.equals(trial.id())) {
        report(trial, "plan.jsonl says this id; the experiment there has " + id);
      } else if (!group.equals(trial.group())) {
        report(trial, "plan.jsonl says group " + trial.group() + "; the experiment has " + group);
      } else if (trial.experiment().path("seed").asLong(0) != trial.seed()) {
        report(trial, "plan.jsonl says seed " + trial.seed() + "; the experiment has another");
      }
    } catch (IllegalArgumentException e) {
      report(trial, "plan.jsonl holds no experiment for it: " + e.getMessage());
    }
  }

  private String id(JsonNode experiment) {
    return RunId.of(CanonicalJson.of(experiment).getBytes(StandardCharsets.UTF_8), numerics);
  }

  private void run(Trial trial, TrialRecord record) {
    try {
      verify(trial, record);
    } catch (IOException | RunFolderException | FolderException e) {
      report(trial, "its run folder cannot be read: " + e.getMessage());
    }
  }

  private void verify(Trial trial, TrialRecord record) throws IOException {
    Path run = folder.runs().resolve(record.folder());
    Optional<Folder> found = Folder.find(run);
    if (quick) {
      if (found.isPresent() && found.get().kind(RecordedResult.FILE) != Folder.Kind.MISSING) {
        agreement(trial, record, run);
      }
      return;
    }
    if (found.isEmpty()) {
      report(trial, "its run folder runs/" + record.folder() + " is missing");
      return;
    }
    runs++;
    Verification.Outcome outcome = Verification.of(run);
    files += outcome.files();
    outcome.findings().forEach(it -> report(trial, "runs/" + record.folder() + "/" + it));
    if (outcome.verified()) {
      agreement(trial, record, run);
    }
  }

  private void agreement(Trial trial, TrialRecord record, Path run) throws IOException {
    RunResult result = RunResult.read(run);
    if (!result.digest().equals(record.digest())) {
      report(
          trial,
          "its record says digest %s, runs/%s/result.json says %s"
              .formatted(record.digest(), record.folder(), result.digest()));
    } else if (!RunResult.json(result.measured()).equals(RunResult.json(record.metrics()))) {
      report(trial, "its record has other metrics than runs/" + record.folder() + "/result.json");
    }
    JsonNode experiment = Folder.open(run).file("experiment.json").json(Folder.MAX_JSON);
    if (!CanonicalJson.of(experiment).equals(CanonicalJson.of(trial.experiment()))) {
      report(trial, "runs/" + record.folder() + "/experiment.json is not the plan's experiment");
    }
  }

  private void report(Trial trial, String problem) {
    findings.add(new Finding("trial " + trial.id() + ":", problem));
  }
}
