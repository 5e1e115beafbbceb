package vae.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.ArrayList;
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
import vae.experiments.wiring.Mismatch;
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

  static ExitCode exitCode(Throwable cause) {
    return switch (cause) {
      case CommandException e -> e.exitCode();
      case DataException _,
          ChangedDataException _,
          CorruptFileException _,
          FolderException _,
          RecordException _,
          ReportException _ ->
          ExitCode.DATA;
      case NotReproducibleException _, UnverifiedException _ -> ExitCode.NOT_REPRODUCED;
      case SpecException _,
          RunFolderException _,
          PluginException _,
          SignatureException _,
          ParameterException _ ->
          ExitCode.BAD_INPUT;
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
      case UnmatchedArgumentException e -> unmatched(e);
      case ParameterException e when e.getCause() instanceof TypeConversionException wrong ->
          argument(e) + ": " + wrong.getMessage();
      case ParameterException e -> e.getMessage() + "\n" + help(e.getCommandLine());
      case NoSuchFileException e -> e.getFile() + ": there is no such file or folder";
      case AccessDeniedException e -> e.getFile() + ": no permission";
      case FileAlreadyExistsException e ->
          e.getFile() + ": this is a file, where a folder is needed";
      case NotDirectoryException e -> e.getFile() + ": this is no folder";
      case FileSystemException e when e.getReason() == null ->
          e.getFile() + ": this cannot be read or written";
      case FileSystemException _,
          SpecException _,
          CommandException _,
          DataException _,
          ChangedDataException _,
          RunFolderException _,
          FolderException _,
          NotReproducibleException _,
          UnverifiedException _,
          RecordException _,
          CorruptFileException _,
          NativeLibraryException _,
          UnwrittenFileException _,
          ReportException _,
          PluginException _,
          SignatureException _ ->
          problem.getMessage();
      case LinkageError e -> Mismatch.of(e);
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
    return what
        + " \""
        + argument
        + "\""
        + NearestName.suggestion(named, known)
        + "\n"
        + help(command);
  }

  private static String help(CommandLine command) {
    return "`" + command.getCommandSpec().qualifiedName() + " --help` shows what there is.";
  }
}
