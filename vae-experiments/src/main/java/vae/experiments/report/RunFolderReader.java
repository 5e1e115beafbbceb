package vae.experiments.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.run.CorruptFileException;
import vae.experiments.run.SafeTensors;
import vae.experiments.spec.Json;

/** Reads the files of a run folder; a missing file is an empty part, a malformed one an error. */
final class RunFolderReader {

  /** A document a person or a run wrote is far smaller; a larger one is not what it claims. */
  private static final long MAX_JSON = 64L << 20;

  private static final JsonMapper JSON = Json.strict();

  private final Path folder;

  private RunFolderReader(Path folder) {
    this.folder = folder;
  }

  /**
   * @throws ReportException if there is no run in {@code folder}, or a file of it is malformed
   */
  static RunData read(Path folder) throws IOException {
    return new RunFolderReader(folder).data();
  }

  /** The curves of a run; empty where it has none. */
  static Optional<LearningCurves> curves(Path folder) throws IOException {
    return new RunFolderReader(folder).curves();
  }

  /** The evaluation of a run; empty where it has none. */
  static Optional<Evaluation> evaluation(Path folder) throws IOException {
    return new RunFolderReader(folder).evaluation();
  }

  private RunData data() throws IOException {
    JsonNode experiment =
        json("experiment.json")
            .orElseThrow(
                () ->
                    new ReportException(
                        folder,
                        "no run folder: it has no experiment.json",
                        "Give a folder that `./vae run` made, such as runs/<name>-<id>"));
    List<Map.Entry<String, String>> provenance = new ArrayList<>();
    json("provenance.json").ifPresent(json -> flatten("", json, provenance));
    return new RunData(
        String.valueOf(folder.toRealPath().getFileName()),
        experiment,
        provenance,
        result(),
        curves(),
        evaluation());
  }

  private Optional<RunResult> result() throws IOException {
    Optional<JsonNode> json = json("result.json");
    try {
      return json.map(RunResult::of);
    } catch (IllegalArgumentException e) {
      throw malformed("result.json", e);
    }
  }

  private Optional<LearningCurves> curves() throws IOException {
    Path file = folder.resolve("metrics.jsonl");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    LearningCurves.Collector collector = new LearningCurves.Collector();
    int number = 0;
    boolean terminated = endsWithNewline(file);
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      String next = lines.readLine();
      while (next != null) {
        String line = next;
        next = lines.readLine();
        number++;
        if (line.isBlank()) {
          continue;
        }
        try {
          collector.add(JSON.readTree(line));
        } catch (JacksonException e) {
          if (next == null && !terminated) {
            return Optional.of(collector.curves(true));
          }
          throw malformed("metrics.jsonl", "line " + number + ": " + e.getOriginalMessage(), e);
        }
      }
    } catch (CharacterCodingException e) {
      throw malformed("metrics.jsonl", "after line " + number + ": not UTF-8", e);
    } catch (IllegalArgumentException e) {
      throw malformed("metrics.jsonl", "line " + number + ": " + e.getMessage(), e);
    }
    return Optional.of(collector.curves(false));
  }

  private static boolean endsWithNewline(Path file) throws IOException {
    long size = Files.size(file);
    if (size == 0) {
      return true;
    }
    try (var in = Files.newByteChannel(file)) {
      var last = ByteBuffer.allocate(1);
      in.position(size - 1).read(last);
      return last.get(0) == '\n';
    }
  }

  private Optional<Evaluation> evaluation() throws IOException {
    Path file = folder.resolve("evaluation.safetensors");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Evaluation.of(SafeTensors.read(file)));
    } catch (CorruptFileException e) {
      throw malformed("evaluation.safetensors", e.problem() + " at byte " + e.offset(), e);
    } catch (IllegalArgumentException e) {
      throw malformed("evaluation.safetensors", e);
    }
  }

  private Optional<JsonNode> json(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    if (Files.size(file) > MAX_JSON) {
      throw malformed(name, "expected at most 64 MiB, got " + Files.size(file) + " bytes", null);
    }
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(file));
      if (!json.isObject()) {
        throw malformed(name, "expected a JSON object", null);
      }
      return Optional.of(json);
    } catch (JacksonException e) {
      throw malformed(name, "not JSON: " + e.getOriginalMessage() + where(e), e);
    }
  }

  private static String where(JacksonException e) {
    return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
  }

  private ReportException malformed(String name, IllegalArgumentException cause) {
    return malformed(name, cause.getMessage(), cause);
  }

  private ReportException malformed(String name, String problem, Exception cause) {
    String fix =
        name.equals("evaluation.safetensors")
            ? "Remove the file and run the experiment again to make it anew"
            : "Copy the file again from where the run was made; `./vae verify`"
                + " checks the folder";
    return new ReportException(folder.resolve(name), problem, fix, cause);
  }

  /** Objects become dotted keys, arrays of plain values one row, other arrays numbered keys. */
  private static void flatten(String key, JsonNode json, List<Map.Entry<String, String>> rows) {
    if (json.isObject() && !json.isEmpty()) {
      for (Map.Entry<String, JsonNode> field : json.properties()) {
        flatten(
            key.isEmpty() ? field.getKey() : key + "." + field.getKey(), field.getValue(), rows);
      }
    } else if (json.isArray() && json.valueStream().anyMatch(JsonNode::isContainer)) {
      for (int i = 0; i < json.size(); i++) {
        flatten(key + "[" + i + "]", json.get(i), rows);
      }
    } else if (json.isArray()) {
      rows.add(
          Map.entry(
              key, String.join(", ", json.valueStream().map(RunFolderReader::plain).toList())));
    } else {
      rows.add(Map.entry(key, plain(json)));
    }
  }

  private static String plain(JsonNode json) {
    return json.isString() ? json.stringValue() : json.toString();
  }
}
