package vae.experiments.reproduction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.folder.LineReader;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.checkpoint.PanelsFile;
import vae.experiments.run.folder.Manifest;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.journal.MetricsLog;
import vae.experiments.run.verification.Verdict;
import vae.experiments.spec.CanonicalJson;

/**
 * Compares what a run left in its folder with what the same spec left in another: everything that
 * follows from the spec and the data. The first difference ends the comparison.
 */
final class RunComparison {

  /** Files that say more than follows from the spec, compared in their own way. */
  private static final List<String> APART =
      List.of(
          Manifest.FILE,
          Manifest.SIGNATURE,
          RecordedProvenance.FILE,
          "report.html",
          "CITATION.cff",
          "CHECKLIST.md",
          "ro-crate-metadata.json");

  private final RunPair runs;
  private final boolean fromCheckpoint;

  /**
   * @param fromCheckpoint whether the second run was made from a checkpoint, behind its best model
   */
  RunComparison(RunPair runs, boolean fromCheckpoint) {
    this.runs = runs;
    this.fromCheckpoint = fromCheckpoint;
  }

  /** The first difference; empty where there is none. */
  Optional<Verdict.Different> difference() throws IOException {
    ArrayComparison arrays = new ArrayComparison(runs);
    List<Step> steps =
        List.of(
            this::result,
            this::further,
            this::experiment,
            this::log,
            () -> arrays.of(CheckpointFiles.FOLDER + "/" + CheckpointFiles.FINAL),
            () -> arrays.of(CheckpointFiles.FOLDER + "/" + CheckpointFiles.DIVERGED),
            () -> arrays.of(CheckpointFiles.FOLDER + "/" + CheckpointFiles.BEST),
            () -> arrays.of(PanelsFile.FILE),
            () -> document("divergence.json"),
            new JournalEnds(runs)::difference,
            this::provenance,
            this::files);
    for (Step step : steps) {
      Optional<Verdict.Different> found = step.compare();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private interface Step {
    Optional<Verdict.Different> compare() throws IOException;
  }

  private Optional<Verdict.Different> result() {
    RecordedResult one = runs.first().result();
    RecordedResult other = runs.second().result();
    return runs.compare("status", one.status(), other.status())
        .or(() -> runs.compare("message", one.message(), other.message()))
        .or(() -> runs.compare("metrics", one.metrics().keySet(), other.metrics().keySet()))
        .or(this::values)
        .or(() -> runs.compare("digest", one.digest(), other.digest()))
        .or(() -> runs.compare("name", one.name(), other.name()));
  }

  private Optional<Verdict.Different> values() {
    boolean before = runs.first().provenance().code().isBeforeEvidence();
    List<String> skipped = new ArrayList<>();
    for (Map.Entry<String, Measured> metric : runs.first().result().metrics().entrySet()) {
      String name = metric.getKey();
      Measured one = metric.getValue();
      Measured other = runs.second().result().metrics().get(name);
      if (before && !one.equals(other) && isWrittenDifferently(name, one, other)) {
        skipped.add(name);
        one = Measured.exact(one.value());
        other = Measured.exact(other.value());
      }
      if (!one.equals(other)) {
        return runs.different(name, one, other);
      }
    }
    if (!skipped.isEmpty()) {
      runs.skip("standard errors of " + String.join(", ", skipped));
    }
    return Optional.empty();
  }

  /**
   * Versions before 0.2.0 gave a first-order error of a likelihood estimate, and a number where
   * nothing had been measured.
   */
  private static boolean isWrittenDifferently(String name, Measured one, Measured other) {
    boolean measured = one.hasError() && other.hasError();
    return name.endsWith("/nll") || !measured;
  }

  /** All else that the result says; a later version may say more. */
  private Optional<Verdict.Different> further() {
    if (runs.first().result().evidence().isEmpty()) {
      return Optional.empty();
    }
    JsonNode one = runs.first().result().tree();
    JsonNode other = runs.second().result().tree();
    if (runs.sameVersion()) {
      return one.equals(other)
          ? Optional.empty()
          : runs.compare(
                  "evidence",
                  runs.first().result().evidence().get(),
                  runs.second().result().evidence().get())
              .or(() -> runs.different(RecordedResult.FILE, one, other));
    }
    if (!runs.first().result().stopped().equals(runs.second().result().stopped())) {
      return runs.different(
          "stopped", runs.first().result().stopped(), runs.second().result().stopped());
    }
    if (!runs.first().result().kept().equals(runs.second().result().kept())) {
      return runs.different("kept", runs.first().result().kept(), runs.second().result().kept());
    }
    for (Map.Entry<String, Measured> each : runs.first().result().further().entrySet()) {
      Measured again = runs.second().result().further().get(each.getKey());
      if (!each.getValue().equals(again)) {
        return runs.different(each.getKey(), each.getValue(), again);
      }
    }
    return Optional.empty();
  }

  private Optional<Verdict.Different> experiment() throws IOException {
    String one = text(runs.firstFolder(), RecordedRun.EXPERIMENT);
    String other = text(runs.secondFolder(), RecordedRun.EXPERIMENT);
    return one.equals(other)
            || !runs.sameVersion()
                && CanonicalJson.of(runs.first().experiment())
                    .equals(CanonicalJson.of(runs.second().experiment()))
        ? Optional.empty()
        : lines(runs.first().result().id(), RecordedRun.EXPERIMENT, one, other);
  }

  private static String text(Folder folder, String name) throws IOException {
    return folder.file(name).text(Folder.MAX_JSON);
  }

  /** The first line in which two texts differ; empty where there is none. */
  static Optional<Verdict.Different> lines(String id, String name, String one, String other) {
    if (one.equals(other)) {
      return Optional.empty();
    }
    List<String> expected = one.lines().toList();
    List<String> got = other.lines().toList();
    for (int i = 0; i < Math.max(expected.size(), got.size()); i++) {
      String left = i < expected.size() ? expected.get(i) : "no line";
      String right = i < got.size() ? got.get(i) : "no line";
      if (!left.equals(right)) {
        String what = name + " line " + (i + 1);
        return Optional.of(Verdict.Different.atTheEnd(id, what, left, right));
      }
    }
    return Optional.of(Verdict.Different.atTheEnd(id, name, "other ends of lines", "line feeds"));
  }

  private Optional<Verdict.Different> document(String name) throws IOException {
    if (!runs.both(name)) {
      return Optional.empty(); // a missing file is found below
    }
    String one = text(runs.firstFolder(), name);
    return lines(runs.first().result().id(), name, one, text(runs.secondFolder(), name));
  }

  /** Line by line: long trainings have logs of hundreds of megabytes. */
  private Optional<Verdict.Different> log() throws IOException {
    if (!runs.both(MetricsLog.FILE)) {
      return Optional.empty();
    }
    FolderFile one = runs.firstFolder().file(MetricsLog.FILE);
    FolderFile other = runs.secondFolder().file(MetricsLog.FILE);
    if (RunPair.same(one, other)) {
      return Optional.empty();
    }
    try (LineReader expected = one.lines(Folder.MAX_LINE);
        LineReader got = other.lines(Folder.MAX_LINE)) {
      for (int line = 1; ; line++) {
        String left = expected.next();
        String right = got.next();
        if (left == null && right == null) {
          return runs.different(MetricsLog.FILE, "the end of the last line", "another");
        }
        if (!Objects.equals(left, right)) {
          return runs.different(
              MetricsLog.FILE + " line " + line,
              left == null ? "no line" : left,
              right == null ? "no line" : right);
        }
      }
    }
  }

  private Optional<Verdict.Different> provenance() {
    RecordedProvenance one = runs.first().provenance();
    RecordedProvenance other = runs.second().provenance();
    for (Map.Entry<String, JsonNode> fact : one.data().facts().properties()) {
      JsonNode again = other.data().facts().path(fact.getKey());
      if (!fact.getValue().equals(again)) {
        return runs.different(
            RecordedProvenance.FILE + " data." + fact.getKey(), fact.getValue(), again);
      }
    }
    return runs.compare(
        RecordedProvenance.FILE + " determinism", one.determinism(), other.determinism());
  }

  /** No file is missing, and none is there that the run does not make. */
  private Optional<Verdict.Different> files() throws IOException {
    SortedSet<String> one = following(runs.firstFolder());
    SortedSet<String> other = following(runs.secondFolder());
    for (String name : other) {
      if (!one.contains(name)) {
        return runs.different(name, "no such file", "a file that the run makes");
      }
    }
    for (String name : one) {
      boolean best = name.equals(CheckpointFiles.FOLDER + "/" + CheckpointFiles.BEST);
      if (best && fromCheckpoint) {
        continue; // measured before the checkpoint
      }
      if (best && runs.first().provenance().code().isBeforeEvidence() && !other.contains(name)) {
        runs.skip(name + ", chosen on test data");
        continue;
      }
      boolean callbacks = name.startsWith(RunFolder.CALLBACKS + "/");
      if (!other.contains(name)) {
        return runs.different(name, "a file", "none: the run does not make it");
      }
      if (callbacks
          && !RunPair.same(runs.firstFolder().file(name), runs.secondFolder().file(name))) {
        return runs.different(name, "the bytes of the run", "others");
      }
    }
    return Optional.empty();
  }

  private static SortedSet<String> following(Folder folder) throws IOException {
    SortedSet<String> names = new TreeSet<>(folder.walk().files());
    names.removeIf(
        name ->
            APART.contains(name)
                || name.startsWith("figures/")
                || name.startsWith(RecordedEvaluation.FOLDER + "/"));
    return names;
  }
}
