package vae.experiments.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.SchemaWriter;
import vae.experiments.spec.Structure;

/** {@code vae schema}: the JSON Schema of experiments, sweeps or studies, for editors. */
@Command(
    name = "schema",
    description = "Prints the JSON Schema of experiments, sweeps or studies, for editors.")
final class SchemaCommand implements Callable<Integer> {

  @ParentCommand private CommandContext vae;

  @Parameters(
      arity = "0..1",
      defaultValue = "experiment",
      description = "What the schema describes (default: ${DEFAULT-VALUE}).")
  private DocumentKind document;

  @Override
  public Integer call() {
    Structure structure = new Structure(vae.components());
    vae.out().print(PrettyJson.of(SchemaWriter.schema(structure, document.spec())));
    return ExitCode.DONE.code();
  }
}
