package vae.experiments.run.verification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.folder.Listing;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.checkpoint.PanelsFile;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.folder.Finding;
import vae.experiments.run.folder.Manifest;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.safetensors.SafeTensors;

/**
 * Whether the files of a run are unchanged and agree with each other; nothing is computed again and
 * no component, plugin or data set is needed.
 *
 * <p>First the manifest, both ways. Where that holds: every value of result and provenance has its
 * type; the name and the id follow from spec, data and numerics; the digest follows from the
 * parameters in the last checkpoint and the metrics, the evidence from the rest of the result; the
 * checkpoint is this run's, after its last epoch, and names the hash of {@code metrics.jsonl}; the
 * journal is whole and ends with the same parameters; the documents name id and digest.
 */
public final class Verification {

  /** The way out of a folder that does not verify. */
  public static final String FIX =
      "Copy the folder again from where the run was made, or remove it and run the experiment"
          + " again.";

  private static final List<String> DOCUMENTS =
      List.of("CITATION.cff", "CHECKLIST.md", "ro-crate-metadata.json");

  private final Path folder;
  private final Folder files;
  private final List<Finding> findings = new ArrayList<>();
  private final List<String> proved = new ArrayList<>();
  private final List<String> unproved = new ArrayList<>();

  private Verification(Path folder) throws IOException {
    this.folder = folder;
    files = Folder.open(folder);
  }

  /** How a check ended. */
  public record Outcome(
      int files, List<Finding> findings, List<String> proved, List<String> unproved) {

    public Outcome {
      findings = List.copyOf(findings);
      proved = List.copyOf(proved);
      unproved = List.copyOf(unproved);
    }

    /** Whether nothing contradicts. */
    public boolean verified() {
      return findings.isEmpty();
    }
  }

  /**
   * Checks the folder of a run.
   *
   * @throws RunFolderException where it is no folder of a run at all
   */
  public static Outcome of(Path folder) throws IOException {
    if (isMissing(folder, RecordedRun.EXPERIMENT) && isMissing(folder, Manifest.FILE)) {
      throw new RunFolderException(
          folder
              + ": expected the folder of a run, found neither experiment.json nor "
              + Manifest.FILE);
    }
    if (isMissing(folder, Manifest.FILE) && isMissing(folder, RecordedResult.FILE)) {
      throw new RunFolderException(
          folder
              + ": this run has not ended, so there is nothing to verify;"
              + " finish it with `vae run`, its experiment and --resume");
    }
    Verification verification = new Verification(folder);
    verification.findings.addAll(Manifest.check(folder));
    if (verification.findings.isEmpty()) {
      verification.proved.add("every file is listed in " + Manifest.FILE + " and unchanged");
      verification.agreement();
      verification.documents();
      verification.evaluations();
    }
    return verification.outcome();
  }

  /**
   * Refuses a finished run that does not verify: before its files are shown as a result, cited,
   * evaluated, or covered by a new manifest.
   *
   * @throws RunFolderException where the folder holds no finished run
   * @throws UnverifiedException where it does not verify
   */
  public static Outcome require(Path folder) throws IOException {
    if (isMissing(folder, Manifest.FILE) && isMissing(folder, RecordedResult.FILE)) {
      throw new RunFolderException(
          folder + ": expected the folder of a finished run, found no result.json in it");
    }
    return required(folder, of(folder));
  }

  /**
   * Refuses a run that does not verify, as {@link #require} does. Of a run without a manifest,
   * whose process ended before it was written, all other files must be whole and agree.
   *
   * @return whether the folder has a manifest
   */
  public static boolean requireFinished(Path folder) throws IOException {
    if (!isMissing(folder, Manifest.FILE) || isMissing(folder, RecordedResult.FILE)) {
      require(folder);
      return true;
    }
    Verification verification = new Verification(folder);
    verification.irregular();
    if (verification.findings.isEmpty()) {
      verification.agreement();
      verification.seals();
    }
    required(folder, verification.outcome());
    return false;
  }

  /**
   * Refuses a run whose report may not be written, as {@link #requireFinished} does; files of the
   * report that are missing are no fault, for they are written again.
   *
   * @return whether the folder has a manifest
   */
  public static boolean requireReportable(Path folder) throws IOException {
    if (isMissing(folder, Manifest.FILE)) {
      return requireFinished(folder);
    }
    Verification verification = new Verification(folder);
    verification.findings.addAll(Manifest.check(folder));
    verification.findings.removeIf(
        it ->
            it.problem().equals(Manifest.MISSING)
                && (it.file().equals(ReportComparison.REPORT) || it.file().startsWith("figures/")));
    if (verification.findings.isEmpty()) {
      verification.agreement();
      verification.documents();
      verification.evaluations();
    }
    required(folder, verification.outcome());
    return true;
  }

  private static boolean isMissing(Path folder, String name) throws IOException {
    Optional<Folder> found = Folder.find(folder);
    return found.isEmpty() || found.get().kind(name) == Folder.Kind.MISSING;
  }

  private static Outcome required(Path folder, Outcome outcome) {
    if (!outcome.verified()) {
      throw new UnverifiedException(folder, outcome.findings(), FIX);
    }
    return outcome;
  }

  private Outcome outcome() throws IOException {
    return new Outcome(Manifest.files(folder).size(), findings, proved, unproved);
  }

  private void agreement() throws IOException {
    new Agreement(folder, files, findings, proved, unproved).check();
  }

  /** What no manifest covers yet must be files all the same. */
  private void irregular() throws IOException {
    for (Listing.Irregular each : files.walk().irregular()) {
      findings.add(new Finding(each.name(), each.problem()));
    }
  }

  /** What no manifest covers yet is sealed by itself. */
  private void seals() throws IOException {
    for (String name :
        List.of(PanelsFile.FILE, CheckpointFiles.FOLDER + "/" + CheckpointFiles.BEST)) {
      FolderFile file = files.file(name);
      try {
        if (file.exists() && !SafeTensors.read(file).sealed()) {
          findings.add(new Finding(name, "has no hash of its bytes"));
        }
      } catch (CorruptFileException e) {
        findings.add(new Finding(name, "cannot be read: " + e.problem()));
      }
    }
  }

  private void evaluations() throws IOException {
    if (!findings.isEmpty()) {
      return;
    }
    List<String> checked = new ArrayList<>();
    findings.addAll(EvaluationsCheck.of(files, RecordedResult.read(folder), checked));
    if (findings.isEmpty() && !checked.isEmpty()) {
      proved.add("the saved evaluations are whole and of this run: " + String.join(", ", checked));
      unproved.add(
          "the values of saved evaluations: `vae reproduce --evaluations` computes them again");
    }
  }

  /** Whoever reads only the documents must find the run that the folder holds. */
  private void documents() throws IOException {
    if (!findings.isEmpty()) {
      return;
    }
    RecordedResult result = RecordedResult.read(folder);
    for (String name : DOCUMENTS) {
      FolderFile file = files.file(name);
      if (file.exists()) {
        String text = new String(file.bytes(Folder.MAX_JSON), StandardCharsets.UTF_8);
        if (!text.contains(result.id()) || !text.contains(result.digest())) {
          findings.add(new Finding(name, "does not name the id and the digest of the run"));
        }
      }
    }
    unproved.add(
        "that the report, its figures, evaluation.safetensors and best.safetensors show this run:"
            + " `vae reproduce` makes and compares them");
  }
}
