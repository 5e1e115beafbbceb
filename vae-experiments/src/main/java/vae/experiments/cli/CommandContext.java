package vae.experiments.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
import vae.core.wiring.Catalogue;

/**
 * What every command may use.
 *
 * @param stdout the command's result
 * @param stderr errors and progress
 * @param components makes the catalogue of all components, where a command needs it
 */
public record CommandContext(Console stdout, Console stderr, Supplier<Catalogue> components) {

  /** Prints the command's result. */
  public PrintWriter out() {
    return stdout.text();
  }

  /** Prints errors and progress. */
  public PrintWriter err() {
    return stderr.text();
  }
}
