package vae.experiments.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import vae.experiments.folder.DurableFile;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.folder.LineReader;
import vae.experiments.run.folder.RunFolderException;

/** {@code plan.jsonl}: a sweep's trials, one per line, frozen before the first of them runs. */
public final class PlanFile {

  private PlanFile() {}

  public static void write(Path file, List<Trial> trials) throws IOException {
    DurableFile.writeLines(file, trials.stream().map(trial -> trial.json().toString()));
  }

  /**
   * The trials, in their order.
   *
   * @throws RunFolderException where a line is no trial
   */
  public static List<Trial> read(Path file) throws IOException {
    List<Trial> trials = new ArrayList<>();
    forEach(file, trials::add);
    return trials;
  }

  /**
   * The trials one after the other, in their order: memory for one of them.
   *
   * @throws RunFolderException where a line is no trial
   */
  public static void forEach(Path file, Consumer<Trial> action) throws IOException {
    Folder folder = Folder.open(file.toAbsolutePath().getParent());
    try (LineReader lines = folder.file(file.getFileName().toString()).lines(Folder.MAX_LINE)) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        action.accept(trial(lines, line, file));
      }
    }
  }

  private static Trial trial(LineReader lines, String line, Path file) {
    try {
      return Trial.of(lines.json(line));
    } catch (FolderException e) {
      throw noLine(file, lines.number(), e.problem().replaceFirst("^line \\d+: ", ""));
    } catch (IllegalArgumentException e) {
      throw noLine(
          file, lines.number(), String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private static RunFolderException noLine(Path file, long number, String why) {
    return new RunFolderException(
        "%s:%d: is no line of a plan (%s); the plan is frozen, restore the file"
            .formatted(file, number, why));
  }
}
