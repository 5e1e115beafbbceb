package vae.experiments.reproduction;

import java.io.IOException;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.folder.LineReader;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.checkpoint.PanelsFile;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.folder.Manifest;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.journal.Journal;
import vae.experiments.run.journal.JournalLayout;
import vae.experiments.run.journal.JournalReader;
import vae.experiments.run.journal.MetricsLog;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.run.safetensors.SafeTensorsEntry;
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

  private final RecordedRun first;
  private final RecordedRun second;
  private final Folder firstFolder;
  private final Folder secondFolder;
  private final boolean sameVersion;
  private final boolean fromCheckpoint;
  private final List<String> notCompared = new ArrayList<>();

  /**
   * @param first the run as it was recorded
   * @param second the run as it was made again
   * @param fromCheckpoint whether it was made again from a checkpoint, behind its best model
   */
  RunComparison(RecordedRun first, RecordedRun second, boolean fromCheckpoint) throws IOException {
    this.first = first;
    this.second = second;
    this.fromCheckpoint = fromCheckpoint;
    this.firstFolder = Folder.open(first.folder());
    this.secondFolder = Folder.open(second.folder());
    String version = first.provenance().code().version();
    this.sameVersion = version.equals(second.provenance().code().version());
  }

  /** What an earlier version wrote in another way, after {@link #difference} was asked for. */
  List<String> notCompared() {
    return notCompared;
  }

  /** The first difference; empty where there is none. */
  Optional<Verdict.Different> difference() throws IOException {
    List<Step> steps =
        List.of(
            this::result,
            this::further,
            this::experiment,
            this::log,
            () -> arrays(CheckpointFiles.FOLDER + "/" + CheckpointFiles.FINAL),
            () -> arrays(CheckpointFiles.FOLDER + "/" + CheckpointFiles.DIVERGED),
            () -> arrays(CheckpointFiles.FOLDER + "/" + CheckpointFiles.BEST),
            () -> arrays(PanelsFile.FILE),
            () -> document("divergence.json"),
            this::journal,
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

  private Optional<Verdict.Different> different(String what, Object expected, Object got) {
    return Optional.of(
        Verdict.Different.atTheEnd(
            first.result().id(), what, String.valueOf(expected), String.valueOf(got)));
  }

  private Optional<Verdict.Different> compare(String what, Object expected, Object got) {
    return Objects.equals(expected, got) ? Optional.empty() : different(what, expected, got);
  }

  private Optional<Verdict.Different> result() {
    RecordedResult one = first.result();
    RecordedResult other = second.result();
    return compare("status", one.status(), other.status())
        .or(() -> compare("message", one.message(), other.message()))
        .or(() -> compare("metrics", one.metrics().keySet(), other.metrics().keySet()))
        .or(this::values)
        .or(() -> compare("digest", one.digest(), other.digest()))
        .or(() -> compare("name", one.name(), other.name()));
  }

  private Optional<Verdict.Different> values() {
    boolean before = first.provenance().code().isBeforeEvidence();
    List<String> skipped = new ArrayList<>();
    for (Map.Entry<String, Measured> metric : first.result().metrics().entrySet()) {
      String name = metric.getKey();
      Measured one = metric.getValue();
      Measured other = second.result().metrics().get(name);
      if (before && !one.equals(other) && isWrittenDifferently(name, one, other)) {
        skipped.add(name);
        one = Measured.exact(one.value());
        other = Measured.exact(other.value());
      }
      if (!one.equals(other)) {
        return different(name, one, other);
      }
    }
    if (!skipped.isEmpty()) {
      skip("standard errors of " + String.join(", ", skipped));
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

  private void skip(String what) {
    notCompared.add(what + ": written by " + first.provenance().code().version());
  }

  /** All else that the result says; a later version may say more. */
  private Optional<Verdict.Different> further() {
    if (first.result().evidence().isEmpty()) {
      return Optional.empty();
    }
    JsonNode one = first.result().tree();
    JsonNode other = second.result().tree();
    if (sameVersion) {
      return one.equals(other)
          ? Optional.empty()
          : compare("evidence", first.result().evidence().get(), second.result().evidence().get())
              .or(() -> different(RecordedResult.FILE, one, other));
    }
    if (!first.result().stopped().equals(second.result().stopped())) {
      return different("stopped", first.result().stopped(), second.result().stopped());
    }
    for (Map.Entry<String, Measured> each : first.result().further().entrySet()) {
      Measured again = second.result().further().get(each.getKey());
      if (!each.getValue().equals(again)) {
        return different(each.getKey(), each.getValue(), again);
      }
    }
    return Optional.empty();
  }

  private Optional<Verdict.Different> experiment() throws IOException {
    String one = text(firstFolder, RecordedRun.EXPERIMENT);
    String other = text(secondFolder, RecordedRun.EXPERIMENT);
    return one.equals(other)
            || !sameVersion
                && CanonicalJson.of(first.experiment())
                    .equals(CanonicalJson.of(second.experiment()))
        ? Optional.empty()
        : lines(first.result().id(), RecordedRun.EXPERIMENT, one, other);
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
    if (!both(name)) {
      return Optional.empty(); // a missing file is found below
    }
    String one = text(firstFolder, name);
    return lines(first.result().id(), name, one, text(secondFolder, name));
  }

  private boolean both(String name) throws IOException {
    return firstFolder.file(name).exists() && secondFolder.file(name).exists();
  }

  /** Line by line: long trainings have logs of hundreds of megabytes. */
  private Optional<Verdict.Different> log() throws IOException {
    if (!both(MetricsLog.FILE)) {
      return Optional.empty();
    }
    FolderFile one = firstFolder.file(MetricsLog.FILE);
    FolderFile other = secondFolder.file(MetricsLog.FILE);
    if (same(one, other)) {
      return Optional.empty();
    }
    try (LineReader expected = one.lines(Folder.MAX_LINE);
        LineReader got = other.lines(Folder.MAX_LINE)) {
      for (int line = 1; ; line++) {
        String left = expected.next();
        String right = got.next();
        if (left == null && right == null) {
          return different(MetricsLog.FILE, "the end of the last line", "another");
        }
        if (!Objects.equals(left, right)) {
          return different(
              MetricsLog.FILE + " line " + line,
              left == null ? "no line" : left,
              right == null ? "no line" : right);
        }
      }
    }
  }

  private static boolean same(FolderFile one, FolderFile other) throws IOException {
    return one.size() == other.size() && Digest.ofFile(one).equals(Digest.ofFile(other));
  }

  /** Arrays and metadata but the seal, which follows from them and from the order in the file. */
  private Optional<Verdict.Different> arrays(String name) throws IOException {
    if (!both(name)) {
      return Optional.empty();
    }
    SafeTensors one = SafeTensors.read(firstFolder.file(name));
    SafeTensors other = SafeTensors.read(secondFolder.file(name));
    for (String array : names(one.entries().keySet(), other.entries().keySet())) {
      SafeTensorsEntry left = one.entries().get(array);
      SafeTensorsEntry right = other.entries().get(array);
      if (left == null || right == null || !same(left, right)) {
        if (right != null && isByAnotherRate(array)) {
          skip(name + " " + array);
          continue;
        }
        return different(name + " " + array, shown(left, right), shown(right, left));
      }
    }
    for (String key : names(one.metadata().keySet(), other.metadata().keySet())) {
      String left = one.metadata().get(key);
      String right = other.metadata().get(key);
      if (!Objects.equals(left, right) && !key.equals(SafeTensors.SEAL_KEY)) {
        return different(name + " " + key, left, right);
      }
    }
    return compare(name + " seal", one.sealed(), other.sealed());
  }

  /** Versions before 0.2.0 took the rate of a coordinate against N(0, 1), whatever the prior. */
  private boolean isByAnotherRate(String array) {
    return List.of("rate_per_dimension", "traversal").contains(array)
        && first.provenance().code().isBeforeEvidence()
        && !first.experiment().at("/prior/type").asString("").equals("standard-normal");
  }

  /** A later version may write more. */
  private SortedSet<String> names(Set<String> one, Set<String> other) {
    SortedSet<String> names = new TreeSet<>(one);
    if (sameVersion) {
      names.addAll(other);
    }
    return names;
  }

  private static boolean same(SafeTensorsEntry one, SafeTensorsEntry other) {
    return one.type() == other.type()
        && Arrays.equals(one.shape(), other.shape())
        && Objects.deepEquals(one.values(), other.values());
  }

  /** Type and shape, and the first element that the other has not. */
  private static String shown(SafeTensorsEntry entry, SafeTensorsEntry other) {
    if (entry == null) {
      return "no such array";
    }
    String kind = entry.type() + " " + Arrays.toString(entry.shape());
    if (other == null || other.type() != entry.type() || other.size() != entry.size()) {
      return kind;
    }
    for (int i = 0; i < entry.size(); i++) {
      Object element = Array.get(entry.values(), i);
      if (!element.equals(Array.get(other.values(), i))) {
        return "%s, element %d is %s".formatted(kind, i, element);
      }
    }
    return kind;
  }

  /** Its records were compared while the run was made; here its header and its end. */
  private Optional<Verdict.Different> journal() throws IOException {
    if (!both(Journal.FILE)) {
      return Optional.empty();
    }
    FolderFile one = firstFolder.file(Journal.FILE);
    FolderFile other = secondFolder.file(Journal.FILE);
    try (JournalReader expected = JournalReader.open(one);
        JournalReader got = JournalReader.open(other)) {
      JournalLayout layout = expected.layout();
      if (layout.first() > 0 && layout.equals(got.layout().from(layout.first()))) {
        notCompared.add("steps before " + layout.first() + ": the journal starts there");
        long last = layout.stepOf(first.trainedEpochs(), first.epochs());
        return compare(Journal.FILE, one.size(), layout.endOf(last));
      }
      return same(one, other)
          ? Optional.empty()
          : compare(Journal.FILE + " header", layout, got.layout())
              .or(() -> different(Journal.FILE, "the records of the run", "others"));
    }
  }

  private Optional<Verdict.Different> provenance() {
    RecordedProvenance one = first.provenance();
    RecordedProvenance other = second.provenance();
    for (Map.Entry<String, JsonNode> fact : one.data().facts().properties()) {
      JsonNode again = other.data().facts().path(fact.getKey());
      if (!fact.getValue().equals(again)) {
        return different(
            RecordedProvenance.FILE + " data." + fact.getKey(), fact.getValue(), again);
      }
    }
    return compare(
        RecordedProvenance.FILE + " determinism", one.determinism(), other.determinism());
  }

  /** No file is missing, and none is there that the run does not make. */
  private Optional<Verdict.Different> files() throws IOException {
    SortedSet<String> one = following(firstFolder);
    SortedSet<String> other = following(secondFolder);
    for (String name : other) {
      if (!one.contains(name)) {
        return different(name, "no such file", "a file that the run makes");
      }
    }
    for (String name : one) {
      boolean best = name.equals(CheckpointFiles.FOLDER + "/" + CheckpointFiles.BEST);
      if (best && fromCheckpoint) {
        continue; // measured before the checkpoint
      }
      if (best && first.provenance().code().isBeforeEvidence() && !other.contains(name)) {
        skip(name + ", chosen on test data");
        continue;
      }
      boolean callbacks = name.startsWith(RunFolder.CALLBACKS + "/");
      if (callbacks && fromCheckpoint && !other.contains(name)) {
        continue; // written before the checkpoint
      }
      if (!other.contains(name)) {
        return different(name, "a file", "none: the run does not make it");
      }
      if (callbacks && !same(firstFolder.file(name), secondFolder.file(name))) {
        return different(name, "the bytes of the run", "others");
      }
    }
    return Optional.empty();
  }

  private static SortedSet<String> following(Folder folder) throws IOException {
    SortedSet<String> names = new TreeSet<>(folder.walk().files());
    names.removeIf(name -> APART.contains(name) || name.startsWith("figures/"));
    return names;
  }
}
