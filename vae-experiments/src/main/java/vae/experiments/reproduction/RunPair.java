package vae.experiments.reproduction;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderFile;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.verification.Verdict;

/**
 * A run as it was recorded and as it was made again.
 *
 * @param notCompared receives what cannot be compared, and why
 */
record RunPair(
    RecordedRun first,
    RecordedRun second,
    Folder firstFolder,
    Folder secondFolder,
    List<String> notCompared) {

  static RunPair of(RecordedRun first, RecordedRun second) throws IOException {
    Folder recorded = Folder.open(first.folder());
    return new RunPair(first, second, recorded, Folder.open(second.folder()), new ArrayList<>());
  }

  boolean sameVersion() {
    String version = first.provenance().code().version();
    return version.equals(second.provenance().code().version());
  }

  Optional<Verdict.Different> different(String what, Object expected, Object got) {
    return Optional.of(
        Verdict.Different.atTheEnd(
            first.result().id(), what, String.valueOf(expected), String.valueOf(got)));
  }

  Optional<Verdict.Different> compare(String what, Object expected, Object got) {
    return Objects.equals(expected, got) ? Optional.empty() : different(what, expected, got);
  }

  void skip(String what) {
    notCompared.add(what + ": written by " + first.provenance().code().version());
  }

  boolean both(String name) throws IOException {
    return firstFolder.file(name).exists() && secondFolder.file(name).exists();
  }

  static boolean same(FolderFile one, FolderFile other) throws IOException {
    return one.size() == other.size() && Digest.ofFile(one).equals(Digest.ofFile(other));
  }
}
