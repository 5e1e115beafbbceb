package vae.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import vae.core.spec.NearestName;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.experiments.folder.FolderException;
import vae.experiments.folder.UnwrittenFileException;
import vae.experiments.recorded.RecordException;
import vae.experiments.report.ReportException;
import vae.experiments.run.CorruptFileException;
import vae.experiments.run.NotReproducibleException;
import vae.experiments.run.RunFolderException;
import vae.experiments.run.UnverifiedException;
import vae.experiments.wiring.PluginException;
import vae.experiments.wiring.Plugins;

/** Errors as one paragraph on stderr: what is wrong, and below it the way out. */
final class ErrorReport {

  /** Causes may go in circles. */
  private static final int MOST_CAUSES = 32;

  private ErrorReport() {}

  /** Prints the paragraph, and the stack trace below it where the person asked for it. */
  static void print(PrintWriter err, Throwable problem, boolean debug) {
    err.println(paragraph(message(problem, debug)));
    if (debug) {
      problem.printStackTrace(err);
    }
    err.flush();
  }

  /** {@code vae: } and the text, further lines indented to the text. */
  static String paragraph(String text) {
    return Paragraph.hanging("vae: ", text);
  }

  private static String message(Throwable problem, boolean debug) {
    return switch (problem) {
      case Throwable e when outOfMemory(e) -> memory();
      case SpecException e -> e.getMessage();
      case CommandException e -> e.getMessage();
      case UnmatchedArgumentException e -> unmatched(e);
      case ParameterException e -> e.getMessage() + "\n" + help(e.getCommandLine());
      case NoSuchFileException e -> e.getFile() + ": there is no such file or folder";
      case AccessDeniedException e -> e.getFile() + ": no permission";
      case DataException e -> e.getMessage();
      case RunFolderException e -> e.getMessage();
      case FolderException e -> e.getMessage();
      case NotReproducibleException e -> e.getMessage();
      case UnverifiedException e -> e.getMessage();
      case RecordException e -> e.getMessage();
      case CorruptFileException e -> e.getMessage();
      case UnwrittenFileException e -> e.getMessage();
      case FileSystemException e -> e.getMessage();
      case ReportException e -> e.getMessage();
      case PluginException e -> e.getMessage();
      case LinkageError e -> Plugins.missing(e);
      default -> {
        String fix = debug ? "" : "\nThis is unexpected; --debug shows where it came from.";
        yield problem.getClass().getSimpleName() + ": " + problem.getMessage() + fix;
      }
    };
  }

  /** Whether the problem is, or comes from, a lack of memory. */
  private static boolean outOfMemory(Throwable problem) {
    Throwable cause = problem;
    for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private static String memory() {
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    return "out of memory: the JVM may take %d MB, and this needs more.\n".formatted(megabytes)
        + "Give it more, such as VAE_JAVA_OPTS=-Xmx%dg,".formatted(Math.max(1, megabytes >> 9))
        + " or make training.batchSize, estimator.samples or the layers smaller.";
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String argument = e.getUnmatched().getFirst();
    CommandLine command = e.getCommandLine();
    boolean option = argument.startsWith("-");
    boolean top = !option && !command.getSubcommands().isEmpty();
    List<String> known = new ArrayList<>();
    if (option) {
      command.getCommandSpec().options().forEach(it -> known.addAll(List.of(it.names())));
    } else if (top) {
      known.addAll(command.getSubcommands().keySet());
    }
    String what = option ? "unknown option" : top ? "unknown command" : "unexpected argument";
    return what + " \"" + argument + "\"" + suggestion(argument, known) + "\n" + help(command);
  }

  private static String suggestion(String name, Collection<String> known) {
    Optional<String> nearest = NearestName.of(name.replaceFirst("=.*", ""), known);
    return nearest.map(it -> "; did you mean \"" + it + "\"?").orElse("");
  }

  private static String help(CommandLine command) {
    return "`" + command.getCommandSpec().qualifiedName() + " --help` shows what there is.";
  }
}
