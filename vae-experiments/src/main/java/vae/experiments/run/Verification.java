package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.spec.Json;

/**
 * Whether the files of a run are what was written, and agree with each other; nothing is computed
 * again and no component, plugin or data set is needed.
 *
 * <p>First the manifest, both ways. Where that holds, the digest in {@code result.json} against the
 * parameters in the last checkpoint and the metrics; the id against spec, data and numerics; the
 * journal's last record against the same parameters.
 */
public final class Verification {

  private final Path folder;
  private final List<Finding> findings = new ArrayList<>();

  private Verification(Path folder) {
    this.folder = folder;
  }

  /**
   * How a check ended.
   *
   * @param files that the folder has
   * @param findings what is amiss; empty where the run is verified
   */
  public record Outcome(int files, List<Finding> findings) {

    /** Copies the list. */
    public Outcome {
      findings = List.copyOf(findings);
    }

    /** Whether nothing is amiss. */
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
    if (Files.notExists(folder.resolve("experiment.json"))
        && Files.notExists(folder.resolve(Manifest.FILE))) {
      throw new RunFolderException(
          folder
              + ": expected the folder of a run, found neither experiment.json nor "
              + Manifest.FILE);
    }
    Verification verification = new Verification(folder);
    verification.findings.addAll(Manifest.check(folder));
    if (verification.findings.isEmpty()) {
      verification.agreement();
    }
    return new Outcome(Manifest.files(folder).size(), verification.findings);
  }

  private void agreement() throws IOException {
    RunResult result;
    try {
      result = RunResult.read(folder);
    } catch (RunFolderException e) {
      findings.add(new Finding("result.json", "cannot be read: " + e.getMessage()));
      return;
    }
    identity(result);
    String name =
        result.status() == RunResult.Status.COMPLETE
            ? "checkpoints/final.safetensors"
            : "checkpoints/diverged.safetensors";
    if (Files.notExists(folder.resolve(name))) {
      findings.add(new Finding(name, "is missing: result.json cannot be checked without it"));
      return;
    }
    List<Parameter> parameters;
    try {
      parameters = parameters(folder.resolve(name));
    } catch (CorruptFileException e) {
      findings.add(new Finding(name, "cannot be read: " + e.getMessage()));
      return;
    }
    SortedMap<String, Double> values = new TreeMap<>();
    result.metrics().forEach((metric, measured) -> values.put(metric, measured.value()));
    String digest = Digest.of(parameters, values);
    if (!digest.equals(result.digest())) {
      findings.add(
          new Finding(
              "result.json",
              "says digest %s; the parameters in %s and its metrics have %s"
                  .formatted(result.digest(), name, digest)));
    }
    journal(parameters, name);
  }

  /** The id follows from experiment.json and what provenance.json says of data and numerics. */
  private void identity(RunResult result) throws IOException {
    JsonNode provenance = Provenance.read(folder);
    String canonical;
    try {
      JsonNode experiment =
          Json.mapper().readTree(Files.readString(folder.resolve("experiment.json")));
      canonical = CanonicalJson.of(experiment);
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      findings.add(new Finding("experiment.json", "cannot be read: " + e.getMessage()));
      return;
    }
    String id =
        RunId.of(
            canonical,
            provenance.path("data").path("sha256").asString(""),
            provenance.path("numerics").asInt(0));
    if (!id.equals(result.id())) {
      findings.add(
          new Finding(
              "result.json",
              "says id %s; experiment.json, the data's hash and the numerics version in %s have %s"
                  .formatted(result.id(), Provenance.FILE, id)));
    }
  }

  /** The parameters in a checkpoint; other arrays have a colon in their names. */
  private static List<Parameter> parameters(Path checkpoint) throws IOException {
    List<Parameter> parameters = new ArrayList<>();
    SafeTensors.read(checkpoint)
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

  /** Runs of versions before the journal have none. */
  private void journal(List<Parameter> parameters, String checkpoint) throws IOException {
    Path file = folder.resolve(Journal.FILE);
    if (Files.notExists(file)) {
      return;
    }
    try (JournalReader journal = JournalReader.open(file);
        KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1)) {
      ParameterFingerprints fingerprints = new ParameterFingerprints(kernels);
      Optional<long[]> last = journal.at(journal.layout().steps());
      long[] expected = parameters.stream().mapToLong(fingerprints::of).toArray();
      boolean named =
          journal.names().equals(parameters.stream().map(Parameter::name).sorted().toList());
      if (!named || last.isPresent() && !Arrays.equals(last.get(), expected)) {
        findings.add(
            new Finding(Journal.FILE, "does not end with the parameters in " + checkpoint));
      }
    } catch (CorruptFileException e) {
      findings.add(new Finding(Journal.FILE, "cannot be read: " + e.getMessage()));
    }
  }
}
