package vae.experiments.run.folder;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.folder.LineReader;

/**
 * What callbacks write into the folder of a run, each file known by its hash until a manifest lists
 * it.
 *
 * <p>Checkpoints hold the hashes of the files of their step. A file that was written later is in
 * {@value #LOG}, which gets a line before the file is written: a run that resumes tells what it
 * will write again from what somebody changed. The log goes when the run is done.
 */
public final class CallbackFiles {

  /** Hash and name of each write, in their order, until the run is done. */
  public static final String LOG = "callbacks.sha256";

  private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]*/[A-Za-z0-9_-][A-Za-z0-9._-]*";
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) {2}(" + NAME + ")");
  private static final int MAX_LINE = 1024;
  private static final String FIX = "; with --restart instead of --resume the run begins anew";

  private final Folder folder;
  private final SortedMap<String, String> hashes = new TreeMap<>();

  /** Of a run whose folder is owned by this process. */
  public CallbackFiles(Folder folder) {
    this.folder = folder;
  }

  /**
   * Replaces a file in one step.
   *
   * @param name {@code <index>-<type>/<name>}
   */
  public void write(String name, byte[] content) throws IOException {
    String sha256 = HexFormat.of().formatHex(Digest.sha256().digest(content));
    GrowingFile log = new GrowingFile(folder.file(LOG));
    log.append(line(sha256, name));
    log.force();
    file(folder, name).write(content);
    hashes.put(name, sha256);
  }

  private static String line(String sha256, String name) {
    return sha256 + "  " + name + "\n";
  }

  private static FolderFile file(Folder folder, String name) {
    return folder.file(RunFolder.CALLBACKS + "/" + name);
  }

  /** Whether a callback's file may have that name. */
  public static boolean isOne(String name) {
    return name.matches(NAME);
  }

  /** SHA-256 of what was last written, by name. */
  public SortedMap<String, String> hashes() {
    return Collections.unmodifiableSortedMap(hashes);
  }

  /**
   * Takes over the files of a checkpoint's step; those that were first written after it are
   * removed, as the run writes them again.
   *
   * @param recorded the hashes in the checkpoint
   * @throws CorruptFileException where one is missing or was changed, or nobody wrote it
   */
  public void resume(SortedMap<String, String> recorded) throws IOException {
    SortedMap<String, List<String>> logged = logged();
    for (Map.Entry<String, String> each : recorded.entrySet()) {
      List<String> all = logged.getOrDefault(each.getKey(), List.of());
      int first = Math.max(0, all.indexOf(each.getValue()));
      Optional<String> found = found(folder, each.getKey());
      if (!found.equals(Optional.of(each.getValue()))
          && !(found.isPresent() && all.subList(first, all.size()).contains(found.get()))) {
        throw new CorruptFileException(
            file(folder, each.getKey()).path(), 0, problem(each.getValue(), found) + FIX);
      }
    }
    for (String name : names(folder)) {
      if (!recorded.containsKey(name) && !logged.containsKey(name)) {
        throw new CorruptFileException(
            file(folder, name).path(), 0, "is a file that no callback of the run wrote" + FIX);
      }
    }
    for (String name : names(folder)) {
      if (!recorded.containsKey(name)) {
        file(folder, name).delete();
      }
    }
    hashes.putAll(recorded);
    if (!logged.isEmpty()) {
      folder
          .file(LOG)
          .writeLines(
              logged.entrySet().stream()
                  .flatMap(
                      it -> it.getValue().stream().map(sha -> line(sha, it.getKey()).strip())));
    }
  }

  /**
   * Copies files of a finished run into the folder of one that resumes from a checkpoint of it: as
   * they are now, which the resumed run takes for what it will write again.
   */
  public static void copy(Folder from, Folder to, Set<String> names) throws IOException {
    CallbackFiles copies = new CallbackFiles(to);
    for (String name : names) {
      copies.write(name, file(from, name).bytes(Folder.MAX_FILE));
    }
  }

  private static Optional<String> found(Folder folder, String name) throws IOException {
    FolderFile file = file(folder, name);
    return file.exists() ? Optional.of(Digest.ofFile(file)) : Optional.empty();
  }

  private static String problem(String expected, Optional<String> found) {
    return found.isEmpty()
        ? "is missing"
        : "changed: expected SHA-256 %s, got %s".formatted(expected, found.get());
  }

  /** All hashes of each name in the order of their writes; a line that was cut short is dropped. */
  private SortedMap<String, List<String>> logged() throws IOException {
    SortedMap<String, List<String>> logged = new TreeMap<>();
    FolderFile log = folder.file(LOG);
    if (log.exists()) {
      try (LineReader lines = log.lines(MAX_LINE)) {
        for (String line = lines.next(); line != null; line = lines.next()) {
          Matcher parts = LINE.matcher(line);
          if (parts.matches()) {
            logged.computeIfAbsent(parts.group(2), _ -> new ArrayList<>()).add(parts.group(1));
          }
        }
      }
    }
    return logged;
  }

  private static SortedSet<String> names(Folder folder) throws IOException {
    Optional<Folder> below = folder.findFolder(RunFolder.CALLBACKS);
    return below.isEmpty() ? new TreeSet<>() : below.get().walk().files();
  }

  /**
   * Refuses to seal what the callbacks did not write.
   *
   * @throws CorruptFileException where a file is missing, was changed, or nobody wrote it
   */
  public void require() throws IOException {
    for (Finding each : check(folder, hashes)) {
      throw new CorruptFileException(folder.file(each.file()).path(), 0, each.problem() + FIX);
    }
  }

  /**
   * What differs between the files of a folder and the hashes in a checkpoint.
   *
   * @param recorded by name
   */
  public static List<Finding> check(Folder folder, SortedMap<String, String> recorded)
      throws IOException {
    List<Finding> findings = new ArrayList<>();
    SortedSet<String> all = new TreeSet<>(names(folder));
    all.addAll(recorded.keySet());
    for (String name : all) {
      Optional<String> found = found(folder, name);
      String expected = recorded.get(name);
      if (expected == null) {
        findings.add(finding(name, "is a file that no callback of the run wrote"));
      } else if (!found.equals(Optional.of(expected))) {
        findings.add(finding(name, problem(expected, found)));
      }
    }
    return findings;
  }

  private static Finding finding(String name, String problem) {
    return new Finding(RunFolder.CALLBACKS + "/" + name, problem);
  }
}
