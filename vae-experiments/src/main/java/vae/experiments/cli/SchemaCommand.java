package vae.experiments.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.SchemaWriter;
import vae.experiments.spec.Structure;
import vae.experiments.study.StudySpec;
import vae.experiments.sweep.plan.SweepSpec;

/** {@code vae schema}: the JSON Schema of experiments, sweeps or studies, for editors. */
@Command(
    name = "schema",
    description = "Print the JSON Schema of experiments, sweeps or studies, for editors.")
final class SchemaCommand implements Callable<Integer> {

  private final CommandContext context;

  @Parameters(
      arity = "0..1",
      paramLabel = "experiment|sweep|study",
      defaultValue = "experiment",
      description = "What the schema is of (default: ${DEFAULT-VALUE}).")
  private String document;

  SchemaCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Structure structure = new Structure(context.components().get());
    context.out().print(PrettyJson.of(SchemaWriter.schema(structure, type())));
    return ExitCode.DONE.code();
  }

  private Class<? extends Record> type() {
    return switch (document) {
      case "experiment" -> ExperimentSpec.class;
      case "sweep" -> SweepSpec.class;
      case "study" -> StudySpec.class;
      default ->
          throw new CommandException(
              ExitCode.BAD_INPUT,
              "schema: expected experiment, sweep or study, got \"" + document + "\"");
    };
  }
}
