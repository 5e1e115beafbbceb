package vae.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import vae.experiments.cli.doctor.Diagnosis;
import vae.experiments.cli.doctor.Doctor;

/** {@code vae doctor}: whether this machine can run experiments well. */
@Command(
    name = "doctor",
    description = {
      "Checks Java and its known bugs, vectors, fma, kernels, memory and folders.",
      "",
      "Exit code 0: experiments run, perhaps slowly (warn). 1: they do not run, or their results"
          + " cannot be trusted (FAIL)."
    })
final class DoctorCommand implements Callable<Integer> {

  @ParentCommand private CommandContext vae;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "The folder of the runs; default: ${DEFAULT-VALUE}.")
  private Path runs;

  @Override
  public Integer call() {
    List<Diagnosis> findings = Doctor.examine(runs);
    findings.forEach(finding -> vae.out().println(line(finding)));
    boolean failed = findings.stream().anyMatch(it -> it.status() == Diagnosis.Status.FAIL);
    return (failed ? ExitCode.OTHER : ExitCode.DONE).code();
  }

  private static String line(Diagnosis finding) {
    String text = finding.detail() + (finding.fix().isEmpty() ? "" : "\n" + finding.fix());
    String start = "%-4s  %-14s  ".formatted(finding.status().label(), finding.subject());
    return Paragraph.hanging(start, text);
  }
}
