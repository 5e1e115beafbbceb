package vae.experiments.run.origin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import vae.autodiff.optim.Elapsed;
import vae.autodiff.tape.Parameter;
import vae.core.model.Estimator;
import vae.core.spec.Spec;
import vae.data.source.Dataset;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.run.RunEnvironment;
import vae.experiments.run.checkpoint.Best;
import vae.experiments.run.checkpoint.Checkpoint;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.checkpoint.Snapshot;
import vae.experiments.run.folder.CallbackFiles;
import vae.experiments.run.folder.Numerics;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.folder.RunId;
import vae.experiments.run.journal.Journal;
import vae.experiments.run.journal.LongerJournal;
import vae.experiments.run.journal.MetricsLog;
import vae.experiments.run.provenance.Provenance;
import vae.experiments.run.provenance.RecordedData;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Leaves;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Callback;
import vae.experiments.training.Model;

/**
 * Trains a finished run for more epochs, in a folder of its own: as the run of so many epochs would
 * stand that had been interrupted where the first one ended.
 *
 * <p>The result is that of an uninterrupted run to the bit; where it would not be, the finished run
 * is refused with the reason, and a new run from its parameters is the way.
 */
public final class LongerTraining {

  private static final String EPOCHS = "training.epochs";

  private final Path original;
  private final RecordedRun run;
  private final Resolved longer;
  private final RunEnvironment environment;

  private LongerTraining(
      Path original, RecordedRun run, Resolved longer, RunEnvironment environment) {
    this.original = original;
    this.run = run;
    this.longer = longer;
    this.environment = environment;
  }

  /**
   * Makes the folder of the longer run, to be resumed there; one that exists and is not empty is
   * left as it is.
   *
   * @param original the folder of a finished run
   * @param longer its experiment with more epochs
   * @return whether the folder was made
   * @throws RunFolderException where the result would not be that of an uninterrupted run
   * @throws vae.experiments.run.verification.UnverifiedException where the run's files are not what
   *     was written
   */
  public static boolean begin(Path original, Resolved longer, RunEnvironment environment, Path root)
      throws IOException {
    Verification.require(original);
    Provenance.requireSamePlugins(original, environment.slots().plugins());
    LongerTraining training =
        new LongerTraining(original, RecordedRun.read(original), longer, environment);
    return training.begin(root);
  }

  private boolean begin(Path root) throws IOException {
    requireEnded();
    requireMoreEpochsAlone();
    Dataset data = environment.data(longer);
    RecordedData.require(original, run.provenance().data(), data);
    Model model = environment.models().model(longer.spec(), data);
    int batch = longer.spec().training().batchSize();
    int perEpoch = Math.ceilDiv(data.train().size(), batch);
    requireSameSteps(model, (long) run.epochs() * perEpoch, (long) epochs() * perEpoch);
    requireCallbacks();
    String id = RunId.of(longer, data.sha256());
    Path path = RunFolder.path(root, longer.spec().name(), id);
    if (Folder.find(path).isPresent() && !Folder.open(path).children().isEmpty()) {
      return false;
    }
    try (RunFolder folder = RunFolder.own(path)) {
      copy(folder, id, model, (long) run.epochs() * perEpoch, (long) epochs() * perEpoch);
    }
    return true;
  }

  private int epochs() {
    return longer.spec().training().epochs();
  }

  private void requireEnded() {
    if (!run.result().complete()) {
      throw refused("it diverged");
    }
    int numerics = run.provenance().numerics();
    if (numerics != Numerics.VERSION) {
      throw refused(
          "it has numerics version %d, this build has %d".formatted(numerics, Numerics.VERSION));
    }
    run.result()
        .stopped()
        .ifPresent(
            it -> {
              throw refused(it.text() + ". A longer run ends there too");
            });
  }

  /** Nothing but the number of epochs may be another. */
  private void requireMoreEpochsAlone() {
    SequencedMap<String, JsonNode> before = Leaves.of(run.experiment());
    SequencedMap<String, JsonNode> now = Leaves.of(longer.tree());
    TreeSet<String> paths = new TreeSet<>(before.keySet());
    paths.addAll(now.keySet());
    paths.removeIf(path -> path.equals(EPOCHS) || same(before.get(path), now.get(path)));
    if (!paths.isEmpty()) {
      throw refused(String.join(", ", paths) + " is not as it was; only " + EPOCHS + " may change");
    }
    if (epochs() <= run.epochs()) {
      throw refused(
          "it has %d epochs; expected more of them, got %d".formatted(run.epochs(), epochs()));
    }
    int every = longer.spec().training().evaluateEvery();
    if (run.epochs() % every != 0) {
      throw refused(
          "epoch %d was evaluated as the last one, and a longer run is every %d epochs"
              .formatted(run.epochs(), every));
    }
  }

  private static boolean same(JsonNode one, JsonNode other) {
    return one != null && other != null && PrettyJson.line(one).equals(PrettyJson.line(other));
  }

  /** Learning rates and weights of the steps that are done must not depend on their number. */
  private void requireSameSteps(Model model, long done, long steps) {
    int perEpoch = (int) (done / Math.max(1, run.epochs()));
    for (long step = 0; step < done; step++) {
      double before = model.optimizer().rate(new Elapsed(step, done, perEpoch));
      if (before != model.optimizer().rate(new Elapsed(step, steps, perEpoch))) {
        throw refused("its learning rate depends on the number of epochs (optimizer.schedule)");
      }
      Estimator weighted = model.estimator().at((double) step / done);
      if (!weighted.equals(model.estimator().at((double) step / steps))) {
        throw refused("a weight of its estimator depends on the number of epochs");
      }
    }
  }

  private void requireCallbacks() {
    ExperimentSpec spec = longer.spec();
    List<Spec> specs = spec.training().callbacks();
    for (int i = 0; i < specs.size(); i++) {
      String path = "training.callbacks[%d]".formatted(i);
      if (!environment.models().create(Callback.class, path, specs.get(i)).maySeeMore()) {
        String type = environment.slots().catalogue().nameOf(specs.get(i).getClass());
        throw refused("its callback " + type + " changed what a longer run would train on");
      }
    }
  }

  private RunFolderException refused(String why) {
    return new RunFolderException(
        """
        %s cannot be trained longer to the bits of an uninterrupted run: %s.
        Start a new run from its parameters: `./vae run %s --set %s=%d --from %s`.\
        """
            .formatted(
                original,
                why,
                original.resolve(RecordedRun.EXPERIMENT),
                EPOCHS,
                epochs(),
                original));
  }

  /** The checkpoint comes last: without it the folder is begun anew. */
  private void copy(RunFolder to, String id, Model model, long done, long steps)
      throws IOException {
    Folder from = Folder.open(original);
    String checkpoints = CheckpointFiles.FOLDER + "/";
    Checkpoint last =
        Checkpoint.read(from.file(checkpoints + CheckpointFiles.FINAL), run.result().id());
    List<Parameter> parameters = model.parameters().list();
    last.requireState(parameters);
    last.restore(parameters);
    to.clear();
    to.write(RecordedRun.EXPERIMENT, longer.pretty());
    FolderFile log = from.file(MetricsLog.FILE);
    if (log.exists()) {
      to.folder()
          .file(MetricsLog.FILE)
          .write(
              out -> {
                try (InputStream in = log.input()) {
                  in.transferTo(Channels.newOutputStream(out));
                }
              });
    }
    LongerJournal.write(from.file(Journal.FILE), to.folder().file(Journal.FILE), done, steps);
    CallbackFiles.copy(from, to.folder(), last.callbackFiles().keySet());
    Optional<Best> best = best(from.file(checkpoints + CheckpointFiles.BEST), parameters);
    if (best.isPresent()) {
      best.get().write(to.folder().file(checkpoints + CheckpointFiles.BEST), id);
    }
    new Snapshot(
            id,
            last.position(),
            last.callbackFiles(),
            last.metrics(),
            parameters,
            last.optimizer(),
            best)
        .write(to.folder().file(checkpoints + CheckpointFiles.ofStep(done)));
  }

  private Optional<Best> best(FolderFile file, List<Parameter> like) throws IOException {
    if (!file.exists()) {
      return Optional.empty();
    }
    Checkpoint checkpoint = Checkpoint.read(file, run.result().id());
    List<Parameter> parameters = new ArrayList<>();
    like.forEach(it -> parameters.add(new Parameter(it.name(), it.value().copy())));
    checkpoint.restore(parameters);
    return Optional.of(Best.of(checkpoint.epoch(), checkpoint.bound(), parameters));
  }
}
