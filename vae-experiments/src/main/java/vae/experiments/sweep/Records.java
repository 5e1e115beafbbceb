package vae.experiments.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.folder.FolderFile;
import vae.experiments.folder.LineReader;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.Json;

/**
 * What is known of a sweep's trials, over all of its records.
 *
 * <p>Of several records of a trial a final one counts, and the first of those; all of them must
 * have its digest. A pause counts for its rung, a failure where there is nothing else.
 */
public final class Records {

  private final Map<String, TrialRecord> last = new HashMap<>();
  private final Map<String, TreeMap<Integer, TrialRecord>> pauses = new HashMap<>();
  private final Map<String, TrialRecord> reopened = new HashMap<>();

  /**
   * Reads every file of a sweep's {@code results/}; no folder, no records.
   *
   * @throws RunFolderException where two attempts at a trial ended in different digests
   */
  public static Records read(Path results) throws IOException {
    Records records = new Records();
    forEach(results, records::add);
    return records;
  }

  /** Every record as it was written, file by file: memory for one of them. */
  public static void forEach(Path results, Consumer<TrialRecord> action) throws IOException {
    for (FolderFile file : inside(results)) {
      try (LineReader lines = file.lines(Folder.MAX_LINE)) {
        for (String line = next(lines); line != null; line = next(lines)) {
          parse(line, file.path(), lines.number()).ifPresent(action);
        }
      }
    }
  }

  private static List<FolderFile> inside(Path results) throws IOException {
    Optional<Folder> folder = new SweepFolder(results.toAbsolutePath().getParent()).folder(results);
    return folder.isPresent()
        ? folder.get().files(name -> name.endsWith(RecordFile.SUFFIX)).stream()
            .map(folder.get()::file)
            .toList()
        : List.of();
  }

  /** A line that is torn within a character is as good as the end, where nothing follows. */
  private static String next(LineReader lines) throws IOException {
    try {
      return lines.next();
    } catch (FolderException e) {
      if (lines.next() == null) {
        return null;
      }
      throw e;
    }
  }

  /** Whether a record was written since the file was, or there is no such file. */
  public static boolean newerThan(Path results, Path file) throws IOException {
    Folder folder = Folder.open(file.toAbsolutePath().getParent());
    FolderFile old = folder.file(file.getFileName().toString());
    if (!old.exists()) {
      return true;
    }
    FileTime written = old.attributes().lastModifiedTime();
    for (FolderFile records : inside(results)) {
      if (records.attributes().lastModifiedTime().compareTo(written) > 0) {
        return true;
      }
    }
    return false;
  }

  static List<Path> files(Path results) throws IOException {
    return inside(results).stream().map(FolderFile::path).toList();
  }

  /** A torn line is one whose process ended while it wrote: that attempt is not known. */
  private static Optional<TrialRecord> parse(String line, Path file, long number) {
    try {
      return Optional.of(TrialRecord.of(Json.mapper().readTree(line)));
    } catch (JacksonException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new RunFolderException(
          "%s:%d: is no record (%s); restore the file, or remove the line"
              .formatted(file, number, e.getMessage()));
    }
  }

  /**
   * Adds a record to what is known.
   *
   * @throws RunFolderException where a final record of this trial has another digest
   */
  public void add(TrialRecord record) {
    if (record.status() == TrialRecord.Status.PAUSED) {
      pauses
          .computeIfAbsent(record.trial(), _ -> new TreeMap<>())
          .putIfAbsent(record.epoch(), record);
      return;
    }
    TrialRecord known = last.get(record.trial());
    boolean bothFinal = known != null && known.status().isFinal() && record.status().isFinal();
    if (bothFinal && !known.digest().equals(record.digest())) {
      throw new RunFolderException(twoDigests(known, record));
    }
    if (known == null || !known.status().isFinal()) {
      last.put(record.trial(), record);
    }
  }

  public static String twoDigests(TrialRecord first, TrialRecord second) {
    return ("trial %s ended twice with different digests: %s by %s, %s by %s. One of the two"
            + " machines computes other bits; `vae doctor` on both, and `vae reproduce` of the run,"
            + " tell which")
        .formatted(
            second.trial(), first.digest(), first.worker(), second.digest(), second.worker());
  }

  /** Forgets how the trial ended: it is run again, and must end with the same digest. */
  public void reopen(Trial trial) {
    TrialRecord record = last.remove(trial.id());
    if (record != null && record.status().isFinal()) {
      reopened.put(trial.id(), record);
    }
  }

  /** The record with which this one cannot stand, as the trial ended with another digest there. */
  public Optional<TrialRecord> contradicting(TrialRecord record) {
    return Optional.ofNullable(reopened.get(record.trial()))
        .filter(it -> record.status().isFinal() && !it.digest().equals(record.digest()));
  }

  /** How the trial ended, or failed; empty where no attempt at the whole of it has ended. */
  public Optional<TrialRecord> of(Trial trial) {
    return Optional.ofNullable(last.get(trial.id()));
  }

  public Optional<TrialRecord> paused(Trial trial, int epoch) {
    return Optional.ofNullable(pauses.getOrDefault(trial.id(), new TreeMap<>()).get(epoch));
  }

  /** The trial's record at the end of its last rung. */
  public Optional<TrialRecord> lastPause(Trial trial) {
    return Optional.ofNullable(pauses.get(trial.id())).map(it -> it.lastEntry().getValue());
  }

  /** The record to show: how the trial ended, else its last rung. */
  public Optional<TrialRecord> best(Trial trial) {
    Optional<TrialRecord> ended = of(trial);
    return ended.filter(it -> it.status().isFinal()).or(() -> lastPause(trial)).or(() -> ended);
  }

  /** The record of the run that the trial has: how it ended, else its last rung. */
  public Optional<TrialRecord> result(Trial trial) {
    return best(trial).filter(it -> it.status() != TrialRecord.Status.FAILED);
  }

  public List<TrialRecord> all() {
    List<TrialRecord> all = new ArrayList<>(last.values());
    pauses.values().forEach(rungs -> all.addAll(rungs.values()));
    return all;
  }
}
