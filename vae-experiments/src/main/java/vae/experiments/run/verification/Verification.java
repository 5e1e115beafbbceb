package vae.experiments.run.verification;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.folder.Listing;
import vae.experiments.recorded.RecordException;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.recorded.RecordedStop;
import vae.experiments.run.checkpoint.Checkpoint;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.checkpoint.PanelsFile;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.folder.Finding;
import vae.experiments.run.folder.GrowingFile;
import vae.experiments.run.folder.Manifest;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.folder.RunId;
import vae.experiments.run.journal.Journal;
import vae.experiments.run.journal.JournalReader;
import vae.experiments.run.journal.MetricsLog;
import vae.experiments.run.journal.ParameterFingerprints;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.run.safetensors.SafeTensorsEntry;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.training.Stop;

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

  /**
   * How a check ended.
   *
   * @param files that the folder has
   * @param findings what contradicts; empty where the run is verified
   * @param proved what was checked, a line each
   * @param unproved what was not, a line each
   */
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
    RecordedRun run;
    try {
      run = RecordedRun.read(folder);
    } catch (RecordException e) {
      findings.add(new Finding(e.file(), "cannot be read: " + e.problem()));
      return;
    }
    identity(run);
    boolean complete = run.result().complete();
    String name =
        CheckpointFiles.FOLDER
            + "/"
            + (complete ? CheckpointFiles.FINAL : CheckpointFiles.DIVERGED);
    FolderFile at = files.file(name);
    if (!at.exists()) {
      findings.add(new Finding(name, "is missing: result.json cannot be checked without it"));
      return;
    }
    try {
      SafeTensors content = SafeTensors.read(at);
      List<Parameter> parameters = parameters(at.path(), content);
      digest(run.result(), name, parameters);
      evidence(run);
      checkpoint(run, name, Checkpoint.of(at.path(), content, run.result().id()));
      journal(run, parameters, name);
    } catch (CorruptFileException e) {
      findings.add(new Finding(name, "cannot be read: " + e.problem()));
    }
    if (findings.isEmpty()) {
      proved.add("the id follows from experiment.json, the data's hash and the numerics version");
      proved.add("the digest follows from the parameters in " + name + " and the metrics");
      proved.add("the journal ends with these parameters, after the last step");
    }
    unproved.add("that training with this spec leads here: `vae reproduce` computes the run again");
    unproved.add("who made the run, when, on which machine and with which code: a signature helps");
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

  /** Name and id follow from experiment.json and what provenance.json says of data and numerics. */
  private void identity(RecordedRun run) {
    RecordedResult result = run.result();
    if (!run.name().equals(result.name())) {
      findings.add(
          new Finding(
              RecordedResult.FILE,
              "says name %s; experiment.json has %s".formatted(result.name(), run.name())));
    }
    RecordedProvenance provenance = run.provenance();
    if (provenance.started().isPresent()
        && provenance.finished().isPresent()
        && provenance.finished().get().isBefore(provenance.started().get())) {
      findings.add(new Finding(RecordedProvenance.FILE, "says that the run ended before it began"));
    }
    try {
      String id =
          RunId.of(
              CanonicalJson.of(run.experiment()),
              provenance.data().sha256(),
              provenance.numerics());
      if (!id.equals(result.id())) {
        findings.add(
            new Finding(
                RecordedResult.FILE,
                "says id %s; experiment.json, the data's hash and the numerics version in %s have %s"
                    .formatted(result.id(), RecordedProvenance.FILE, id)));
      }
    } catch (IllegalArgumentException e) {
      findings.add(new Finding(RecordedRun.EXPERIMENT, "cannot be read: " + e.getMessage()));
    }
  }

  /** The second digest, which versions before 0.2.0 did not write. */
  private void evidence(RecordedRun run) {
    Optional<String> recorded = run.result().evidence();
    if (recorded.isPresent()) {
      String evidence = RecordedResult.evidence(run.result().tree());
      if (evidence.equals(recorded.get())) {
        proved.add("the evidence follows from standard errors and further quantities");
      } else {
        findings.add(
            new Finding(
                RecordedResult.FILE,
                "says evidence %s; the rest of it has %s".formatted(recorded.get(), evidence)));
      }
    } else if (run.provenance().code().isBeforeEvidence()) {
      unproved.add(
          "standard errors: written by %s, which kept no digest of them"
              .formatted(run.provenance().code().version()));
    } else {
      findings.add(
          new Finding(RecordedResult.FILE, "has no evidence, the digest of its standard errors"));
    }
  }

  private void digest(RecordedResult result, String checkpoint, List<Parameter> parameters) {
    SortedMap<String, Double> values = new TreeMap<>();
    result.metrics().forEach((metric, measured) -> values.put(metric, measured.value()));
    String digest = Digest.of(parameters, values);
    if (!digest.equals(result.digest())) {
      findings.add(
          new Finding(
              RecordedResult.FILE,
              "says digest %s; the parameters in %s and its metrics have %s"
                  .formatted(result.digest(), checkpoint, digest)));
    }
  }

  /** It stands at the end of training, and says what the log of metrics held there. */
  private void checkpoint(RecordedRun run, String name, Checkpoint checkpoint) throws IOException {
    int epochs = run.trainedEpochs();
    if (run.result().complete() && checkpoint.epoch() != epochs) {
      String says = run.result().stopped().isEmpty() ? "experiment.json" : RecordedResult.FILE;
      findings.add(
          new Finding(
              name, "is of epoch %d; %s has %d".formatted(checkpoint.epoch(), says, epochs)));
    }
    Optional<String> reason = run.result().stopped().map(RecordedStop::reason);
    if (run.result().complete()
        && checkpoint.epoch() == epochs
        && reason.isPresent()
        && !checkpoint.stop().map(Stop::reason).equals(reason)) {
      findings.add(
          new Finding(RecordedResult.FILE, "gives another reason for its early end than " + name));
    }
    GrowingFile.Mark mark = checkpoint.metrics();
    FolderFile log = files.file(MetricsLog.FILE);
    boolean same =
        log.exists()
            ? log.size() == mark.bytes() && Digest.ofFile(log).equals(mark.sha256())
            : mark.bytes() == 0;
    if (!same) {
      findings.add(new Finding(MetricsLog.FILE, "is not the log whose hash is in " + name));
    }
  }

  /** The parameters in a checkpoint; other arrays have a colon in their names. */
  private static List<Parameter> parameters(Path checkpoint, SafeTensors content) {
    List<Parameter> parameters = new ArrayList<>();
    content
        .entries()
        .forEach(
            (name, entry) -> {
              if (!name.contains(":")) {
                parameters.add(new Parameter(name, array(checkpoint, name, entry)));
              }
            });
    return parameters;
  }

  private static NdArray array(Path file, String name, SafeTensorsEntry entry) {
    Shape shape = Shape.of(entry.shape());
    return switch (entry.type()) {
      case F32 -> NdArray.of(shape, entry.floats());
      case F64 -> NdArray.of(shape, entry.doubles());
      default ->
          throw new CorruptFileException(
              file, 0, "expected real numbers in " + name + ", got " + entry.type());
    };
  }

  /** A complete run's journal has a record of its last step, and nothing behind it. */
  private void journal(RecordedRun run, List<Parameter> parameters, String checkpoint)
      throws IOException {
    FolderFile file = files.file(Journal.FILE);
    if (!file.exists()) {
      findings.add(new Finding(Journal.FILE, "is missing"));
      return;
    }
    try (JournalReader journal = JournalReader.open(file);
        KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1)) {
      ParameterFingerprints fingerprints = new ParameterFingerprints(kernels);
      long step = journal.layout().stepOf(run.trainedEpochs(), run.epochs());
      Optional<long[]> last = journal.at(step);
      long[] expected = parameters.stream().mapToLong(fingerprints::of).toArray();
      boolean named =
          journal.names().equals(parameters.stream().map(Parameter::name).sorted().toList());
      boolean ended = journal.endsWith(step);
      if (!named
          || run.result().complete() && !ended
          || last.isPresent() && !Arrays.equals(last.get(), expected)) {
        findings.add(
            new Finding(Journal.FILE, "does not end with the parameters in " + checkpoint));
      }
    } catch (CorruptFileException e) {
      findings.add(new Finding(Journal.FILE, "cannot be read: " + e.problem()));
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
