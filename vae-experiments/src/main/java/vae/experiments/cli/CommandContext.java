package vae.experiments.cli;

import java.io.PrintWriter;
import java.util.function.Supplier;
import vae.core.wiring.Catalogue;

/**
 * What every command may use.
 *
 * @param out the command's result
 * @param err errors and progress
 * @param components makes the catalogue of all components, where a command needs it
 */
public record CommandContext(PrintWriter out, PrintWriter err, Supplier<Catalogue> components) {}
