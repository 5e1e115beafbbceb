package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.experiments.report.run.RunReport;
import vae.experiments.report.study.StudyReport;
import vae.experiments.report.sweep.SweepReport;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.verification.Verification;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.SweepVerification;

/** {@code vae report}: writes the report of a run, a sweep or a study. */
@Command(
    name = "report",
    description = {
      "Writes report.html and the figures of a run, a sweep or a study (again).",
      "Of a sweep it also writes tables/, even while the sweep runs."
    })
final class ReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "FOLDER", description = "The folder of a run, a sweep or a study.")
  private Path path;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    if (SweepFolder.isOne(path)) {
      SweepVerification.requireConsistent(new SweepFolder(path));
      SweepReport.write(path);
    } else if (StudyReport.isOne(path)) {
      try (RunFolder folder = RunFolder.own(path)) {
        StudyReport.write(folder.path());
      }
    } else {
      run();
    }
    vae.out().println(path.resolve("report.html"));
    return ExitCode.DONE.code();
  }

  /**
   * What does not verify gets no new manifest. A run whose process ended before it wrote one gets a
   * report; running it again completes it.
   */
  private void run() throws IOException {
    boolean listed = Verification.requireReportable(path);
    try (RunFolder folder = RunFolder.own(path)) {
      RunReport.write(folder.path());
      if (listed) {
        folder.writeManifest();
      }
    }
  }
}
