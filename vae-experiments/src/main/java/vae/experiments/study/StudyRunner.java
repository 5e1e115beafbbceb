package vae.experiments.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.data.source.Locations;
import vae.experiments.report.RunReport;
import vae.experiments.run.RunFolder;
import vae.experiments.run.RunId;
import vae.experiments.run.Runner;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/**
 * Runs a study: its folder is {@code runs/<name>-<id>/} with {@code study.json}, {@code
 * findings.md} and the run folders below {@code runs/}.
 */
public final class StudyRunner {

  private final Slots slots;
  private final KernelSet kernels;
  private final Locations locations;
  private final Path root;

  /**
   * @param root the folder of study and run folders
   */
  public StudyRunner(Slots slots, KernelSet kernels, Locations locations, Path root) {
    this.slots = slots;
    this.kernels = kernels;
    this.locations = locations;
    this.root = root;
  }

  /**
   * How a study ended.
   *
   * @param folder the study's
   * @param findings what it shows
   */
  public record Outcome(Path folder, Findings findings) {}

  /**
   * Reads and runs a study; runs that are complete already are not computed again.
   *
   * @param settings changes, each {@code path=value}
   */
  public Outcome run(SpecSource source, List<String> settings) throws IOException {
    SpecReader reader = new SpecReader(slots.catalogue());
    StudySpec study = reader.read(StudySpec.class, source, settings);
    Experiment experiment = experiment(study, source);
    JsonNode tree = reader.writer().tree(study);
    String id = RunId.of(CanonicalJson.of(tree).getBytes(StandardCharsets.UTF_8));
    Path path = root.resolve(study.name() + "-" + id);
    boolean fresh = Files.notExists(path);
    try (RunFolder folder = RunFolder.own(path)) {
      folder.write("study.json", tree.toPrettyString() + "\n");
      Runner runner = new Runner(slots, kernels, locations, folder.file("runs"), RunReport::write);
      try {
        Findings findings = experiment.run(Lab.of(reader, runner, study.base()));
        for (Figure figure : findings.figures()) {
          folder.write(
              "figures/" + figure.name() + ".svg",
              new String(figure.svg(), StandardCharsets.UTF_8));
        }
        folder.write("findings.md", findings.markdown());
        return new Outcome(path, findings);
      } catch (SpecException | DataException e) {
        if (fresh && Files.notExists(folder.file("runs"))) {
          folder.delete();
        }
        throw e instanceof SpecException refused ? located(refused, source) : e;
      }
    }
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
