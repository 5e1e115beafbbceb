package vae.experiments.sweep.worker;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import tools.jackson.databind.JsonNode;
import vae.core.spec.SpecException;
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

  private final SpecReader reader;
  private final ModelFactory factory;
  private final Locations locations;
  private final Map<JsonNode, Found> known = new ConcurrentHashMap<>();

  private record Found(Optional<String> hash, Optional<String> problem) {}

  public DataHashes(Slots slots, Locations locations) {
    reader = new SpecReader(slots.catalogue());
    factory = new ModelFactory(slots);
    this.locations = locations;
  }

  /** The order to run the task; where no hash of its data is given, the driver's counts. */
  public WorkOrder order(Task task, Optional<String> data) {
    return new WorkOrder(task, data.or(() -> of(task.trial())).orElse(""));
  }

  /** The hash of the trial's data as they are now; empty where the driver cannot load them. */
  public Optional<String> of(Trial trial) {
    return found(trial).hash();
  }

  /**
   * What is wrong with the content of the trial's data; empty where nothing is, or none is there.
   */
  public Optional<String> problem(Trial trial) {
    return found(trial).problem();
  }

  private Found found(Trial trial) {
    return known.computeIfAbsent(trial.experiment().path("data"), _ -> look(trial));
  }

  private Found look(Trial trial) {
    try {
      ExperimentSpec spec = reader.read(trial.experiment().toString()).spec();
      String hash = factory.data(spec, locations).sha256();
      return new Found(Optional.of(hash), Optional.empty());
    } catch (SpecException e) {
      return new Found(Optional.empty(), Optional.of(e.getMessage())); // too few examples, say
    } catch (DataException e) {
      if (e.offset() >= 0) {
        return new Found(Optional.empty(), Optional.of(e.getMessage()));
      }
      LOG.warn(
          "the data are compared with the sweep's where trials run, not here: {}", e.getMessage());
      return new Found(Optional.empty(), Optional.empty());
    }
  }
}
