package vae.experiments.study;

import java.io.IOException;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.transform.Binarization;
import vae.experiments.run.RunResult;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.spec.Resolved;
import vae.experiments.training.BatchSource;
import vae.experiments.training.Model;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/** Makes the models of experiments outside their runs, to measure what no run reports. */
record StudyModels(Slots slots, KernelSet kernels) {

  private static final String CHECKPOINT = CheckpointFiles.FOLDER + "/" + CheckpointFiles.FINAL;

  /** Minibatches of examples as the experiment binarizes them, for the model. */
  BatchSource source(Examples examples, Resolved experiment, Model model) {
    Binarization binarization = new ModelFactory(slots).binarization(experiment.spec());
    return new BatchSource(examples, binarization, model.parameters().type(), kernels);
  }

  Model untrained(Resolved experiment, Dataset data) {
    return new ModelFactory(slots).model(experiment.spec(), data);
  }

  /**
   * The model at the last parameters of a run.
   *
   * @param experiment what was run, or the same with another {@code training.dtype} or estimator
   * @throws IOException where the run's checkpoint cannot be read
   */
  Model trained(Resolved experiment, Dataset data, RunResult run) throws IOException {
    Model model = untrained(experiment, data);
    SafeTensors tensors = SafeTensors.read(run.folder().resolve(CHECKPOINT));
    for (Parameter parameter : model.parameters().list()) {
      double[] values = tensors.entry(parameter.name()).toDoubles();
      for (int i = 0; i < values.length; i++) {
        parameter.value().set(i, values[i]);
      }
    }
    return model;
  }
}
