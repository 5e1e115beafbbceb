package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import vae.autodiff.kernel.KernelSet;
import vae.core.model.Claim;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.source.Locations;
import vae.experiments.evaluation.FinalMetrics;
import vae.experiments.evaluation.FurtherMetrics;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.quantity.Quantities;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.run.checkpoint.Checkpoint;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.provenance.RecordedData;
import vae.experiments.run.verification.UnverifiedException;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.training.Model;
import vae.experiments.training.RandomStreams;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/**
 * Evaluates a finished run again from its folder, without changing it.
 *
 * @param shared data of the runs that are evaluated one after another
 */
public record Reevaluation(Slots slots, KernelSet kernels, Locations locations, SharedData shared) {

  /** With data that are loaded for each evaluation. */
  public Reevaluation(Slots slots, KernelSet kernels, Locations locations) {
    this(slots, kernels, locations, SharedData.none());
  }

  /**
   * Checks the run and reads its experiment.
   *
   * @param settings changes below {@code evaluation}
   * @throws RunFolderException where the folder holds no finished run
   * @throws UnverifiedException where its files are not what was written
   */
  public EvaluationRequest request(Path folder, List<String> settings) throws IOException {
    Verification.require(folder);
    RunResult trained = RunResult.read(folder);
    if (trained.status() != RunResult.Status.COMPLETE) {
      throw new RunFolderException(
          folder
              + ": this run diverged and has no trained model; change its spec and run it again");
    }
    return new EvaluationRequest(folder, trained, experiment(folder, settings));
  }

  /** The same run, which is not checked once more, with other settings. */
  public EvaluationRequest request(EvaluationRequest checked, List<String> settings) {
    Path folder = checked.folder();
    return new EvaluationRequest(folder, checked.trained(), experiment(folder, settings));
  }

  private Resolved experiment(Path folder, List<String> settings) {
    SpecSource source = SpecSource.file(folder.resolve("experiment.json"));
    return new SpecReader(slots.catalogue()).read(source, settings);
  }

  /** Evaluates a run as {@link #evaluate(EvaluationRequest)} does. */
  public Reevaluated evaluate(Path folder, List<String> settings) throws IOException {
    return evaluate(request(folder, settings));
  }

  /**
   * Loads the data, and makes the model at the parameters of a checkpoint.
   *
   * @param checkpoint {@link CheckpointFiles#FINAL} or {@link CheckpointFiles#BEST}
   * @throws vae.data.format.DataException where the data are missing, or not those of the run
   * @throws RunFolderException where the run kept no such checkpoint
   */
  public RestoredRun restored(EvaluationRequest request, String checkpoint) throws IOException {
    Path folder = request.folder();
    ExperimentSpec spec = request.experiment().spec();
    ModelFactory factory = new ModelFactory(slots);
    Dataset loaded = shared.of(request.experiment(), () -> factory.data(spec, locations));
    Dataset data = factory.conditioned(spec, loaded);
    RecordedData.require(folder, RecordedProvenance.read(folder).data(), data);
    FolderFile file = Folder.open(folder).file(CheckpointFiles.FOLDER + "/" + checkpoint);
    if (!file.exists()) {
      throw new RunFolderException(
          "%s: expected the checkpoint %s, found none; a run keeps its best model where it"
                  .formatted(folder, checkpoint)
              + " validates on examples: take the final parameters");
    }
    Model model = factory.model(spec, data);
    Checkpoint.read(file, request.trained().id()).restore(model.parameters().list());
    return new RestoredRun(request, factory, data, model);
  }

  /**
   * Loads the final parameters and measures the reported part of the data.
   *
   * @throws vae.data.format.DataException where the data are missing, or not those of the run
   */
  public Reevaluated evaluate(EvaluationRequest request) throws IOException {
    RestoredRun restored = restored(request, CheckpointFiles.FINAL);
    RunResult trained = request.trained();
    ExperimentSpec spec = request.experiment().spec();
    ModelFactory factory = restored.factory();
    Dataset data = restored.data();
    Model model = restored.model();
    Map.Entry<String, Examples> part = FinalMetrics.reported(data);
    OptionalInt samples =
        spec.evaluation().nll().stream().mapToInt(nll -> nll.samples()).findFirst();
    Claim claim = model.estimator().claim();
    FurtherMetrics further = factory.metrics(spec, claim);
    RandomStreams streams = new RandomStreams(spec.seed());
    try (HeldOutEvaluator heldOut =
        new HeldOutEvaluator(
            model,
            part.getValue(),
            Optional.of(data.train()),
            factory.binarization(spec),
            streams,
            spec.training().dtype(),
            kernels)) {
      further.tryOut(heldOut);
      FinalMetrics metrics =
          FinalMetrics.of(
              heldOut, part.getKey(), spec.evaluation().draws(), samples, further.atEnd());
      RunResult result =
          new RunResult(
              request.folder(),
              trained.name(),
              trained.id(),
              trained.status(),
              trained.digest(), // of the model that was evaluated
              metrics.metrics(),
              metrics.further(),
              Quantities.of(claim).and(further.quantities()),
              "",
              trained.stopped(),
              trained.kept());
      Reevaluated evaluated =
          new Reevaluated(request, result, metrics, data, part.getKey(), part.getValue());
      data.requireUnchanged();
      return evaluated;
    }
  }
}
