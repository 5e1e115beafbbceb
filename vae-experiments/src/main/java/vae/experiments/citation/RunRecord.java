package vae.experiments.citation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import vae.experiments.spec.Json;

/**
 * What the files of a run say that a citation needs.
 *
 * @param folder the run's
 * @param experiment the resolved spec
 * @param result {@code result.json}
 * @param provenance {@code provenance.json}
 */
record RunRecord(Path folder, JsonNode experiment, JsonNode result, JsonNode provenance) {

  static RunRecord read(Path folder) throws IOException {
    return new RunRecord(
        folder,
        json(folder, "experiment.json"),
        json(folder, "result.json"),
        json(folder, "provenance.json"));
  }

  private static JsonNode json(Path folder, String name) throws IOException {
    return Json.mapper().readTree(Files.readString(folder.resolve(name)));
  }

  String name() {
    return experiment.path("name").asString("run");
  }

  String id() {
    return result.path("id").asString("");
  }

  /** Name and id: what the folder is called where nobody renamed it. */
  String label() {
    return name() + "-" + id();
  }

  String digest() {
    return result.path("digest").asString("");
  }

  boolean complete() {
    return result.path("status").asString("").equals("complete");
  }

  String message() {
    return result.path("message").asString("");
  }

  String numerics() {
    return provenance.path("numerics").asString("unknown");
  }

  String commit() {
    return provenance.path("code").path("commit").asString("unknown");
  }

  boolean dirty() {
    return provenance.path("code").path("dirty").asBoolean(false);
  }

  String version() {
    return provenance.path("code").path("version").asString("unknown");
  }

  /** When the run began, in UTC; empty where that is not recorded. */
  String started() {
    return provenance.path("started").asString("");
  }

  /** When the run ended, in UTC; empty where that is not recorded. */
  String finished() {
    return provenance.path("finished").asString("");
  }

  /** The day it ended; 1970-01-01 where that is not recorded. */
  String day() {
    return finished().length() >= 10 ? finished().substring(0, 10) : "1970-01-01";
  }

  String title() {
    return name() + ": a run of vae";
  }

  /** One sentence that says what it is and how to find out whether another is the same. */
  String summary() {
    return "A variational auto-encoder on %s, %s by vae %s (commit %s%s, numerics version %s). Run %s, digest %s."
        .formatted(
            data(),
            complete() ? "trained and evaluated" : "whose training diverged, made",
            version(),
            commit(),
            dirty() ? " with local changes" : "",
            numerics(),
            id(),
            digest());
  }

  /** The data set's name. */
  String data() {
    return provenance.path("data").path("name").asString(type("data"));
  }

  /** The type of the component in a slot of the spec. */
  String type(String slot) {
    return experiment.path(slot).path("type").asString("unknown");
  }

  /** What stands directly in the folder, hidden files aside, in order. */
  List<Path> children() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).sorted().toList();
    }
  }
}
