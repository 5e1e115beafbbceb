package vae.experiments.sweep.drive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import vae.experiments.folder.FolderException;
import vae.experiments.recorded.RecordException;
import vae.experiments.run.Digest;
import vae.experiments.run.RunFolder;
import vae.experiments.run.RunFolderException;
import vae.experiments.run.RunResult;
import vae.experiments.run.UnverifiedException;
import vae.experiments.run.Verification;

/**
 * Whether a finished run folder may be taken as the end of its trial.
 *
 * <p>A manifest is written last, so that in an undisturbed folder no file of it is newer. Where
 * that holds, every listed file is there, and {@code result.json} has the hash that the manifest
 * says and the digest that the record says, the folder is taken as whole without reading its
 * checkpoints: some hundred microseconds, which lets a sweep of 10,000 trials go on within seconds.
 * Anything else is verified in full. Bits that rotted without a trace in the times are found by
 * {@code vae verify} alone.
 */
final class WholeRun {

  private static final int HASH = 64;
  private static final String SEPARATOR = "  ";

  private WholeRun() {}

  /**
   * Whether the folder of a recorded run is whole, or was removed.
   *
   * @param digest that the record says
   */
  static boolean isStill(Path run, String digest) {
    try {
      return Files.notExists(run, LinkOption.NOFOLLOW_LINKS)
          || (isUntouched(run) || verifies(run)) && RunResult.read(run).digest().equals(digest);
    } catch (IOException | RunFolderException | FolderException | RecordException e) {
      return false;
    }
  }

  private static boolean isUntouched(Path run) throws IOException {
    Path manifest = run.resolve(RunFolder.MANIFEST);
    FileTime written = attributes(manifest).lastModifiedTime();
    for (String line : Files.readAllLines(manifest, StandardCharsets.UTF_8)) {
      if (line.length() <= HASH + SEPARATOR.length()) {
        return false;
      }
      String name = line.substring(HASH + SEPARATOR.length());
      BasicFileAttributes file = attributes(run.resolve(name));
      if (!file.isRegularFile() || file.lastModifiedTime().compareTo(written) > 0) {
        return false;
      }
      if (name.equals("result.json")
          && !Digest.ofFile(run.resolve(name)).equals(line.substring(0, HASH))) {
        return false;
      }
    }
    return true;
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether the folder verifies in full. */
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
      return !Verification.requireFinished(run);
    } catch (RunFolderException | FolderException | RecordException | UnverifiedException e) {
      return false;
    }
  }
}
