package vae.experiments.sweep.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.folder.FolderFile;
import vae.experiments.recorded.RecordException;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.verification.UnverifiedException;
import vae.experiments.run.verification.Verification;

/**
 * Whether a finished run folder may be taken as the end of its trial.
 *
 * <p>A manifest is written last, so that in an undisturbed folder no file of it is newer. Where
 * that holds, every listed file is there, and {@code result.json} has the hash that the manifest
 * says and the digest that the record says, the folder is taken as whole without reading its
 * checkpoints: some hundred microseconds, which lets a sweep of 10,000 trials continue within
 * seconds. A file of the manifest's own time is read, since clocks of file systems stand still for
 * milliseconds, and longer on a busy machine. Anything else is verified in full. Bits that rotted
 * without a trace in the times are found by {@code vae verify} alone.
 */
final class WholeRun {

  private static final int HASH = 64;
  private static final String SEPARATOR = "  ";

  private WholeRun() {}

  /** Whether the folder of a recorded run is whole, or was removed. */
  static boolean isStill(Path run, String digest) {
    try {
      return Folder.find(run).isEmpty()
          || (isUntouched(run) || verifies(run))
              && RecordedResult.read(run).digest().equals(digest);
    } catch (IOException | RunFolderException | FolderException | RecordException e) {
      return false;
    }
  }

  private static boolean isUntouched(Path path) throws IOException {
    Folder run = Folder.open(path);
    FolderFile manifest = run.file(RunFolder.MANIFEST);
    FileTime written = manifest.attributes().lastModifiedTime();
    for (String line : manifest.text(Folder.MAX_JSON).lines().toList()) {
      if (line.length() <= HASH + SEPARATOR.length()) {
        return false;
      }
      FolderFile file = run.file(line.substring(HASH + SEPARATOR.length()));
      if (!file.exists()) {
        return false;
      }
      int later = file.attributes().lastModifiedTime().compareTo(written);
      boolean read = later == 0 || file.name().equals("result.json");
      if (later > 0 || read && !Digest.ofFile(file.path()).equals(line.substring(0, HASH))) {
        return false;
      }
    }
    return true;
  }

  static boolean verifies(Path run) throws IOException {
    try {
      return Verification.of(run).verified();
    } catch (RunFolderException | FolderException | RecordException e) {
      return false;
    }
  }

  /** Whether nothing but the manifest is missing, so that the run is complete with it. */
  static boolean lacksManifestAlone(Path run) throws IOException {
    try {
      return Folder.open(run).kind(RunFolder.MANIFEST) == Folder.Kind.MISSING
          && !Verification.requireFinished(run);
    } catch (RunFolderException | FolderException | RecordException | UnverifiedException e) {
      return false;
    }
  }
}
