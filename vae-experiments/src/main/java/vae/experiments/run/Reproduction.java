package vae.experiments.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import tools.jackson.databind.JsonNode;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.source.PinnedSet;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.Printable;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.training.DivergencePolicy;
import vae.experiments.training.Progress;
import vae.experiments.wiring.ModelFactory;
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
  private final StepWatch before;

  /** With the components that the run was made of. */
  public Reproduction(Slots slots, KernelSet kernels, Locations locations) {
    this(slots, kernels, locations, StepWatch.NONE);
  }

  /**
   * @param before sees, and may change, the parameters before they are compared
   */
  Reproduction(Slots slots, KernelSet kernels, Locations locations, StepWatch before) {
    this.slots = slots;
    this.kernels = kernels;
    this.locations = locations;
    this.before = before;
  }

  /** The experiment of the run, for what is shown while it is made again. */
  public Resolved experiment(Path original) {
    try {
      Path file = original.resolve("experiment.json");
      return new SpecReader(slots.catalogue()).read(SpecSource.file(file), List.of());
    } catch (SpecException e) {
      throw withPlugins(original, e);
    }
  }

  /**
   * Makes the run again.
   *
   * @param original the folder of a run that ended
   * @param root the folder in which the second run's folder is made
   * @param from a checkpoint of the run to start from; empty for the beginning
   * @throws RunFolderException where the folder holds no run that ended, or {@code root} has a
   *     folder of its name
   * @throws NotReproducibleException where this build computes other bits
   * @throws DataException where the data are missing or others
   */
  public Verdict run(Path original, Path root, Optional<Path> from, Progress progress)
      throws IOException {
    RunResult first = RunResult.read(original);
    JsonNode provenance = Provenance.read(original);
    requireNumerics(original, provenance);
    Resolved experiment = experiment(original);
    Runner runner = new Runner(slots, kernels, locations, root, folder -> {});
    Dataset data = runner.data(experiment);
    requireData(original, provenance, data);
    String id = RunId.of(experiment, data.sha256());
    List<String> notes = notes(original, provenance);
    if (!id.equals(first.id())) {
      if (from.isPresent()) {
        throw new NotReproducibleException(
            "%s: this version gives the spec the id %s instead of %s; a checkpoint of that run does not fit. Reproduce it from the beginning"
                .formatted(original, id, first.id()));
      }
      notes.add("this version gives the spec the id " + id + " instead of " + first.id());
    }
    Path again = root.resolve(experiment.spec().name() + "-" + id);
    if (Files.exists(again)) {
      throw new RunFolderException(
          again + ": exists already; remove it, or give --runs another folder");
    }
    if (from.isPresent()) {
      interrupted(original, again, from.get());
    }
    Path journal = original.resolve(Journal.FILE);
    if (Files.notExists(journal)) {
      notes.add("the run has no " + Journal.FILE + ": only its end is compared");
      RunResult second = runner.watchedBy(before).run(experiment, from.isPresent(), progress);
      return compare(first, second, 0, notes);
    }
    try (JournalReader reader = JournalReader.open(journal)) {
      JournalComparison comparison =
          new JournalComparison(reader, kernels, first.id(), goesBack(experiment));
      StepWatch both =
          (step, parameters) -> {
            before.after(step, parameters);
            comparison.after(step, parameters);
          };
      RunResult second = runner.watchedBy(both).run(experiment, from.isPresent(), progress);
      return comparison.pending().isPresent()
          ? comparison.pending().get().noting(notes)
          : compare(first, second, comparison.compared(), notes);
    } catch (JournalComparison.Parted e) {
      return e.verdict().noting(notes);
    }
  }

  private boolean goesBack(Resolved experiment) {
    return new ModelFactory(slots)
            .create(
                DivergencePolicy.class,
                "training.onDivergence",
                experiment.spec().training().onDivergence())
            .rollBacks()
        > 0;
  }

  /** A folder as if the run had been interrupted behind the checkpoint. */
  private static void interrupted(Path original, Path again, Path checkpoint) throws IOException {
    Path checkpoints = Files.createDirectories(again.resolve(Checkpoints.FOLDER));
    for (String name : List.of("experiment.json", "metrics.jsonl", Journal.FILE)) {
      if (Files.exists(original.resolve(name))) {
        Files.copy(original.resolve(name), again.resolve(name));
      }
    }
    Files.copy(checkpoint, checkpoints.resolve(Checkpoints.FINAL));
  }

  private static void requireNumerics(Path original, JsonNode provenance) {
    int numerics = provenance.path("numerics").asInt(0);
    if (numerics != Numerics.VERSION) {
      throw new NotReproducibleException(
          "%s: was computed with version %s of the numerics, this build has version %d and computes other bits. Check out the commit %s and reproduce it there"
              .formatted(
                  original,
                  numerics == 0 ? "(not recorded)" : numerics,
                  Numerics.VERSION,
                  provenance.path("code").path("commit").asString("unknown")));
    }
  }

  private static void requireData(Path original, JsonNode provenance, Dataset data) {
    JsonNode recorded = provenance.path("data");
    require(original, data, "content", recorded.path("sha256"), data.sha256());
    require(original, data, "split", recorded.path("splitSha256"), data.splitSha256());
  }

  private static void require(
      Path original, Dataset data, String what, JsonNode recorded, String found) {
    String expected = recorded.asString(found);
    if (!expected.equals(found)) {
      throw new DataException(
          data.name(),
          -1,
          "expected the %s that %s was computed from, SHA-256 %s, got %s"
              .formatted(what, original, expected, found),
          "Give the folder of that data set with --data"
              + (PinnedSet.find(data.name()).isPresent()
                  ? ", or fetch it with `vae data fetch " + data.name() + "`."
                  : "."));
    }
  }

  /** A component may be a plugin's: says which jars the run had. */
  private SpecException withPlugins(Path original, SpecException e) {
    try {
      SortedMap<String, String> given = Provenance.plugins(slots.plugins());
      List<String> missing = new ArrayList<>();
      Provenance.read(original)
          .path("plugins")
          .propertyNames()
          .forEach(
              jar -> {
                if (!given.containsKey(jar)) {
                  missing.add(Printable.of(jar));
                }
              });
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
  private List<String> notes(Path original, JsonNode provenance) throws IOException {
    List<String> notes = new ArrayList<>();
    List<Finding> findings = Verification.of(original).findings();
    if (!findings.isEmpty()) {
      String more = findings.size() > 1 ? ", and %d more".formatted(findings.size() - 1) : "";
      notes.add("the folder is not as it was written: " + findings.getFirst() + more);
    }
    SortedMap<String, String> given = Provenance.plugins(slots.plugins());
    for (Map.Entry<String, JsonNode> jar : provenance.path("plugins").properties()) {
      String hash = given.get(jar.getKey());
      String recorded = jar.getValue().asString("");
      if (hash == null) {
        notes.add("not given: the plugin recorded by the folder, " + Printable.of(jar.getKey()));
      } else if (!hash.equals(recorded)) {
        notes.add(
            "the plugin %s has SHA-256 %s; the run was made with %s"
                .formatted(jar.getKey(), hash, recorded));
      }
    }
    return notes;
  }

  private static Verdict compare(RunResult first, RunResult second, long steps, List<String> notes)
      throws IOException {
    Verdict.Different found = difference(first, second);
    return found == null
        ? new Verdict.Bitwise(first.id(), first.digest(), steps, notes)
        : found.noting(notes);
  }

  /** The first difference between two ends, or null. */
  private static Verdict.Different difference(RunResult first, RunResult second)
      throws IOException {
    String id = first.id();
    if (first.status() != second.status()) {
      return Verdict.Different.atTheEnd(
          id, "status", first.status().json(), second.status().json());
    }
    if (!first.message().equals(second.message())) {
      return Verdict.Different.atTheEnd(id, "message", first.message(), second.message());
    }
    if (!first.metrics().keySet().equals(second.metrics().keySet())) {
      return Verdict.Different.atTheEnd(
          id, "metrics", first.metrics().keySet() + "", second.metrics().keySet() + "");
    }
    for (Map.Entry<String, Measured> metric : first.metrics().entrySet()) {
      Measured other = second.metrics().get(metric.getKey());
      if (!same(metric.getValue(), other, first.further().isEmpty())) {
        return Verdict.Different.atTheEnd(id, metric.getKey(), metric.getValue() + "", other + "");
      }
    }
    if (!first.digest().equals(second.digest())) {
      return Verdict.Different.atTheEnd(id, "digest", first.digest(), second.digest());
    }
    return curves(id, first.folder(), second.folder());
  }

  /**
   * Whether a metric is the same to the bit. What 0.1.0 wrote as its error is not compared: it had
   * another one for {@code nll}, and 0 where none was measured.
   */
  private static boolean same(Measured first, Measured second, boolean older) {
    return Double.doubleToRawLongBits(first.value()) == Double.doubleToRawLongBits(second.value())
        && (older || first.standardError().equals(second.standardError()));
  }

  private static Verdict.Different curves(String id, Path first, Path second) throws IOException {
    String name = "metrics.jsonl";
    if (Files.notExists(first.resolve(name)) || Files.notExists(second.resolve(name))) {
      return null;
    }
    Iterator<String> expected = Files.readAllLines(first.resolve(name)).iterator();
    Iterator<String> got = Files.readAllLines(second.resolve(name)).iterator();
    for (int line = 1; expected.hasNext() || got.hasNext(); line++) {
      String one = expected.hasNext() ? expected.next() : "no line";
      String other = got.hasNext() ? got.next() : "no line";
      if (!one.equals(other)) {
        return Verdict.Different.atTheEnd(id, name + " line " + line, one, other);
      }
    }
    return null;
  }
}
