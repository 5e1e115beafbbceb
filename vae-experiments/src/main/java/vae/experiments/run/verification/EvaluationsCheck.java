package vae.experiments.run.verification;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.recorded.RecordException;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.folder.Finding;
import vae.experiments.run.folder.Manifest;
import vae.experiments.run.folder.RunId;
import vae.experiments.spec.CanonicalJson;

/**
 * Whether the saved evaluations of a run are whole and of this run: each one's manifest, both ways;
 * its id follows from its settings, the run's digest and the numerics version, its digest from the
 * rest of it, and the hash of its arrays from these.
 */
final class EvaluationsCheck {

  private static final SortedSet<String> FILES =
      new TreeSet<>(
          List.of(
              Manifest.FILE,
              RecordedEvaluation.ARRAYS,
              RecordedEvaluation.FILE,
              RecordedProvenance.FILE));

  private final RecordedResult run;
  private final List<Finding> findings = new ArrayList<>();

  private EvaluationsCheck(RecordedResult run) {
    this.run = run;
  }

  /**
   * What is wrong with them.
   *
   * @param checked receives the id of each
   */
  static List<Finding> of(Folder folder, RecordedResult run, List<String> checked)
      throws IOException {
    EvaluationsCheck check = new EvaluationsCheck(run);
    try {
      Optional<Folder> all = folder.findFolder(RecordedEvaluation.FOLDER);
      if (all.isPresent()) {
        for (Folder.Child child : all.get().children()) {
          if (child.kind() != Folder.Kind.FOLDER) {
            check.add(child.name(), "is no folder of an evaluation");
          }
        }
        for (Folder each : RecordedEvaluation.folders(folder)) {
          String name = String.valueOf(each.path().getFileName());
          checked.add(name);
          check.evaluation(name, each);
        }
      }
    } catch (FolderException e) {
      check.findings.add(new Finding(RecordedEvaluation.FOLDER, e.problem()));
    }
    return check.findings;
  }

  private void add(String name, String problem) {
    findings.add(new Finding(RecordedEvaluation.FOLDER + "/" + name, problem));
  }

  private void evaluation(String name, Folder folder) throws IOException {
    List<Finding> changed = Manifest.check(folder);
    changed.forEach(it -> add(name + "/" + it.file(), it.problem()));
    if (!changed.isEmpty()) {
      return;
    }
    SortedSet<String> files = folder.walk().files();
    if (!files.equals(FILES)) {
      add(name, "expected the files %s, found %s".formatted(FILES, files));
      return;
    }
    try {
      agreement(name, folder, RecordedEvaluation.read(folder));
    } catch (RecordException e) {
      add(name + "/" + e.file(), "cannot be read: " + e.problem());
    } catch (IllegalArgumentException e) {
      add(name + "/" + RecordedEvaluation.FILE, "cannot be read: " + e.getMessage());
    }
  }

  private void agreement(String name, Folder folder, RecordedEvaluation evaluation)
      throws IOException {
    String file = name + "/" + RecordedEvaluation.FILE;
    if (!evaluation.run().equals(run.digest())) {
      add(file, "is of a run with digest %s, not of this one".formatted(evaluation.run()));
    }
    String id =
        RunId.ofEvaluation(
            CanonicalJson.of(evaluation.settings()), evaluation.run(), evaluation.numerics());
    if (!id.equals(evaluation.id()) || !id.equals(name)) {
      add(file, "says id %s; its settings and the run have %s".formatted(evaluation.id(), id));
    }
    String digest = RecordedEvaluation.digest(evaluation.tree());
    if (!digest.equals(evaluation.digest())) {
      add(file, "says digest %s; the rest of it has %s".formatted(evaluation.digest(), digest));
    }
    String arrays = Digest.ofFile(folder.file(RecordedEvaluation.ARRAYS));
    if (!arrays.equals(evaluation.arrays())) {
      add(
          name + "/" + RecordedEvaluation.ARRAYS,
          "has SHA-256 %s; %s says %s"
              .formatted(arrays, RecordedEvaluation.FILE, evaluation.arrays()));
    }
  }
}
