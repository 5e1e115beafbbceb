package vae.experiments.reproduction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import vae.experiments.citation.RunDocuments;
import vae.experiments.folder.Folder;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.run.RunSettings;
import vae.experiments.run.folder.Manifest;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.verification.ReportComparison;
import vae.experiments.run.verification.Verdict;

/**
 * Report and documents of a run, made anew from the files of the run that was made again and the
 * first one's provenance (times and machine do not follow from a spec), and compared.
 *
 * <p>What other code wrote may be laid out in another way and is not compared.
 */
final class Rendering {

  private final RecordedRun first;
  private final RecordedRun second;
  private final RunSettings.Finisher report;
  private final List<String> notCompared = new ArrayList<>();

  Rendering(RecordedRun first, RecordedRun second, RunSettings.Finisher report) {
    this.first = first;
    this.second = second;
    this.report = report;
  }

  /** What was not compared and why, after {@link #difference} was asked for. */
  List<String> notCompared() {
    return notCompared;
  }

  /**
   * The first difference; empty where there is none.
   *
   * @param scratch an empty folder, which is removed
   */
  Optional<Verdict.Different> difference(Path scratch) throws IOException {
    try {
      if (!first.provenance().code().isSameAs(second.provenance().code())) {
        notCompared.add(
            "report, figures and documents: written by " + first.provenance().code().words());
        return Optional.empty();
      }
      Optional<Verdict.Different> found = Optional.empty();
      for (String name : names()) {
        found = compared(Folder.make(scratch.resolve(name)));
        if (found.isEmpty()) {
          break;
        }
      }
      return found;
    } finally {
      Folder.open(scratch).delete();
    }
  }

  /** The report has the folder's name, which may be another one now. */
  private Set<String> names() throws IOException {
    Set<String> names = new LinkedHashSet<>(List.of(first.label()));
    names.add(first.folder().toRealPath().getFileName().toString());
    return names;
  }

  private Optional<Verdict.Different> compared(Folder drawn) throws IOException {
    Folder again = Folder.open(second.folder());
    for (Folder.Child child : again.children()) {
      if (child.kind() == Folder.Kind.FOLDER) {
        drawn.makeFolder(child.name());
      } else if (!child.name().equals(Manifest.FILE)) {
        Folder from =
            child.name().equals(RecordedProvenance.FILE) ? Folder.open(first.folder()) : again;
        drawn.file(child.name()).write(from.file(child.name()).bytes(Folder.MAX_FILE));
      }
    }
    for (String name : again.walk().files()) {
      if (name.startsWith(RunFolder.CALLBACKS + "/")) {
        drawn.file(name).write(again.file(name).bytes(Folder.MAX_FILE));
      }
    }
    Folder original = Folder.open(first.folder());
    return report(original, drawn).or(() -> documents(original, drawn));
  }

  private Optional<Verdict.Different> report(Folder original, Folder drawn) throws IOException {
    if (!original.file(ReportComparison.REPORT).exists()) {
      notCompared.add("report: the folder has none");
      return original.findFolder("figures").isEmpty()
          ? Optional.empty()
          : different("figures", "figures of a report", "no report");
    }
    shown(original, drawn);
    try {
      report.finish(drawn.path());
    } catch (RuntimeException e) {
      notCompared.add("report: cannot be drawn on this machine: " + e.getMessage());
      return Optional.empty();
    }
    return new ReportComparison(first.result().id(), original, drawn).difference();
  }

  /** Copies the saved evaluations that the report shows: the run that was made again has none. */
  private static void shown(Folder original, Folder drawn) throws IOException {
    String page = original.file(ReportComparison.REPORT).text(ReportComparison.MAX_REPORT);
    for (Folder each : RecordedEvaluation.folders(original)) {
      String name =
          RecordedEvaluation.FOLDER
              + "/"
              + each.path().getFileName()
              + "/"
              + RecordedEvaluation.FILE;
      if (page.contains(RecordedEvaluation.FOLDER + "/" + each.path().getFileName())) {
        drawn.file(name).write(original.file(name).bytes(Folder.MAX_JSON));
      }
    }
  }

  private Optional<Verdict.Different> documents(Folder original, Folder drawn) {
    try {
      Map<String, String> documents =
          RunDocuments.of(drawn.path(), RunDocuments.authors(original.path()));
      for (Map.Entry<String, String> document : documents.entrySet()) {
        String name = document.getKey();
        if (!original.file(name).exists()) {
          return different(name, "no such file", "a document that the run writes");
        }
        Optional<Verdict.Different> found =
            RunComparison.lines(
                first.result().id(),
                name,
                original.file(name).text(Folder.MAX_JSON),
                document.getValue());
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Verdict.Different> different(String what, String expected, String got) {
    return Optional.of(Verdict.Different.atTheEnd(first.result().id(), what, expected, got));
  }
}
