package vae.experiments.citation;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import vae.experiments.folder.Folder;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.recorded.RecordedRun;

/** Sentences about a run, and its dates, that several documents have. */
final class Description {

  private Description() {}

  static String title(RecordedRun run) {
    return run.name() + ": a run of vae";
  }

  /** One sentence that says what it is and how to find out whether another is the same. */
  static String summary(RecordedRun run) {
    RecordedProvenance.Code code = run.provenance().code();
    return "A variational auto-encoder on %s, %s by vae %s (commit %s, numerics version %s). Run %s, digest %s."
        .formatted(
            data(run),
            run.result().complete() ? "trained and evaluated" : "whose training diverged, made",
            code.version(),
            commit(run),
            run.provenance().numerics(),
            run.result().id(),
            run.result().digest());
  }

  /** The commit, and whether the sources differed from it. */
  static String commit(RecordedRun run) {
    RecordedProvenance.Code code = run.provenance().code();
    return code.commit() + (code.dirty() ? " with local changes" : "");
  }

  /** The day it ended; 1970-01-01 where that is not recorded. */
  static String day(RecordedRun run) {
    Instant end = run.provenance().finished().orElse(Instant.EPOCH);
    return end.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** The data set's name, or else the type of its source. */
  static String data(RecordedRun run) {
    String name = run.provenance().data().name();
    return name.isEmpty() ? run.type("data") : name;
  }

  /**
   * What stands directly in the folder, in order, but hidden files, a signature and saved
   * evaluations: these are made after the documents. Folders end with a slash.
   */
  static List<String> children(RecordedRun run) throws IOException {
    List<String> names = new ArrayList<>();
    for (Folder.Child child : Folder.open(run.folder()).children()) {
      if (!child.name().endsWith(".sig") && !child.name().equals(RecordedEvaluation.FOLDER)) {
        names.add(child.kind() == Folder.Kind.FOLDER ? child.name() + "/" : child.name());
      }
    }
    return names;
  }
}
