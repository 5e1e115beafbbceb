package vae.experiments.report.sweep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import vae.experiments.folder.Folder;
import vae.experiments.report.page.FigureFiles;
import vae.experiments.report.page.Section;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.table.CsvTable;
import vae.experiments.sweep.table.GroupComparison;
import vae.experiments.sweep.table.JsonTable;
import vae.experiments.sweep.table.LatexTable;
import vae.experiments.sweep.table.MarkdownTable;
import vae.experiments.sweep.table.SweepResults;

/**
 * Writes a sweep's {@code report.html}, {@code figures/} and {@code tables/}, from the files of its
 * folder alone.
 *
 * <p>The page is one file: style, drawings, data and a script that sorts and filters its tables are
 * inside it, nothing is loaded, and it is read without the script too. It may be written while the
 * sweep runs; what is absent it says. The same folder gives the same bytes.
 */
public final class SweepReport {

  private SweepReport() {}

  /**
   * Writes the report into the sweep folder, replacing an earlier one.
   *
   * @throws RunFolderException if it is none, or one of the sweep's own files is malformed
   * @throws IOException if reading or writing fails
   */
  public static void write(Path sweepFolder) throws IOException {
    SweepFolder folder = SweepFolder.existing(sweepFolder);
    Folder root = Folder.open(sweepFolder);
    root.findFolder("runs"); // refused where it is a link, as all that is read is
    root.findFolder("results");
    SweepResults results = SweepResults.read(folder);
    SweepView view = SweepView.of(folder, results);
    List<Section> sections =
        List.of(
            ParameterSection.of(view),
            PairSection.of(view),
            CurveSection.of(view),
            RateSection.of(view),
            SampleSection.of(view));
    FigureFiles.write(root, sections);
    tables(root, results);
    String name = String.valueOf(root.real().getFileName());
    root.file("report.html").write(SweepPage.of(view, sections, name));
  }

  /** Every group and every trial, in the formats that papers and other tools take. */
  private static void tables(Folder folder, SweepResults results) throws IOException {
    GroupComparison all = GroupComparison.of(results, GroupComparison.Choice.USUAL);
    folder.file("tables/groups.csv").writeLines(CsvTable.groups(all));
    folder.file("tables/trials.csv").writeLines(CsvTable.trials(all));
    folder.file("tables/groups.tex").write(LatexTable.of(all));
    folder.file("tables/groups.md").write(MarkdownTable.of(all));
    String json = JsonTable.of(all, true).toPrettyString();
    folder.file("tables/results.json").write(json + "\n");
  }
}
