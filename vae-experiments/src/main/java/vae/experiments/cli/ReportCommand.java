package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import vae.experiments.report.RunReport;
import vae.experiments.run.RunFolder;
import vae.experiments.run.RunResult;

/** {@code vae report}: writes the report of a run again. */
@Command(name = "report", description = "Writes report.html and the figures of a run again.")
final class ReportCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "The run's folder.")
  private Path run;

  private final CommandContext context;

  ReportCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    RunResult.read(run);
    try (RunFolder folder = RunFolder.own(run)) {
      RunReport.write(folder.path());
      folder.writeManifest();
    }
    context.out().println(run.resolve("report.html"));
    return ExitCode.DONE.code();
  }
}
