package vae.experiments.reproduction;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.folder.Printable;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.run.RunEnvironment;
import vae.experiments.run.RunResult;
import vae.experiments.run.RunSettings;
import vae.experiments.run.Runner;
import vae.experiments.run.checkpoint.Checkpoint;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.folder.CallbackFiles;
import vae.experiments.run.folder.Numerics;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.folder.RunId;
import vae.experiments.run.journal.Journal;
import vae.experiments.run.journal.JournalReader;
import vae.experiments.run.journal.StepWatch;
import vae.experiments.run.provenance.NotReproducibleException;
import vae.experiments.run.provenance.Provenance;
import vae.experiments.run.provenance.RecordedData;
import vae.experiments.run.verification.Verdict;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.training.Progress;
import vae.experiments.training.divergence.DivergencePolicy;
import vae.experiments.wiring.Slots;

/**
 * Makes a run again from its folder alone and compares the two to the bit: the parameters step by
 * step with the journal, then metrics and digest.
 *
 * <p>The folder that is reproduced is only read.
 */
public final class Reproduction {

  private final Slots slots;
  private final KernelSet kernels;
  private final Locations locations;
  private final RunSettings.Finisher report;
  private final StepWatch before;
  private Optional<Path> parent = Optional.empty();

  /**
   * With the components that the run was made of.
   *
   * @param report writes the report that is compared with the run's
   */
  public Reproduction(
      Slots slots, KernelSet kernels, Locations locations, RunSettings.Finisher report) {
    this(slots, kernels, locations, report, StepWatch.NONE);
  }

  /**
   * @param before sees, and may change, the parameters before they are compared
   */
  public Reproduction(
      Slots slots,
      KernelSet kernels,
      Locations locations,
      RunSettings.Finisher report,
      StepWatch before) {
    this.report = report;
    this.slots = slots;
    this.kernels = kernels;
    this.locations = locations;
    this.before = before;
  }

  /** Looks there first for the run at whose parameters the run starts. */
  public void lookIn(Path place) {
    parent = Optional.of(place);
  }

  /** The experiment of the run, for what is shown while it is made again. */
  public Resolved experiment(Path original) throws IOException {
    Optional<Folder> run = Folder.find(original);
    if (run.isEmpty() || run.get().kind(RecordedRun.EXPERIMENT) == Folder.Kind.MISSING) {
      throw new RunFolderException(
          original + ": expected the folder of a run, found no experiment.json in it");
    }
    FolderFile file = run.get().file(RecordedRun.EXPERIMENT);
    SpecSource source = SpecSource.text(file.path().toString(), file.text(Folder.MAX_JSON));
    try {
      return new SpecReader(slots.catalogue()).read(source, List.of());
    } catch (SpecException e) {
      throw withPlugins(original, e);
    }
  }

  /**
   * Makes the run again.
   *
   * @param root the folder in which the second run's folder is made
   * @param from a checkpoint of the run to start from; empty for the beginning
   * @throws RunFolderException where the folder holds no run that ended, or {@code root} has a
   *     folder of its name
   * @throws NotReproducibleException where this build computes other bits
   * @throws DataException where the data are missing or others
   */
  public Verdict run(Path original, Path root, Optional<Path> from, Progress progress)
      throws IOException {
    RunResult.read(original);
    RecordedRun first = RecordedRun.read(original);
    requireNumerics(first);
    Resolved experiment = experiment(original);
    Path beside = original.toAbsolutePath().normalize().getParent();
    RunEnvironment environment =
        new RunEnvironment(slots, kernels, locations)
            .withParents(parent.orElse(beside))
            .withParents(beside);
    RunSettings settings = RunSettings.in(root);
    Dataset data = environment.data(experiment);
    RecordedData.require(original, first.provenance().data(), data);
    String id = RunId.of(experiment, data.sha256());
    List<String> notes = notes(first);
    if (!id.equals(first.result().id())) {
      return Verdict.Different.atTheEnd(id, "id", first.result().id(), id).noting(notes);
    }
    Path again = root.resolve(experiment.spec().name() + "-" + id);
    if (Files.exists(again)) {
      throw new RunFolderException(
          again + ": exists already; remove it, or give --runs another folder");
    }
    if (from.isPresent()) {
      interrupted(original, again, from.get(), id);
    }
    if (Files.notExists(original.resolve(Journal.FILE))) {
      notes.add("the run has no " + Journal.FILE + ": only its end is compared");
      new Runner(environment, settings, before).run(experiment, from.isPresent(), progress);
      return compare(first, again, 0, from, notes);
    }
    try (JournalReader reader = JournalReader.open(original.resolve(Journal.FILE))) {
      JournalComparison comparison =
          new JournalComparison(reader, kernels, id, goesBack(environment, experiment));
      StepWatch both =
          (step, parameters) -> {
            before.after(step, parameters);
            comparison.after(step, parameters);
          };
      new Runner(environment, settings, both).run(experiment, from.isPresent(), progress);
      return comparison.pending().isPresent()
          ? comparison.pending().get().noting(notes)
          : compare(first, again, comparison.compared(), from, notes);
    } catch (JournalComparison.Parted e) {
      return e.verdict().noting(notes);
    }
  }

  private static boolean goesBack(RunEnvironment environment, Resolved experiment) {
    return environment
            .models()
            .create(
                DivergencePolicy.class,
                "training.onDivergence",
                experiment.spec().training().onDivergence())
            .rollBacks()
        > 0;
  }

  /** A folder as if the run had been interrupted behind the checkpoint. */
  private static void interrupted(Path original, Path again, Path checkpoint, String id)
      throws IOException {
    SortedMap<String, String> written = Checkpoint.read(checkpoint, id).callbackFiles();
    Path checkpoints = Files.createDirectories(again.resolve(CheckpointFiles.FOLDER));
    for (String name : List.of("experiment.json", "metrics.jsonl", Journal.FILE)) {
      if (Files.exists(original.resolve(name))) {
        Files.copy(original.resolve(name), again.resolve(name));
      }
    }
    Files.copy(checkpoint, checkpoints.resolve(CheckpointFiles.FINAL));
    CallbackFiles.copy(Folder.open(original), Folder.open(again), written.keySet());
  }

  private static void requireNumerics(RecordedRun run) {
    int numerics = run.provenance().numerics();
    if (numerics != Numerics.VERSION) {
      throw new NotReproducibleException(
          "%s: was computed with version %d of the numerics, this build has version %d and computes other bits. Check out the commit %s and reproduce it there"
              .formatted(
                  run.folder(), numerics, Numerics.VERSION, run.provenance().code().commit()));
    }
  }

  /** A component may be a plugin's: says which jars the run had. */
  private SpecException withPlugins(Path original, SpecException e) {
    try {
      SortedMap<String, String> given = Provenance.plugins(slots.plugins());
      List<String> missing =
          RecordedProvenance.read(original).plugins().keySet().stream()
              .filter(jar -> !given.containsKey(jar))
              .map(Printable::of)
              .toList();
      return missing.isEmpty()
          ? e
          : SpecException.because(
                  e.path(),
                  e.problem(),
                  "Recorded by the folder: the plugins "
                      + missing
                      + ". Where you trust them, give each with --plugin.")
              .at(e.location());
    } catch (IOException unreadable) {
      return e;
    }
  }

  /** What may explain a difference, found out before there is one. */
  private List<String> notes(RecordedRun run) {
    List<String> notes = new ArrayList<>();
    SortedMap<String, String> given = Provenance.plugins(slots.plugins());
    run.provenance()
        .plugins()
        .forEach(
            (jar, recorded) -> {
              String hash = given.get(jar);
              if (hash == null) {
                notes.add("not given: the plugin recorded by the folder, " + Printable.of(jar));
              } else if (!hash.equals(recorded)) {
                notes.add(
                    "the plugin %s has SHA-256 %s; the run was made with %s"
                        .formatted(jar, hash, recorded));
              }
            });
    return notes;
  }

  /** All that the two runs left, then whether the first one's folder agrees with itself. */
  private Verdict compare(
      RecordedRun first, Path again, long steps, Optional<Path> from, List<String> notes)
      throws IOException {
    RecordedRun second = RecordedRun.read(again);
    RunPair runs = RunPair.of(first, second);
    RunComparison comparison = new RunComparison(runs, from.isPresent());
    Rendering rendering = new Rendering(first, second, report);
    Optional<Verdict.Different> found = comparison.difference();
    if (found.isEmpty()) {
      found = unverified(first);
    }
    if (found.isEmpty()) {
      found = rendering.difference(Files.createTempDirectory("vae-report"));
    }
    if (found.isPresent()) {
      return found.get().noting(notes);
    }
    List<String> notCompared = new ArrayList<>(runs.notCompared());
    notCompared.addAll(rendering.notCompared());
    from.ifPresent(checkpoint -> notCompared.add("what came before the checkpoint " + checkpoint));
    return new Verdict.Bitwise(
        first.result().id(), first.result().digest(), steps, notCompared, notes);
  }

  private static Optional<Verdict.Different> unverified(RecordedRun run) throws IOException {
    return Verification.of(run.folder()).findings().stream()
        .findFirst()
        .map(
            it ->
                Verdict.Different.atTheEnd(
                    run.result().id(), it.file(), "a folder that verifies", it.problem()));
  }
}
