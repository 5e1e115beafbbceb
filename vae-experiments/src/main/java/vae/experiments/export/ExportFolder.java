package vae.experiments.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import vae.experiments.folder.DurableFile;

/** Files for another tool in a folder that a person named. */
final class ExportFolder {

  private ExportFolder() {}

  /**
   * Writes each file in one step, making the folder where it is missing. Where one fails, those
   * that are new are removed again, and so is a new folder.
   */
  static void write(Path folder, SortedMap<String, DurableFile.Content> files) throws IOException {
    boolean made = !Files.isDirectory(folder);
    List<Path> fresh = new ArrayList<>();
    boolean whole = false;
    try {
      for (Map.Entry<String, DurableFile.Content> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          fresh.add(path);
        }
        DurableFile.write(path, file.getValue());
      }
      whole = true;
    } finally {
      if (!whole) {
        for (Path path : fresh) {
          Files.deleteIfExists(path);
        }
        if (made) {
          Files.deleteIfExists(folder);
        }
      }
    }
  }
}
