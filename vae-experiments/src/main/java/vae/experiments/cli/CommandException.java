package vae.experiments.cli;

/** Ends a command with a message for the person and a code for the shell. */
public final class CommandException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;

  /**
   * @param message what went wrong and how to fix it, without the leading "vae: "
   */
  public CommandException(ExitCode exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The same with the exception that caused it, which {@code --debug} shows. */
  public CommandException(ExitCode exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  public ExitCode exitCode() {
    return exitCode;
  }

  /** A command line that cannot be used. */
  static CommandException badInput(String message) {
    return new CommandException(ExitCode.BAD_INPUT, message);
  }

  static CommandException badInput(String message, Throwable cause) {
    return new CommandException(ExitCode.BAD_INPUT, message, cause);
  }
}
