package vae.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import vae.core.wiring.Catalogue;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.wiring.Slots;

/**
 * The command line: {@code vae COMMAND}. Each command is a class and one line in here; it finds its
 * streams in this, its parent.
 */
@Command(
    name = "vae",
    description = "Trains and evaluates variational auto-encoders.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    subcommands = {
      RunCommand.class,
      SweepCommand.class,
      TrialCommand.class,
      EvaluateCommand.class,
      EncodeCommand.class,
      DecodeCommand.class,
      SampleCommand.class,
      ReconstructCommand.class,
      ImputeCommand.class,
      ReportCommand.class,
      CompareCommand.class,
      RunsCommand.class,
      VerifyCommand.class,
      ReproduceCommand.class,
      CiteCommand.class,
      ExportCommand.class,
      DataCommand.class,
      BenchCommand.class,
      ComponentsCommand.class,
      SchemaCommand.class,
      DoctorCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    usageHelpWidth = Paragraph.WIDTH,
    footer = {
      "",
      "Exit codes: 0 done; 1 other failure; 2 bad command or spec; 3 data missing or corrupt;",
      "4 diverged; 5 not reproduced or not verified; 130 and 143 stopped by SIGINT and SIGTERM;",
      "141 the reader of a pipe, such as head, ended first."
    })
public final class Main implements Runnable, CommandContext {

  /** What a shell reports of a program that SIGPIPE ended, which Java turns into an exception. */
  private static final int BROKEN_PIPE = 141;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show the stack trace of an error.")
  private boolean debug;

  @Spec private CommandSpec spec;

  private final Console stdout;
  private final Console stderr;
  private final Supplier<Catalogue> components;

  private Main(Console stdout, Console stderr, Supplier<Catalogue> components) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.components = components;
  }

  @Override
  public PrintWriter out() {
    return stdout.text();
  }

  @Override
  public PrintWriter err() {
    return stderr.text();
  }

  @Override
  public Console stderr() {
    return stderr;
  }

  @Override
  public Catalogue components() {
    return components.get();
  }

  static CommandLine commands(Console stdout, Console stderr, Supplier<Catalogue> components) {
    CommandLine line = new CommandLine(new Main(stdout, stderr, components));
    EnumWords.serve(line);
    return line;
  }

  private static Catalogue catalogue() {
    return Slots.load(null).catalogue();
  }

  public static void main(String[] arguments) {
    System.exit(
        execute(Console.standardOutput(), Console.standardError(), Main::catalogue, arguments));
  }

  public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
    return execute(out, err, Main::catalogue, arguments);
  }

  static int execute(
      PrintWriter out, PrintWriter err, Supplier<Catalogue> components, String... arguments) {
    return execute(new Console(out), new Console(err), components, arguments);
  }

  private static int execute(
      Console stdout, Console stderr, Supplier<Catalogue> components, String... arguments) {
    CommandLine line = commands(stdout, stderr, components);
    Main main = line.getCommand();
    PrintWriter err = stderr.text();
    line.registerConverter(Path.class, Main::path);
    line.registerConverter(Cadence.class, Main::cadence);
    line.registerConverter(int.class, Main::number);
    line.registerConverter(Integer.class, Main::number);
    line.setOut(stdout.text());
    line.setErr(err);
    line.setExecutionExceptionHandler(
        (e, command, _) ->
            report(err, PluginOptions.blamed(command.getCommandSpec(), e), main.debug));
    line.setParameterExceptionHandler((e, _) -> report(err, e, main.debug));
    int code;
    try {
      code = line.execute(arguments);
    } catch (VirtualMachineError | LinkageError e) {
      code = report(err, PluginOptions.blamed(executed(line), e), main.debug);
    }
    if (stdout.failed() && stdout.readerIsGone()) {
      code = code == ExitCode.DONE.code() ? BROKEN_PIPE : code;
    } else if (stdout.failed()) {
      String lost = "standard output cannot be written; what was printed is incomplete";
      err.println(ErrorReport.paragraph(lost));
      code = code == ExitCode.DONE.code() ? ExitCode.OTHER.code() : code;
    }
    err.flush();
    return code;
  }

  private static CommandSpec executed(CommandLine line) {
    ParseResult parsed = line.getParseResult();
    return parsed.hasSubcommand() ? parsed.subcommand().commandSpec() : parsed.commandSpec();
  }

  private static Path path(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("expected a path, got nothing");
    }
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new TypeConversionException("expected a path, got \"" + text + "\"");
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("expected a whole number, got \"" + text + "\"");
    }
  }

  private static Cadence cadence(String text) {
    try {
      return Cadence.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static int report(PrintWriter err, Throwable problem, boolean debug) {
    ErrorReport.print(err, problem, debug);
    return ErrorReport.exitCode(problem).code();
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
