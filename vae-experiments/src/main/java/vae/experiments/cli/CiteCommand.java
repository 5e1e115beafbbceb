package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.experiments.citation.Author;
import vae.experiments.citation.Citation;
import vae.experiments.citation.RunDocuments;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.provenance.Authors;
import vae.experiments.run.verification.ManifestSignature;
import vae.experiments.run.verification.Verification;
import vae.experiments.signature.Signer;

/** {@code vae cite}: prints the citation of a run. */
@Command(
    name = "cite",
    description = {
      "Prints how to cite a run: its title, authors, id and digest.",
      "The run is verified first (exit code 5)."
    })
final class CiteCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RUN", description = "The run's folder.")
  private Path run;

  @Option(
      names = "--format",
      defaultValue = "bibtex",
      description = "Format (default: ${DEFAULT-VALUE}).")
  private Citation.Format format;

  @Option(
      names = "--author",
      paramLabel = "NAME",
      description =
          "\"Family, Given\" or a whole name; may be repeated (default: git's user.name).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--save",
      description = "Also write these authors into the run's documents and renew its manifest.")
  private boolean save;

  @Option(
      names = "--sign",
      paramLabel = "KEY",
      description =
          "Also sign the run's manifest with an Ed25519 key of OpenSSH: a private key without a"
              + " passphrase, or the public key of one that the SSH agent holds.")
  private Path key;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    Optional<Signer> signer = key == null ? Optional.empty() : Optional.of(Signer.of(key));
    Verification.require(run);
    List<Author> authors =
        names.isEmpty() ? Authors.known() : names.stream().map(Author::of).toList();
    if (save) {
      try (RunFolder folder = RunFolder.own(run)) {
        for (var document : RunDocuments.of(run, authors).entrySet()) {
          folder.write(document.getKey(), document.getValue());
        }
        folder.writeManifest();
      }
    }
    if (signer.isPresent()) {
      ManifestSignature.write(run, signer.get());
    }
    vae.out().print(Citation.of(run, authors).text(format));
    vae.out().flush();
    if (authors.isEmpty()) {
      vae.err()
          .println(
              ErrorReport.paragraph(
                  "no author is known: give --author, or set git's user.name; the field is left to"
                      + " fill in"));
    }
    return ExitCode.DONE.code();
  }
}
