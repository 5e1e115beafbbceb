package vae.experiments.report.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vae.experiments.folder.Folder;
import vae.experiments.report.page.FigureFiles;
import vae.experiments.report.page.ReportException;
import vae.experiments.report.page.Section;

/**
 * Writes a run's {@code report.html} and {@code figures/}, from the files of its folder alone.
 *
 * <p>The page is one file: style and drawings are inside it, nothing is loaded and no script runs.
 * It follows the reader's choice of light or dark, and what the folder lacks it says. The same
 * folder gives the same bytes.
 *
 * <p>Reads {@code experiment.json} (which must be there), {@code result.json}, {@code
 * metrics.jsonl}, {@code provenance.json} and {@code evaluation.safetensors}. The last may hold the
 * arrays {@code originals} [n, d], {@code reconstructions} [n, d], {@code samples} [n, d], {@code
 * rate_per_dimension} [m], {@code latent_means} [N, m], {@code latent_labels} [N] (I32), {@code
 * traversal} [rows, columns, d], and the metadata {@code height}, {@code width}, {@code channels},
 * {@code layout} ({@code hwc}, the default, or {@code chw}) and {@code example_set}. So may the
 * frames of a film strip, {@code callbacks/<i>-sample-sheet/epoch-<epoch>.safetensors}.
 */
public final class RunReport {

  private RunReport() {}

  /**
   * Writes the report into the run folder, replacing an earlier one.
   *
   * @throws ReportException if it is no run folder or one of its files is malformed
   * @throws IOException if reading or writing fails
   */
  public static void write(Path runFolder) throws IOException {
    Folder folder = Folder.open(runFolder);
    RunData run = RunFolderReader.read(folder);
    List<Section> sections = new ArrayList<>();
    sections.add(LearningSection.of(run));
    sections.addAll(PictureSections.of(run));
    FilmStrip.of(run).ifPresent(sections::add);
    sections.add(LatentSections.rates(run));
    sections.add(LatentSections.scatter(run));
    sections.add(PictureSections.traversal(run));
    CalibrationSection.of(run).ifPresent(sections::add);
    FigureFiles.write(folder, sections);
    String page = ReportPage.of(run, sections);
    folder.file("report.html").write(page);
  }
}
