package vae.experiments.citation;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import vae.experiments.folder.Folder;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.recorded.RecordedRun;

/**
 * What a citation says of a run.
 *
 * @param run as its folder tells it
 */
record RunRecord(RecordedRun run) {

  static RunRecord read(Path folder) throws IOException {
    return new RunRecord(RecordedRun.read(folder));
  }

  JsonNode experiment() {
    return run.experiment();
  }

  RecordedResult result() {
    return run.result();
  }

  RecordedProvenance provenance() {
    return run.provenance();
  }

  String id() {
    return run.result().id();
  }

  String label() {
    return run.label();
  }

  String digest() {
    return run.result().digest();
  }

  boolean complete() {
    return run.result().complete();
  }

  String message() {
    return run.result().message();
  }

  int numerics() {
    return run.provenance().numerics();
  }

  RecordedProvenance.Code code() {
    return run.provenance().code();
  }

  /** When the run began, in UTC; empty where that is not recorded. */
  String started() {
    return run.provenance().started().map(Instant::toString).orElse("");
  }

  /** When the run ended, in UTC; empty where that is not recorded. */
  String finished() {
    return run.provenance().finished().map(Instant::toString).orElse("");
  }

  /** The day it ended; 1970-01-01 where that is not recorded. */
  String day() {
    Instant end = run.provenance().finished().orElse(Instant.EPOCH);
    return end.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** The year it ended. */
  String year() {
    return day().replaceFirst("-[0-9]{2}-[0-9]{2}$", "");
  }

  String title() {
    return run.name() + ": a run of vae";
  }

  /** One sentence that says what it is and how to find out whether another is the same. */
  String summary() {
    return "A variational auto-encoder on %s, %s by vae %s (commit %s%s, numerics version %s). Run %s, digest %s."
        .formatted(
            data(),
            complete() ? "trained and evaluated" : "whose training diverged, made",
            code().version(),
            code().commit(),
            code().dirty() ? " with local changes" : "",
            numerics(),
            id(),
            digest());
  }

  /** The data set's name. */
  String data() {
    String name = run.provenance().data().name();
    return name.isEmpty() ? run.type("data") : name;
  }

  /** The type of the component in a slot of the spec. */
  String type(String slot) {
    return run.type(slot);
  }

  /**
   * What stands directly in the folder, hidden files and a signature aside, in order; folders end
   * with a slash. A signature is made after the documents.
   */
  List<String> children() throws IOException {
    List<String> names = new ArrayList<>();
    for (Folder.Child child : Folder.open(run.folder()).children()) {
      if (!child.name().endsWith(".sig")) {
        names.add(child.kind() == Folder.Kind.FOLDER ? child.name() + "/" : child.name());
      }
    }
    return names;
  }
}
