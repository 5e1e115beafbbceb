package vae.experiments.run.verification;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.recorded.RecordException;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.recorded.RecordedStop;
import vae.experiments.run.checkpoint.Checkpoint;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.folder.CallbackFiles;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.folder.Finding;
import vae.experiments.run.folder.GrowingFile;
import vae.experiments.run.folder.RunId;
import vae.experiments.run.journal.Journal;
import vae.experiments.run.journal.JournalReader;
import vae.experiments.run.journal.MetricsLog;
import vae.experiments.run.journal.ParameterFingerprints;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.training.Stop;

/**
 * Whether the files of a run agree with each other: id, digests, last checkpoint, log and journal
 * follow from what the folder says.
 */
final class Agreement {

  private final Path folder;
  private final Folder files;
  private final List<Finding> findings;
  private final List<String> proved;
  private final List<String> unproved;

  /** Adds to these lists what contradicts, what was checked and what was not. */
  Agreement(
      Path folder,
      Folder files,
      List<Finding> findings,
      List<String> proved,
      List<String> unproved) {
    this.folder = folder;
    this.files = files;
    this.findings = findings;
    this.proved = proved;
    this.unproved = unproved;
  }

  private void find(String file, String problem) {
    findings.add(new Finding(file, problem));
  }

  void check() throws IOException {
    RecordedRun run;
    try {
      run = RecordedRun.read(folder);
    } catch (RecordException e) {
      find(e.file(), "cannot be read: " + e.problem());
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
      find(name, "is missing: result.json cannot be checked without it");
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
      find(name, "cannot be read: " + e.problem());
    }
    if (findings.isEmpty()) {
      proved.add("the id follows from experiment.json, the data's hash and the numerics version");
      proved.add("the digest follows from the parameters in " + name + " and the metrics");
      proved.add("the journal ends with these parameters, after the last step");
    }
    unproved.add("that training with this spec leads here: `vae reproduce` computes the run again");
    unproved.add("who made the run, when, on which machine and with which code: a signature helps");
  }

  /** Name and id follow from experiment.json and what provenance.json says of data and numerics. */
  private void identity(RecordedRun run) {
    RecordedResult result = run.result();
    if (!run.name().equals(result.name())) {
      find(
          RecordedResult.FILE,
          "says name %s; experiment.json has %s".formatted(result.name(), run.name()));
    }
    RecordedProvenance provenance = run.provenance();
    if (provenance.started().isPresent()
        && provenance.finished().isPresent()
        && provenance.finished().get().isBefore(provenance.started().get())) {
      find(RecordedProvenance.FILE, "says that the run ended before it began");
    }
    try {
      String id =
          RunId.of(
              CanonicalJson.of(run.experiment()),
              provenance.data().sha256(),
              provenance.numerics());
      if (!id.equals(result.id())) {
        find(
            RecordedResult.FILE,
            "says id %s; experiment.json, the data's hash and the numerics version in %s have %s"
                .formatted(result.id(), RecordedProvenance.FILE, id));
      }
    } catch (IllegalArgumentException e) {
      find(RecordedRun.EXPERIMENT, "cannot be read: " + e.getMessage());
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
        find(
            RecordedResult.FILE,
            "says evidence %s; the rest of it has %s".formatted(recorded.get(), evidence));
      }
    } else if (run.provenance().code().isBeforeEvidence()) {
      unproved.add(
          "standard errors: written by %s, which kept no digest of them"
              .formatted(run.provenance().code().version()));
    } else {
      find(RecordedResult.FILE, "has no evidence, the digest of its standard errors");
    }
  }

  private void digest(RecordedResult result, String checkpoint, List<Parameter> parameters) {
    SortedMap<String, Double> values = new TreeMap<>();
    result.metrics().forEach((metric, measured) -> values.put(metric, measured.value()));
    String digest = Digest.of(parameters, values);
    if (!digest.equals(result.digest())) {
      find(
          RecordedResult.FILE,
          "says digest %s; the parameters in %s and its metrics have %s"
              .formatted(result.digest(), checkpoint, digest));
    }
  }

  /** It stands at the end of training, and says what the log of metrics held there. */
  private void checkpoint(RecordedRun run, String name, Checkpoint checkpoint) throws IOException {
    int epochs = run.trainedEpochs();
    if (run.result().complete() && checkpoint.epoch() != epochs) {
      String says = run.result().stopped().isEmpty() ? "experiment.json" : RecordedResult.FILE;
      find(name, "is of epoch %d; %s has %d".formatted(checkpoint.epoch(), says, epochs));
    }
    Optional<String> reason = run.result().stopped().map(RecordedStop::reason);
    if (run.result().complete()
        && checkpoint.epoch() == epochs
        && reason.isPresent()
        && !checkpoint.stop().map(Stop::reason).equals(reason)) {
      find(RecordedResult.FILE, "gives another reason for its early end than " + name);
    }
    findings.addAll(CallbackFiles.check(files, checkpoint.callbackFiles()));
    GrowingFile.Mark mark = checkpoint.metrics();
    FolderFile log = files.file(MetricsLog.FILE);
    boolean same =
        log.exists()
            ? log.size() == mark.bytes() && Digest.ofFile(log).equals(mark.sha256())
            : mark.bytes() == 0;
    if (!same) {
      find(MetricsLog.FILE, "is not the log whose hash is in " + name);
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
                parameters.add(new Parameter(name, Checkpoint.array(checkpoint, name, entry)));
              }
            });
    return parameters;
  }

  /** A complete run's journal has a record of its last step, and nothing behind it. */
  private void journal(RecordedRun run, List<Parameter> parameters, String checkpoint)
      throws IOException {
    FolderFile file = files.file(Journal.FILE);
    if (!file.exists()) {
      find(Journal.FILE, "is missing");
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
        find(Journal.FILE, "does not end with the parameters in " + checkpoint);
      }
    } catch (CorruptFileException e) {
      find(Journal.FILE, "cannot be read: " + e.problem());
    }
  }
}
