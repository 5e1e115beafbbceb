/**
 * The command line: one class a command, joined in {@link vae.experiments.cli.Main}.
 *
 * <p>A command prints its result to {@link vae.experiments.cli.CommandContext}'s {@code out},
 * throws where it cannot go on (see {@link vae.experiments.cli.ExitCode} and {@link
 * vae.experiments.cli.CommandException}), and returns an exit code. Errors become one paragraph in
 * {@code ErrorReport}. Start at {@code Main}. May depend on every package of the project; nothing
 * depends on it.
 */
package vae.experiments.cli;
