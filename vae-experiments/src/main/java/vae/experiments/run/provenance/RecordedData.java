package vae.experiments.run.provenance;

import java.nio.file.Path;
import vae.data.format.DataException;
import vae.data.published.PinnedSet;
import vae.data.source.Dataset;
import vae.experiments.recorded.RecordedProvenance;

/** The data that a run was computed from, against those that were loaded. */
public final class RecordedData {

  private RecordedData() {}

  /**
   * Refuses other data, and another split of the same.
   *
   * @throws DataException with both hashes
   */
  public static void require(Path run, RecordedProvenance.Data recorded, Dataset loaded) {
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
          "expected the %s that %s was computed from, SHA-256 %s, got %s"
              .formatted(what, run, expected, found),
          PinnedSet.find(data.name()).isPresent()
              ? "Give the folder of that data set with --data, or fetch it with `vae data fetch "
                  + data.name()
                  + "`."
              : "Bring back the data that the run was computed from, or give their folder with"
                  + " --data; other data take a new run.");
    }
  }
}
