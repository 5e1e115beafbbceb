package vae.experiments.sweep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.experiments.evaluation.Measured;
import vae.experiments.quantity.Quantities;
import vae.experiments.run.RunResult;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunId;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.wiring.Slots;

/** Writes the files of a run that tables and the index read, and no others. */
public final class HandMadeRun {

  private static final SpecReader READER = new SpecReader(Slots.load(null).catalogue());
  private static final String DATA = "d".repeat(64);

  private HandMadeRun() {}

  /** An experiment with defaults elsewhere. */
  public static Resolved experiment(String name, long seed, Map<String, ?> values) {
    Resolved experiment = READER.read("{\"name\": \"%s\"}".formatted(name)).with("seed", seed);
    for (Map.Entry<String, ?> value : values.entrySet()) {
      experiment = experiment.with(value.getKey(), value.getValue());
    }
    return experiment;
  }

  /** A complete run with exact metrics or {@link Measured} ones. */
  public static Path complete(Path root, Resolved experiment, Map<String, ?> metrics)
      throws IOException {
    return write(root, experiment, RunResult.Status.COMPLETE, metrics, DATA);
  }

  /** A run that diverged. */
  public static Path diverged(Path root, Resolved experiment) throws IOException {
    return write(root, experiment, RunResult.Status.DIVERGED, Map.of(), DATA);
  }

  /** A complete run on data with this hash. */
  public static Path onData(Path root, Resolved experiment, String hash, Map<String, ?> metrics)
      throws IOException {
    return write(root, experiment, RunResult.Status.COMPLETE, metrics, hash);
  }

  private static Path write(
      Path root,
      Resolved experiment,
      RunResult.Status status,
      Map<String, ?> values,
      String dataHash)
      throws IOException {
    String id = RunId.of(experiment, dataHash);
    Path folder = unfinished(root, experiment, dataHash);
    RunResult result =
        new RunResult(
            folder,
            experiment.spec().name(),
            id,
            status,
            Digest.of("the digest of " + id),
            measured(values),
            new TreeMap<>(),
            Quantities.STANDARD,
            status == RunResult.Status.COMPLETE ? "" : "loss is NaN",
            Optional.empty(),
            Optional.empty());
    Files.writeString(folder.resolve("result.json"), result.json().toPrettyString());
    return folder;
  }

  /** A run that has begun. */
  public static Path unfinished(Path root, Resolved experiment) throws IOException {
    return unfinished(root, experiment, DATA);
  }

  private static Path unfinished(Path root, Resolved experiment, String dataHash)
      throws IOException {
    String id = RunId.of(experiment, dataHash);
    Path folder = RunFolder.path(root, experiment.spec().name(), id);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("experiment.json"), experiment.pretty());
    Files.writeString(
        folder.resolve("provenance.json"),
        """
        {"numerics": 2, "started": "2026-11-0%dT12:00:00Z", "data": {"sha256": "%s"}}
        """
            .formatted(Math.floorMod(experiment.spec().seed(), 9) + 1, dataHash));
    return folder;
  }

  private static SortedMap<String, Measured> measured(Map<String, ?> values) {
    SortedMap<String, Measured> metrics = new TreeMap<>();
    values.forEach(
        (name, value) ->
            metrics.put(
                name,
                value instanceof Measured it
                    ? it
                    : Measured.exact(((Number) value).doubleValue())));
    return metrics;
  }
}
