package vae.experiments.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import vae.autodiff.kernel.KernelSet;
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
    Experiment experiment =
        new ModelFactory(slots).create(Experiment.class, "experiment", study.experiment());
    JsonNode tree = reader.writer().tree(study);
    String id = RunId.of(CanonicalJson.of(tree).getBytes(StandardCharsets.UTF_8));
    Path path = root.resolve(study.name() + "-" + id);
    try (RunFolder folder = RunFolder.own(path)) {
      folder.write("study.json", tree.toPrettyString() + "\n");
      Runner runner = new Runner(slots, kernels, locations, folder.file("runs"), RunReport::write);
      Findings findings = experiment.run(Lab.of(reader, runner, study.base()));
      folder.write("findings.md", findings.markdown());
      return new Outcome(path, findings);
    }
  }
}
