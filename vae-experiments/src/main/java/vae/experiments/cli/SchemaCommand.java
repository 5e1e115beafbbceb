package vae.experiments.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.SchemaWriter;
import vae.experiments.spec.Structure;

/** {@code vae schema}: the JSON Schema of experiments, for editors. */
@Command(name = "schema", description = "Print the JSON Schema of experiments, for editors.")
final class SchemaCommand implements Callable<Integer> {

  private final CommandContext context;

  SchemaCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Structure structure = new Structure(context.components().get());
    context.out().print(PrettyJson.of(SchemaWriter.schema(structure, ExperimentSpec.class)));
    return ExitCode.DONE.code();
  }
}
