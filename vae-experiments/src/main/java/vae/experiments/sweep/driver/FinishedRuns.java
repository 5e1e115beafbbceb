package vae.experiments.sweep.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import vae.experiments.folder.DurableFile;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.recorded.RecordException;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepData;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;

/**
 * The finished run folders of a sweep against its records, before anything runs.
 *
 * <p>A run that ended and has no record gets one: its process ended between the two, or the records
 * were lost. A run that does not verify is made again: {@link WholeRun} says what that is. Its
 * folder is kept below {@code damaged/}, as what is wrong with it is for a person to judge. A run
 * whose folder was removed has its record still, which is a result on its own.
 */
record FinishedRuns(SweepFolder folder, Records records, SweepData data, SweepListener listener) {

  private static final String FROM_FOLDER = "read from its folder";
  private static final int UNIQUE = 8;

  void reopenDamaged(List<Trial> trials) throws IOException {
    List<Trial> damaged =
        trials.parallelStream()
            .filter(trial -> records.of(trial).filter(this::isDamaged).isPresent())
            .toList();
    for (Trial trial : damaged) {
      TrialRecord record = records.of(trial).orElseThrow();
      Path run = folder.runs().resolve(record.folder());
      if (!WholeRun.lacksManifestAlone(run)) {
        setAside(run, "trial " + trial.id() + " does not verify");
      }
      records.reopen(trial);
    }
  }

  private boolean isDamaged(TrialRecord record) {
    return record.status().isFinal()
        && !record.folder().isEmpty()
        && !WholeRun.isStill(folder.runs().resolve(record.folder()), record.digest());
  }

  List<TrialRecord> withoutRecord(List<Trial> trials) throws IOException {
    Map<String, Trial> unknown = new HashMap<>();
    Set<String> known = new HashSet<>();
    for (Trial trial : trials) {
      Optional<TrialRecord> record = records.of(trial).filter(it -> it.status().isFinal());
      record.ifPresentOrElse(it -> known.add(it.folder()), () -> unknown.put(trial.id(), trial));
    }
    List<TrialRecord> found = new ArrayList<>();
    Optional<Folder> runs = unknown.isEmpty() ? Optional.empty() : folder.folder(folder.runs());
    for (String name : runs.isPresent() ? runs.get().folders() : List.<String>of()) {
      if (!known.contains(name)) {
        record(folder.runs().resolve(name), unknown).ifPresent(found::add);
      }
    }
    return found;
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  /** What cannot be read is no finished run: its trial is run again. */
  private Optional<TrialRecord> record(Path run, Map<String, Trial> unknown) throws IOException {
    Folder files = Folder.open(run);
    if (files.kind("result.json") != Folder.Kind.FILE
        || files.kind("experiment.json") != Folder.Kind.FILE) {
      return Optional.empty();
    }
    try {
      String id = Trial.idOf(files.file("experiment.json").json(Folder.MAX_JSON));
      Trial trial = unknown.get(id);
      if (trial == null || !data.isOwn(trial, name(run))) {
        return Optional.empty();
      }
      if (WholeRun.verifies(run)) {
        return Optional.of(TrialRecord.of(trial, RecordedRun.read(run), FROM_FOLDER));
      }
    } catch (IllegalArgumentException | FolderException | RecordException | RunFolderException e) {
      // falls through: is no finished run
    }
    if (!WholeRun.lacksManifestAlone(run)) {
      setAside(run, "its run has no record and does not verify");
    }
    return Optional.empty();
  }

  /** Out of the way of the run that is made anew; left where another process works on it. */
  private void setAside(Path run, String why) throws IOException {
    try (RunFolder owned = RunFolder.own(run)) {
      String unique = UUID.randomUUID().toString().substring(0, UNIQUE);
      Path aside = folder.damaged().resolve(name(run) + "-" + unique);
      DurableFile.makeFolder(folder.damaged());
      Files.move(owned.path(), aside, StandardCopyOption.ATOMIC_MOVE);
      DurableFile.forceFolder(folder.damaged());
      DurableFile.forceFolder(folder.runs());
      listener.told(
          "%s: %s; it is run again, the old folder is %s".formatted(name(run), why, aside));
    } catch (RunFolderException e) {
      listener.told(e.getMessage());
    }
  }
}
