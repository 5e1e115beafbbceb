package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.experiments.run.RunResult;
import vae.experiments.run.verification.ManifestSignature;
import vae.experiments.run.verification.UnverifiedException;
import vae.experiments.run.verification.Verification;
import vae.experiments.signature.AllowedSigners;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.SweepVerification;

/** {@code vae verify}: checks the files of a run, or of a sweep with all its runs. */
@Command(
    name = "verify",
    description = {
      "Checks that every file of a run is unchanged and the digest matches.",
      "Of a sweep: its plan, its records, and every run folder that they name.",
      "It recomputes nothing; `vae reproduce` does. Exit code 5 where a check fails."
    })
final class VerifyCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN_OR_SWEEP", description = "The run's or sweep's folder.")
  private Path run;

  @Option(
      names = "--signed-by",
      paramLabel = "KEYS",
      description =
          "Also check the signature of a run: a public key, or a file of allowed signers as"
              + " ssh-keygen reads it.")
  private Path signedBy;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    if (SweepFolder.isOne(run)) {
      if (signedBy != null) {
        throw CommandException.badInput(
            "--signed-by: runs are signed, not sweeps; give a run's folder");
      }
      return sweep();
    }
    Optional<AllowedSigners> signers =
        signedBy == null ? Optional.empty() : Optional.of(AllowedSigners.read(signedBy));
    Verification.Outcome outcome = Verification.of(run);
    if (!outcome.verified()) {
      throw new UnverifiedException(run, outcome.findings(), "");
    }
    String signer = signers.isEmpty() ? "" : ManifestSignature.require(run, signers.get());
    vae.out().printf("VERIFIED   %d files%n", outcome.files());
    line("digest", RunResult.read(run).digest());
    outcome.proved().forEach(it -> line("proved", it));
    if (!signer.isEmpty()) {
      line("signed by", signer);
    }
    outcome.unproved().forEach(it -> line("not proved", it));
    return ExitCode.DONE.code();
  }

  private void line(String label, String text) {
    vae.out().printf("  %-16s %s%n", label, text);
  }

  private int sweep() throws IOException {
    SweepVerification.Outcome outcome = SweepVerification.of(new SweepFolder(run));
    if (!outcome.verified()) {
      throw new UnverifiedException(run, outcome.findings(), "");
    }
    vae.out()
        .printf(
            "VERIFIED   %d trials, %d run folders, %d files%n",
            outcome.trials(), outcome.runs(), outcome.files());
    outcome.unproved().forEach(it -> line("not proved", it));
    return ExitCode.DONE.code();
  }
}
