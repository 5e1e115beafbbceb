package vae.experiments.sweep.attempt;

import java.util.Optional;
import vae.core.spec.SpecException;
import vae.experiments.run.RunId;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;

/**
 * The run that a trial is, where the driver's hash of its data says so before the data are read.
 *
 * @param id of the run, and of its checkpoints; empty where the driver has no such data
 * @param folder its run folder's name; empty likewise
 * @param data the driver's hash
 */
record ExpectedRun(String id, String folder, String data) {

  /** The run of the order's trial. */
  static ExpectedRun of(WorkOrder order, SpecReader reader) {
    if (order.data().isEmpty()) {
      return new ExpectedRun("", "", "");
    }
    try {
      Resolved experiment = reader.read(order.task().trial().experiment().toString());
      String id = RunId.of(experiment, order.data());
      return new ExpectedRun(id, experiment.spec().name() + "-" + id, order.data());
    } catch (SpecException e) {
      return new ExpectedRun("", "", ""); // the attempt meets the same, and its record says so
    }
  }

  /** Whether the folder is known. */
  boolean isKnown() {
    return !folder.isEmpty();
  }

  /**
   * What is wrong with another run: its data are not the driver's.
   *
   * @param made the run folder that an attempt has made; empty where it made none
   */
  Optional<String> mismatch(String made, String worker) {
    if (!isKnown() || made.isEmpty() || made.equals(folder)) {
      return Optional.empty();
    }
    return Optional.of(
        ("the data on %s are not the driver's, whose hash is %s: the run there is %s, here %s."
                + " Give both the same files (--data names their folder), and run with"
                + " --retry-failed")
            .formatted(worker, data, made, folder));
  }
}
