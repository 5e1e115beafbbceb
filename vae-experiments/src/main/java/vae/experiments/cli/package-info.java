/**
 * The command line: one class a command, joined in {@link vae.experiments.cli.Main}.
 *
 * <p>A command prints its result to {@code out} of its {@code CommandContext}, throws where it
 * cannot go on (see {@link vae.experiments.cli.ExitCode} and {@link
 * vae.experiments.cli.CommandException}), and returns an exit code. Errors become one paragraph in
 * {@code ErrorReport}. It holds more than 25 files because each command is one, and their options
 * are shared. Start at {@code Main}. May depend on every package of the project; nothing depends on
 * it.
 */
package vae.experiments.cli;
