package vae.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;
import vae.core.spec.NearestName;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.experiments.folder.FolderException;
import vae.experiments.folder.UnwrittenFileException;
import vae.experiments.recorded.RecordException;
import vae.experiments.report.page.ReportException;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.provenance.NotReproducibleException;
import vae.experiments.run.verification.UnverifiedException;
import vae.experiments.signature.SignatureException;
import vae.experiments.sqlite.NativeLibraryException;
import vae.experiments.sweep.ChangedDataException;
import vae.experiments.wiring.PluginComponents;
import vae.experiments.wiring.PluginException;

/** Errors as one paragraph on stderr: what is wrong, and below it the way out. */
final class ErrorReport {

  /** Causes may go in circles. */
  private static final int MAX_CAUSES = 32;

  private ErrorReport() {}

  /** Prints the paragraph, and the stack trace below it where the person asked for it. */
  static void print(PrintWriter err, Throwable problem, boolean debug) {
    err.println(paragraph(message(problem, debug)));
    if (debug) {
      problem.printStackTrace(err);
    }
    err.flush();
  }

  /** The code for a command that ended with the exception. */
  static ExitCode exitCode(Throwable cause) {
    return switch (cause) {
      case CommandException e -> e.exitCode();
      case SpecException _ -> ExitCode.BAD_INPUT;
      case DataException _ -> ExitCode.DATA;
      case ChangedDataException _ -> ExitCode.DATA;
      case CorruptFileException _ -> ExitCode.DATA;
      case FolderException _ -> ExitCode.DATA;
      case RecordException _ -> ExitCode.DATA;
      case ReportException _ -> ExitCode.DATA;
      case RunFolderException _ -> ExitCode.BAD_INPUT;
      case NotReproducibleException _ -> ExitCode.NOT_REPRODUCED;
      case UnverifiedException _ -> ExitCode.NOT_REPRODUCED;
      case PluginException _ -> ExitCode.BAD_INPUT;
      case SignatureException _ -> ExitCode.BAD_INPUT;
      case ParameterException _ -> ExitCode.BAD_INPUT;
      default -> ExitCode.OTHER;
    };
  }

  /** {@code vae: } and the text, further lines indented to the text. */
  static String paragraph(String text) {
    return Paragraph.hanging("vae: ", text);
  }

  private static String message(Throwable problem, boolean debug) {
    return switch (problem) {
      case Throwable e when outOfMemory(e).isPresent() -> memory(outOfMemory(e).get());
      case SpecException e -> e.getMessage();
      case CommandException e -> e.getMessage();
      case UnmatchedArgumentException e -> unmatched(e);
      case ParameterException e when e.getCause() instanceof TypeConversionException wrong ->
          argument(e) + ": " + wrong.getMessage();
      case ParameterException e -> e.getMessage() + "\n" + help(e.getCommandLine());
      case NoSuchFileException e -> e.getFile() + ": there is no such file or folder";
      case AccessDeniedException e -> e.getFile() + ": no permission";
      case DataException e -> e.getMessage();
      case ChangedDataException e -> e.getMessage();
      case RunFolderException e -> e.getMessage();
      case FolderException e -> e.getMessage();
      case NotReproducibleException e -> e.getMessage();
      case UnverifiedException e -> e.getMessage();
      case RecordException e -> e.getMessage();
      case CorruptFileException e -> e.getMessage();
      case NativeLibraryException e -> e.getMessage();
      case UnwrittenFileException e -> e.getMessage();
      case FileAlreadyExistsException e ->
          e.getFile() + ": this is a file, where a folder is needed";
      case NotDirectoryException e -> e.getFile() + ": this is no folder";
      case FileSystemException e when e.getReason() == null ->
          e.getFile() + ": this cannot be read or written";
      case FileSystemException e -> e.getMessage();
      case ReportException e -> e.getMessage();
      case PluginException e -> e.getMessage();
      case SignatureException e -> e.getMessage();
      case LinkageError e -> PluginComponents.missing(e);
      default -> {
        String fix = debug ? "" : "\nThis is unexpected; --debug shows where it came from.";
        yield problem.getClass().getSimpleName() + ": " + problem.getMessage() + fix;
      }
    };
  }

  /** The lack of memory, or of threads, that the problem is or comes from. */
  private static Optional<OutOfMemoryError> outOfMemory(Throwable problem) {
    Throwable cause = problem;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      if (cause instanceof OutOfMemoryError lack) {
        return Optional.of(lack);
      }
      cause = cause.getCause();
    }
    return Optional.empty();
  }

  /** The JVM reports a thread that it cannot start as a lack of memory, which it is not. */
  private static String memory(OutOfMemoryError lack) {
    if (String.valueOf(lack.getMessage()).contains("native thread")) {
      return "out of threads: the system lets this user or container start no more of them.\n"
          + "Raise the limit (`ulimit -u`, or pids.max of a container), end other processes, or use"
          + " fewer with --threads.";
    }
    long megabytes = Runtime.getRuntime().maxMemory() >> 20;
    return "out of memory: the JVM may take %d MB, and this needs more.\n".formatted(megabytes)
        + "Give it more, such as VAE_JAVA_OPTS=-Xmx%dg,".formatted(Math.max(1, megabytes >> 9))
        + " or make training.batchSize, estimator.samples or the layers smaller.";
  }

  /** The option, or the command where the value is that of a parameter. */
  private static String argument(ParameterException e) {
    return e.getArgSpec() instanceof OptionSpec option
        ? option.longestName()
        : e.getCommandLine().getCommandName();
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String argument = e.getUnmatched().getFirst();
    CommandLine command = e.getCommandLine();
    boolean option = argument.startsWith("-");
    String named = argument.replaceFirst("=.*", "");
    if (option && command.getCommandSpec().optionsMap().containsKey(named)) {
      return "unexpected argument \"%s\": after \"--\" nothing is read as an option\n"
              .formatted(argument)
          + "Put the option before the \"--\".";
    }
    boolean top = !option && !command.getSubcommands().isEmpty();
    List<String> known = new ArrayList<>();
    if (option) {
      command.getCommandSpec().options().forEach(it -> known.addAll(List.of(it.names())));
    } else if (top) {
      known.addAll(command.getSubcommands().keySet());
    } else {
      command.getCommandSpec().positionalParameters().stream()
          .filter(it -> it.completionCandidates() != null)
          .forEach(it -> it.completionCandidates().forEach(known::add));
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
