package vae.experiments.run;

import java.nio.file.Path;
import java.util.Set;
import vae.data.format.DataException;
import vae.data.source.Dataset;
import vae.experiments.recorded.RecordedProvenance;

/** The data that a run was computed from, against those that were loaded. */
final class RecordedData {

  /** Data that nobody but the user has. */
  private static final Set<String> OWN_FILES = Set.of("npy", "csv", "idx", "images");

  private RecordedData() {}

  /**
   * Refuses other data, and another split of the same.
   *
   * @throws DataException with both hashes
   */
  static void require(Path run, RecordedProvenance.Data recorded, Dataset loaded) {
    require(run, loaded, "content", recorded.sha256(), loaded.sha256());
    String split = loaded.splitSha256();
    require(
        run,
        loaded,
        "split",
        recorded.splitSha256().isEmpty() ? split : recorded.splitSha256(),
        split);
  }

  private static void require(Path run, Dataset data, String what, String expected, String found) {
    if (!expected.equals(found)) {
      throw new DataException(
          data.name(),
          -1,
          "expected the %s that %s was computed from, SHA-256 %s, got %s"
              .formatted(what, run, expected, found),
          OWN_FILES.contains(data.name())
              ? "Bring back the files that the run was computed from; other data take a new run."
              : "Give the folder of that data set with --data, or fetch it with `vae data fetch "
                  + data.name()
                  + "`.");
    }
  }
}
