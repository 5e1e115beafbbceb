package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.node.ObjectNode;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.folder.Folder;
import vae.experiments.folder.WholeFolder;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.run.checkpoint.PanelsFile;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.folder.Manifest;
import vae.experiments.run.folder.Numerics;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.provenance.Provenance;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.spec.Json;

/**
 * Keeps a further evaluation in the folder of its run, {@code evaluations/<id>/}, in one step.
 *
 * <p>The run's own files, digest and manifest stay as they are, and so does a signature. An
 * evaluation has a manifest of its own, and {@code evaluation.json} a digest over its settings, its
 * values and its arrays.
 */
public final class SavedEvaluation {

  private static final long WAIT_NANOS = 100_000_000;

  /** Ten seconds. */
  private static final int MAX_WAITS = 100;

  private SavedEvaluation() {}

  /** The evaluation of that id; empty where it was not saved. */
  public static Optional<RecordedEvaluation> find(Path run, String id) throws IOException {
    return find(Folder.open(run), id);
  }

  private static Optional<RecordedEvaluation> find(Folder run, String id) throws IOException {
    Optional<Folder> all = run.findFolder(RecordedEvaluation.FOLDER);
    Optional<Folder> one = all.isEmpty() ? Optional.empty() : all.get().findFolder(id);
    return one.isEmpty() ? Optional.empty() : Optional.of(RecordedEvaluation.read(one.get()));
  }

  /**
   * Saves an evaluation; one of the same id that is there already stays.
   *
   * @param begin when it began, by {@link System#nanoTime}
   * @throws RunFolderException where another process keeps the folder, or it holds too many
   */
  public static RecordedEvaluation save(
      Reevaluated evaluated, KernelSet kernels, List<Path> plugins, long begin) throws IOException {
    String id = evaluated.request().id();
    try (RunFolder run = own(evaluated.request().folder())) {
      Optional<RecordedEvaluation> known = find(run.folder(), id);
      if (known.isPresent()) {
        return known.get();
      }
      int others = RecordedEvaluation.folders(run.folder()).size();
      if (others >= RecordedEvaluation.MAX_EVALUATIONS) {
        throw new RunFolderException(
            "%s: holds %d evaluations, and no more are read; remove some of %s"
                .formatted(run.path(), others, run.file(RecordedEvaluation.FOLDER)));
      }
      Folder all = run.folder().makeFolder(RecordedEvaluation.FOLDER);
      RecordedProvenance provenance =
          Provenance.ended(
              Provenance.of(all.path().resolve(id), evaluated.data(), kernels, plugins), begin);
      return RecordedEvaluation.read(
          WholeFolder.make(all, id, empty -> write(empty, evaluated, provenance)));
    }
  }

  /** Waits for one that has the folder, such as another evaluation that is being saved. */
  private static RunFolder own(Path run) throws IOException {
    for (int waited = 0; ; waited++) {
      try {
        return RunFolder.own(run);
      } catch (RunFolderException e) {
        if (!e.isTaken() || waited == MAX_WAITS) {
          throw e;
        }
        LockSupport.parkNanos(WAIT_NANOS);
      }
    }
  }

  private static void write(Folder empty, Reevaluated evaluated, RecordedProvenance provenance)
      throws IOException {
    writeValues(empty, evaluated);
    empty.file(RecordedProvenance.FILE).write(provenance.json().toPrettyString() + "\n");
    Manifest.write(empty);
  }

  /** Writes all that follows from run, data and settings. */
  public static void writeValues(Folder empty, Reevaluated evaluated) throws IOException {
    arrays(evaluated).write(empty.file(RecordedEvaluation.ARRAYS));
    String hash = Digest.ofFile(empty.file(RecordedEvaluation.ARRAYS));
    String json = json(evaluated, hash).toPrettyString() + "\n";
    empty.file(RecordedEvaluation.FILE).write(json);
  }

  private static SafeTensors arrays(Reevaluated evaluated) {
    SafeTensors.Builder builder = SafeTensors.builder().metadata("example_set", evaluated.part());
    evaluated.arrays().forEach((name, array) -> PanelsFile.add(builder, name, array));
    evaluated
        .metrics()
        .perExample()
        .forEach((name, each) -> builder.doubles("each." + name, each, each.length));
    long[] identities = evaluated.identities();
    return builder.longs("example", identities, identities.length).sealed().build();
  }

  private static ObjectNode json(Reevaluated evaluated, String arrays) {
    RunResult result = evaluated.result();
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("id", evaluated.request().id());
    json.put("run", evaluated.request().trained().digest());
    json.put("numerics", Numerics.VERSION);
    json.put("part", evaluated.part());
    json.set("settings", evaluated.request().settings());
    json.set("metrics", RunResult.json(result.metrics()));
    json.set(RecordedResult.FURTHER, RunResult.json(result.further()));
    json.set(RecordedResult.QUANTITIES, result.quantities().json());
    json.put("arrays", arrays);
    return json.put(RecordedEvaluation.DIGEST, RecordedEvaluation.digest(json));
  }
}
