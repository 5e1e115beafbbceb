package vae.experiments.sweep.worker;

import vae.core.spec.SpecException;
import vae.experiments.run.folder.RunId;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;

/**
 * The run that a trial is, where the driver's hash of its data says so before the data are read.
 *
 * @param id of the run, and of its checkpoints; empty where the driver has no such data
 * @param folder its run folder's name; empty likewise
 */
record ExpectedRun(String id, String folder) {

  static ExpectedRun of(WorkOrder order, SpecReader reader) {
    if (order.data().isEmpty()) {
      return new ExpectedRun("", "");
    }
    try {
      Resolved experiment = reader.read(order.task().trial().experiment().toString());
      String id = RunId.of(experiment, order.data());
      return new ExpectedRun(id, experiment.spec().name() + "-" + id);
    } catch (SpecException e) {
      return new ExpectedRun("", ""); // the attempt meets the same, and its record says so
    }
  }

  boolean isKnown() {
    return !folder.isEmpty();
  }
}
