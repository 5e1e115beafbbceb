package vae.experiments.sweep.driver;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import vae.experiments.folder.Folder;
import vae.experiments.run.folder.Numerics;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.SpecSource;
import vae.experiments.sweep.Goal;
import vae.experiments.sweep.PlanFile;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.plan.PlanExtension;
import vae.experiments.sweep.plan.Rungs;
import vae.experiments.sweep.plan.Sweep;
import vae.experiments.sweep.plan.SweepReader;

/**
 * The plan that counts: {@code plan.jsonl} as it was frozen before the first trial, with what was
 * added to it since.
 *
 * @param added how many of them were not in the file before
 */
public record FrozenSweep(List<Trial> trials, Goal goal, Optional<Rungs> rungs, int added) {

  private static final String NUMERICS = "numerics";

  public FrozenSweep {
    trials = List.copyOf(trials);
  }

  /**
   * Freezes the plan of a sweep, or adds what is new in it behind the lines that are there.
   *
   * @throws vae.core.spec.SpecException where the sweep does not plan all that is frozen
   */
  static FrozenSweep of(SweepFolder folder, Sweep planned) throws IOException {
    if (!SweepFolder.isOne(folder.path())) {
      writeSweep(folder, planned);
      PlanFile.write(folder.plan(), planned.trials());
      return new FrozenSweep(
          planned.trials(), planned.goal(), planned.rungs(), planned.trials().size());
    }
    Sweep sweep =
        folder.file(folder.sweep()).exists()
            ? Goal.of(json(folder)).map(planned::keeping).orElse(planned)
            : planned;
    PlanExtension extension = PlanExtension.of(sweep, PlanFile.read(folder.plan()));
    if (!extension.isSame()) {
      writeSweep(folder, sweep);
      String before = folder.file(folder.plan()).text(Integer.MAX_VALUE);
      Stream<String> added = extension.added().stream().map(it -> it.json().toString());
      folder.file(folder.plan()).writeLines(Stream.concat(before.lines(), added));
    }
    int added = extension.added().size();
    return new FrozenSweep(extension.trials(), sweep.goal(), sweep.rungs(), added);
  }

  private static void writeSweep(SweepFolder folder, Sweep sweep) throws IOException {
    folder.file(folder.sweep()).write(sweep.json().toPrettyString() + "\n");
  }

  /**
   * The plan as it is frozen, whatever the file says that it was made from.
   *
   * @throws RunFolderException where there is none, or it was frozen for other numerics
   */
  static FrozenSweep existing(SweepFolder folder, SweepReader reader) throws IOException {
    SweepFolder.existing(folder.path());
    requireNumerics(folder);
    List<Trial> trials = PlanFile.read(folder.plan());
    Sweep sweep = reader.frozen(SpecSource.file(folder.sweep()), trials);
    return new FrozenSweep(trials, sweep.goal(), sweep.rungs(), 0);
  }

  private static void requireNumerics(SweepFolder folder) throws IOException {
    int numerics = json(folder).path(NUMERICS).asInt(0);
    if (numerics != Numerics.VERSION) {
      throw new RunFolderException(
          ("%s: the sweep was planned for numerics version %d, and this build computes version %d,"
                  + " whose bits are others. Give the sweep another name, or finish it with the"
                  + " build that began it")
              .formatted(folder.path(), numerics, Numerics.VERSION));
    }
  }

  private static JsonNode json(SweepFolder folder) throws IOException {
    return folder.file(folder.sweep()).object(Folder.MAX_JSON);
  }
}
