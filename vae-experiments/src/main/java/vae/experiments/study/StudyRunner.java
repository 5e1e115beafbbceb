package vae.experiments.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.data.source.Locations;
import vae.experiments.run.RunEnvironment;
import vae.experiments.run.RunSettings;
import vae.experiments.run.Runner;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.folder.Numerics;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunId;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.spec.Json;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/**
 * Runs a study: its folder is {@code runs/<name>-<id>/} with {@code study.json}, {@code
 * findings.md}, the same with exact numbers as {@code findings.json}, {@code figures/} and the run
 * folders below {@code runs/}.
 */
public final class StudyRunner {

  private final Slots slots;
  private final KernelSet kernels;
  private final Locations locations;
  private final Path root;
  private final Cadence cadence;

  public StudyRunner(Slots slots, KernelSet kernels, Locations locations, Path root) {
    this(slots, kernels, locations, root, Cadence.STANDARD);
  }

  /**
   * @param cadence when its runs write checkpoints and how many stay
   */
  public StudyRunner(
      Slots slots, KernelSet kernels, Locations locations, Path root, Cadence cadence) {
    this.slots = slots;
    this.kernels = kernels;
    this.locations = locations;
    this.root = root;
    this.cadence = cadence;
  }

  public record Outcome(Path folder, Findings findings, ObjectNode json) {}

  /**
   * Reads and runs a study. A study always continues where it was: runs that are complete already
   * are not computed again, and an interrupted one resumes from its last checkpoint.
   *
   * @param settings changes, each {@code path=value}
   */
  public Outcome run(SpecSource source, List<String> settings) throws IOException {
    return run(source, settings, () -> false);
  }

  /**
   * Reads and runs a study until it ends or is asked to stop.
   *
   * @param stop asked after each step of training
   * @throws StoppedException where it was told to stop; the run in progress left a checkpoint
   */
  public Outcome run(SpecSource source, List<String> settings, BooleanSupplier stop)
      throws IOException {
    SpecReader reader = new SpecReader(slots.catalogue());
    StudySpec study = reader.read(StudySpec.class, source, settings);
    Experiment experiment = experiment(study, source);
    JsonNode tree = reader.writer().tree(study);
    String id = RunId.of(CanonicalJson.of(tree).getBytes(StandardCharsets.UTF_8));
    Path path = root.resolve(study.name() + "-" + id);
    boolean fresh = Files.notExists(path);
    try (RunFolder folder = RunFolder.own(path)) {
      folder.write("study.json", tree.toPrettyString() + "\n");
      Path runs = folder.file("runs");
      RunSettings kept = RunSettings.in(runs).withCheckpoints(cadence);
      Runner runner = new Runner(new RunEnvironment(slots, kernels, locations), kept);
      try {
        Lab lab = Lab.of(reader, runner, new StudyModels(slots, kernels), study.base(), stop);
        Findings findings = experiment.run(lab);
        for (StudyFigure figure : findings.figures()) {
          folder.write("figures/" + figure.name() + ".svg", figure.svg());
        }
        ObjectNode json = json(study.name(), id, lab.digests(), findings);
        folder.write("findings.json", PrettyJson.of(json));
        folder.write("findings.md", findings.markdown());
        return new Outcome(path, findings, json);
      } catch (SpecException | DataException e) {
        if (fresh && Files.notExists(folder.file("runs"))) {
          folder.delete();
        }
        throw e instanceof SpecException refused ? located(refused, source) : e;
      }
    }
  }

  /**
   * What was found, with all bits of its numbers, and the runs behind it.
   *
   * <p>{@code digest} is the SHA-256 of a line {@code id digest} a run in the order of ids: two
   * studies agree on it where all their runs agree to the bit.
   */
  private static ObjectNode json(
      String name, String id, SortedMap<String, String> digests, Findings findings) {
    StringBuilder lines = new StringBuilder();
    digests.forEach((run, digest) -> lines.append(run).append(' ').append(digest).append('\n'));
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("name", name).put("id", id).put("numerics", Numerics.VERSION);
    json.put("runs", digests.size());
    json.put("digest", Digest.of(lines.toString()));
    json.setAll(findings.json());
    return json;
  }

  private Experiment experiment(StudySpec study, SpecSource source) {
    try {
      return new ModelFactory(slots).create(Experiment.class, "experiment", study.experiment());
    } catch (SpecException e) {
      throw e.at(SpecReader.place(source, e.path()));
    }
  }

  /** Complaints about the base have its paths; those of the experiment itself have none. */
  private static SpecException located(SpecException complaint, SpecSource source) {
    if (!complaint.location().isEmpty()) {
      return complaint;
    }
    SpecException inStudy = complaint.under(complaint.path().isEmpty() ? "experiment" : "base");
    return inStudy.at(SpecReader.place(source, inStudy.path()));
  }
}
