package vae.experiments.run.verification;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Parameter;
import vae.experiments.citation.Author;
import vae.experiments.citation.RunDocuments;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.report.run.RunReport;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunId;
import vae.experiments.run.journal.ParameterFingerprints;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.run.safetensors.SafeTensorsEntry;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.spec.Json;

/** Rewrites a run folder as somebody would who wants to be believed. */
final class Forger {

  static final String RESULT = "result.json";
  static final String PROVENANCE = "provenance.json";
  static final String EXPERIMENT = "experiment.json";
  static final String LAST = "checkpoints/final.safetensors";
  static final String BEST = "checkpoints/best.safetensors";

  private final Path folder;

  Forger(Path folder) {
    this.folder = folder;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  void remove(String name) throws IOException {
    Files.delete(path(name));
  }

  void write(String name, String text) throws IOException {
    Files.writeString(path(name), text);
  }

  /** Changes the first place that a pattern matches. */
  void edit(String name, String pattern, String by) throws IOException {
    String text = Files.readString(path(name));
    String changed = text.replaceFirst(pattern, by);
    if (changed.equals(text)) {
      throw new IllegalArgumentException(name + " has no " + pattern);
    }
    write(name, changed);
  }

  /** Changes a document as JSON. */
  void json(String name, Consumer<ObjectNode> change) throws IOException {
    ObjectNode json = (ObjectNode) Json.mapper().readTree(Files.readString(path(name)));
    change.accept(json);
    write(name, json.toPrettyString() + "\n");
  }

  void bytes(String name, UnaryOperator<byte[]> change) throws IOException {
    Files.write(path(name), change.apply(Files.readAllBytes(path(name))));
  }

  /** Changes the last bit of an element of the first array whose name matches, and seals anew. */
  void element(String name, String array) throws IOException {
    SafeTensors old = SafeTensors.read(path(name));
    String found =
        old.entries().keySet().stream().filter(it -> it.matches(array)).findFirst().orElseThrow();
    SafeTensorsEntry entry = old.entry(found);
    switch (entry.type()) {
      case F32 ->
          entry.floats()[0] = Float.intBitsToFloat(Float.floatToIntBits(entry.floats()[0]) ^ 1);
      case F64 ->
          entry.doubles()[0] =
              Double.longBitsToDouble(Double.doubleToLongBits(entry.doubles()[0]) ^ 1);
      default -> throw new IllegalArgumentException(found);
    }
    seal(name, old, new TreeMap<>(old.metadata()));
  }

  /** Changes what a safetensors file says of itself, and seals it anew. */
  void metadata(String name, String key, String value) throws IOException {
    SafeTensors old = SafeTensors.read(path(name));
    SortedMap<String, String> metadata = new TreeMap<>(old.metadata());
    metadata.put(key, value);
    seal(name, old, metadata);
  }

  private void seal(String name, SafeTensors content, SortedMap<String, String> metadata)
      throws IOException {
    SafeTensors.Builder builder = SafeTensors.builder();
    content.entries().forEach(builder::entry);
    metadata.forEach(builder::metadata);
    builder.sealed().build().write(path(name));
  }

  /** Gives the journal's last record the fingerprints of the parameters in the checkpoint. */
  void journalEnd() throws IOException {
    try (var kernels = SmallRun.scalar()) {
      ParameterFingerprints fingerprints = new ParameterFingerprints(kernels);
      List<Parameter> parameters = parameters();
      bytes(
          "journal.bin",
          bytes -> {
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int at = bytes.length - Long.BYTES * parameters.size();
            for (Parameter each : parameters) {
              buffer.putLong(at, fingerprints.of(each));
              at += Long.BYTES;
            }
            return bytes;
          });
    }
  }

  private List<Parameter> parameters() throws IOException {
    List<Parameter> parameters = new ArrayList<>();
    SafeTensors.read(path(LAST))
        .entries()
        .forEach(
            (name, entry) -> {
              if (!name.contains(":")) {
                Shape shape = Shape.of(entry.shape());
                parameters.add(new Parameter(name, NdArray.of(shape, entry.floats())));
              }
            });
    return parameters;
  }

  /** The second digest, so that only something else contradicts. */
  void evidence() throws IOException {
    json(
        RESULT,
        json -> json.put(RecordedResult.EVIDENCE, RecordedResult.evidence(json.deepCopy())));
  }

  /** The manifest. */
  void manifest() throws IOException {
    try (RunFolder owned = RunFolder.own(folder)) {
      owned.writeManifest();
    }
  }

  /** All that follows from other files but report and documents. */
  void settle() throws IOException {
    String canonical = CanonicalJson.of(Json.mapper().readTree(Files.readString(path(EXPERIMENT))));
    ObjectNode provenance = (ObjectNode) Json.mapper().readTree(Files.readString(path(PROVENANCE)));
    String id =
        RunId.of(
            canonical,
            provenance.path("data").path("sha256").stringValue(),
            provenance.path("numerics").intValue());
    for (String checkpoint : List.of(LAST, BEST)) {
      if (Files.exists(path(checkpoint))) {
        metadata(checkpoint, "run", id);
      }
    }
    byte[] log = Files.readAllBytes(path("metrics.jsonl"));
    metadata(LAST, "metrics-bytes", Integer.toString(log.length));
    metadata(LAST, "metrics-sha256", Digest.ofFile(path("metrics.jsonl")));
    SortedMap<String, Double> values = new TreeMap<>();
    RunResult.read(folder).metrics().forEach((name, it) -> values.put(name, it.value()));
    String digest = Digest.of(parameters(), values);
    json(RESULT, json -> json.put("id", id).put("digest", digest));
    evidence();
    manifest();
  }

  /** Report and documents too. */
  void settleAll() throws IOException {
    settleAll(RunDocuments.authors(folder));
  }

  void settleAll(List<Author> authors) throws IOException {
    settle();
    RunReport.write(folder);
    documents(authors);
    manifest();
  }

  void documents(List<Author> authors) throws IOException {
    for (var document : RunDocuments.of(folder, authors).entrySet()) {
      write(document.getKey(), document.getValue());
    }
  }

  static byte[] cut(byte[] bytes, int by) {
    return Arrays.copyOf(bytes, bytes.length - by);
  }

  static byte[] flipped(byte[] bytes, int fromEnd) {
    bytes[bytes.length - fromEnd] ^= 1;
    return bytes;
  }
}
