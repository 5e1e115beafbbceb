package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import vae.experiments.run.Finding;
import vae.experiments.run.RunResult;
import vae.experiments.run.Verification;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.SweepVerification;

/** {@code vae verify}: checks the files of a run, or of a sweep with all its runs. */
@Command(
    name = "verify",
    description = {
      "Checks that every file of a run is what was written, and that the digest fits.",
      "Of a sweep: its plan, its records, and every run folder that they name.",
      "Computes nothing again; that is what `vae reproduce` does. Exit code 5 if not."
    })
final class VerifyCommand implements Callable<Integer> {

  private static final int MOST = 20;

  @Parameters(paramLabel = "RUN_OR_SWEEP", description = "The run's or sweep's folder.")
  private Path run;

  private final CommandContext context;

  VerifyCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    if (SweepFolder.isOne(run)) {
      return sweep();
    }
    int files = requireVerified(run);
    context.out().printf("VERIFIED   %d files%n", files);
    context.out().printf("  %-16s %s%n", "digest", RunResult.read(run).digest());
    return ExitCode.DONE.code();
  }

  /**
   * Checks a folder.
   *
   * @return the number of its files
   * @throws CommandException with code 5 where something is amiss
   */
  static int requireVerified(Path run) throws IOException {
    Verification.Outcome outcome = Verification.of(run);
    if (outcome.verified()) {
      return outcome.files();
    }
    throw amiss(run, outcome.findings());
  }

  private int sweep() throws IOException {
    SweepVerification.Outcome outcome = SweepVerification.of(new SweepFolder(run));
    if (!outcome.verified()) {
      throw amiss(run, outcome.findings());
    }
    context
        .out()
        .printf(
            "VERIFIED   %d trials, %d run folders, %d files%n",
            outcome.trials(), outcome.runs(), outcome.files());
    return ExitCode.DONE.code();
  }

  private static CommandException amiss(Path folder, List<Finding> findings) {
    String rest = findings.size() > MOST ? "\nand %d more".formatted(findings.size() - MOST) : "";
    return new CommandException(
        ExitCode.NOT_REPRODUCED,
        folder
            + ": is not what was written\n"
            + findings.stream().limit(MOST).map(Finding::toString).collect(Collectors.joining("\n"))
            + rest);
  }
}
