package vae.experiments.run.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.folder.FolderFile;
import vae.experiments.folder.Listing;
import vae.experiments.recorded.RecordedEvaluation;

/**
 * {@code MANIFEST.sha256} against the files of its folder, both ways: files that changed, files
 * that are gone, and files that were not there.
 *
 * <p>A line is 64 lower-case hexadecimal digits, two blanks and a name, as sha256sum prints it;
 * each ends with a line feed and names come in order. Hidden files are no part of a run.
 */
public final class Manifest {

  public static final String FILE = "MANIFEST.sha256";

  /** The problem of a file that is listed and not there. */
  public static final String MISSING = "is missing";

  /** A signature over the manifest, which therefore does not list it. */
  public static final String SIGNATURE = FILE + ".sig";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) {2}([^\n]+)\n");

  /** Longer ones are damaged: a run has some dozens of files. */
  private static final long MAX_BYTES = 1 << 24;

  private final Folder folder;
  private final List<Finding> findings = new ArrayList<>();

  private Manifest(Folder folder) {
    this.folder = folder;
  }

  /** What differs in the folder; nothing where all files are what was written. */
  public static List<Finding> check(Path folder) throws IOException {
    return check(Folder.open(folder));
  }

  /** The same of a folder that is open. */
  public static List<Finding> check(Folder folder) throws IOException {
    return new Manifest(folder).check();
  }

  /** Names of all files of the folder that a manifest lists. */
  public static SortedSet<String> files(Path folder) throws IOException {
    return files(Folder.open(folder).walk());
  }

  /** All but the manifest, its signature, and saved evaluations: each of these has its own. */
  private static SortedSet<String> files(Listing listing) {
    SortedSet<String> names = new TreeSet<>(listing.files());
    names.remove(FILE);
    names.remove(SIGNATURE);
    names.removeIf(name -> name.startsWith(RecordedEvaluation.FOLDER + "/"));
    return names;
  }

  /**
   * Writes the manifest of the folder: hash and name of every file, in the format of sha256sum. A
   * signature over an earlier one is removed.
   *
   * @throws FolderException where something in the folder is a link or no file
   */
  public static void write(Folder folder) throws IOException {
    Listing listing = folder.walk();
    for (Listing.Irregular each : listing.irregular()) {
      throw each.refused(folder);
    }
    StringBuilder lines = new StringBuilder();
    for (String name : files(listing)) {
      lines.append(Digest.ofFile(folder.file(name))).append("  ").append(name).append('\n');
    }
    folder.file(SIGNATURE).delete();
    folder.file(FILE).write(lines.toString());
  }

  private List<Finding> check() throws IOException {
    Map<String, String> listed = read();
    if (!findings.isEmpty()) {
      return findings;
    }
    Listing listing = folder.walk();
    SortedSet<String> present = files(listing);
    for (Listing.Irregular each : listing.irregular()) {
      findings.add(new Finding(each.name(), each.problem()));
      listed.remove(each.name());
    }
    for (Map.Entry<String, String> entry : listed.entrySet()) {
      String name = entry.getKey();
      if (!present.remove(name)) {
        findings.add(new Finding(name, MISSING));
        continue;
      }
      String found;
      try {
        found = Digest.ofFile(folder.file(name));
      } catch (FolderException e) {
        findings.add(new Finding(name, e.problem()));
        continue;
      }
      if (!found.equals(entry.getValue())) {
        findings.add(
            new Finding(
                name, "changed: expected SHA-256 %s, got %s".formatted(entry.getValue(), found)));
      }
    }
    present.forEach(name -> findings.add(new Finding(name, "is not in " + FILE)));
    return findings;
  }

  /** Hashes by name; a finding where the text is no manifest. */
  private Map<String, String> read() throws IOException {
    Map<String, String> listed = new TreeMap<>();
    FolderFile file = folder.file(FILE);
    if (file.kind() == Folder.Kind.MISSING) {
      findings.add(new Finding(FILE, "is missing: the run did not end, or was copied in part"));
      return listed;
    }
    String text;
    try {
      text = file.text(MAX_BYTES);
    } catch (FolderException e) {
      findings.add(new Finding(FILE, "changed: " + e.problem()));
      return listed;
    }
    Matcher line = LINE.matcher(text);
    int end = 0;
    while (line.lookingAt()) {
      if (listed.put(line.group(2), line.group(1)) != null) {
        findings.add(new Finding(FILE, "changed: names " + line.group(2) + " twice"));
      }
      end = line.end();
      line.region(end, text.length());
    }
    if (end < text.length()) {
      String rest = text.substring(end).lines().findFirst().orElse("");
      findings.add(
          new Finding(
              FILE, "changed: expected a hash, two blanks and a name, got \"" + rest + "\""));
    }
    return listed;
  }
}
