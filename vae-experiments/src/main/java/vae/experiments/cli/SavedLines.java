package vae.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vae.core.model.Quantity.Shown;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.recorded.RecordException;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.recorded.RecordedRun;

/** The saved evaluations of runs, some lines each, as they stand below a table of runs. */
final class SavedLines {

  private SavedLines() {}

  /** Prints them under the run's name; nothing where there are none. */
  static void print(PrintWriter out, String name, Path run) {
    List<String> lines = of(run);
    if (!lines.isEmpty()) {
      out.println(name);
      lines.forEach(line -> out.println(line));
    }
  }

  private static List<String> of(Path run) {
    List<String> lines = new ArrayList<>();
    try {
      Optional<Folder> folder = Folder.find(run);
      List<RecordedEvaluation> saved =
          folder.isEmpty() ? List.of() : RecordedEvaluation.of(folder.get());
      if (saved.isEmpty()) {
        return lines;
      }
      RecordedRun recorded = RecordedRun.read(run);
      for (RecordedEvaluation each : saved) {
        lines.add("  %s/%s".formatted(RecordedEvaluation.FOLDER, each.id()));
        boolean ofThisRun =
            each.run().equals(recorded.result().digest())
                && each.digest().equals(RecordedEvaluation.digest(each.tree()));
        if (ofThisRun) {
          lines.add(Paragraph.hanging("    settings  ", each.changes(recorded.experiment())));
          lines.add(Paragraph.hanging("    values    ", values(each)));
        } else {
          lines.add("    is not what was written for this run: ./vae verify says more");
        }
      }
    } catch (IOException | FolderException | RecordException e) {
      lines.add("  " + RecordedEvaluation.FOLDER + "  cannot be read: " + e.getMessage());
    }
    return lines;
  }

  private static String values(RecordedEvaluation evaluation) {
    List<String> values = new ArrayList<>();
    for (String metric :
        evaluation.quantities().shown(evaluation.measured().keySet(), Shown.SUMMARY)) {
      Measured measured = evaluation.measured().get(metric);
      values.add(metric + " " + Summary.text(measured));
    }
    return String.join(", ", values);
  }
}
