package vae.experiments.sweep.attempt;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import tools.jackson.databind.JsonNode;
import vae.data.format.DataException;
import vae.data.source.Locations;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.SpecReader;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.Trial;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/**
 * The hashes of the data that a sweep's trials train on, as the driver finds them: each data set is
 * loaded once, however many trials use it. Workers compare theirs.
 */
public final class DataHashes {

  private static final Logger LOG = LogManager.getLogger(DataHashes.class);

  private final Slots slots;
  private final Locations locations;
  private final Map<JsonNode, String> known = new ConcurrentHashMap<>();

  /**
   * @param locations where the driver looks for data sets
   */
  public DataHashes(Slots slots, Locations locations) {
    this.slots = slots;
    this.locations = locations;
  }

  /** The order to run the task, with the hash of its data where the driver has them. */
  public WorkOrder order(Task task) {
    Trial trial = task.trial();
    return new WorkOrder(
        task, known.computeIfAbsent(trial.experiment().path("data"), _ -> hash(trial)));
  }

  private String hash(Trial trial) {
    try {
      ExperimentSpec spec =
          new SpecReader(slots.catalogue()).read(trial.experiment().toString()).spec();
      return ModelFactory.load(new ModelFactory(slots).data(spec), locations).sha256();
    } catch (DataException e) {
      LOG.warn("{}; the workers' data are taken as they are", e.getMessage());
      return "";
    }
  }
}
