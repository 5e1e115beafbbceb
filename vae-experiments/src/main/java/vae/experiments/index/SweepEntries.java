package vae.experiments.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import vae.experiments.folder.Folder;
import vae.experiments.sweep.PlanFile;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.TrialRecord;

/** The trials of a sweep that have a record and no run folder. */
final class SweepEntries {

  private SweepEntries() {}

  static List<RunEntry> of(Folder root, String folder) throws IOException {
    Folder at = root.folder(folder);
    Optional<Folder> kept = at.findFolder("runs");
    Set<String> runs = kept.isPresent() ? Set.copyOf(kept.get().folders()) : Set.of();
    SweepFolder sweep = new SweepFolder(at.path());
    Records records = Records.read(sweep.results());
    List<RunEntry> entries = new ArrayList<>();
    PlanFile.forEach(
        sweep.plan(),
        trial -> {
          Optional<TrialRecord> record = records.best(trial);
          if (record.isPresent() && !runs.contains(record.get().folder())) {
            entries.add(RunEntry.of(trial, record.get(), folder));
          }
        });
    return entries;
  }
}
