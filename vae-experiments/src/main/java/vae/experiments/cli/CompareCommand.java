package vae.experiments.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.experiments.folder.DurableFile;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.SweepVerification;
import vae.experiments.sweep.table.CsvTable;
import vae.experiments.sweep.table.GroupComparison;
import vae.experiments.sweep.table.JsonTable;
import vae.experiments.sweep.table.LatexTable;
import vae.experiments.sweep.table.MarkdownTable;
import vae.experiments.sweep.table.Sources;
import vae.experiments.sweep.table.SqliteExport;
import vae.experiments.sweep.table.TerminalTable;

/** {@code vae compare}: runs and sweeps side by side. */
@Command(
    name = "compare",
    description = {
      "Compares runs and sweeps: means over seeds with their 95 %% intervals.",
      "Runs that differ in nothing but the seed are one row."
    })
final class CompareCommand implements Callable<Integer> {

  private enum Format {
    TABLE("txt"),
    CSV("csv"),
    MARKDOWN("md"),
    LATEX("tex"),
    JSON("json"),
    SQLITE("sqlite");

    private final String ending;

    Format(String ending) {
      this.ending = ending;
    }
  }

  @Parameters(
      paramLabel = "RUN_OR_SWEEP",
      arity = "1..*",
      description = "Folders of runs or sweeps, mixed as you like.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description =
          "A metric to show; may be repeated (default: the sweep's and those of every summary).")
  private List<String> metrics = new ArrayList<>();

  @Option(names = "--all-metrics", description = "Show every metric there is.")
  private boolean all;

  @Option(
      names = "--baseline",
      paramLabel = "GROUP",
      defaultValue = "",
      description =
          "Also show paired differences to this group: its label, its id, or enough NAME=VALUE.")
  private String baseline;

  @Option(
      names = "--sort",
      paramLabel = "METRIC",
      defaultValue = "",
      description = "Best first by this metric (default: in the order of the plan).")
  private String sort;

  @Option(
      names = "--format",
      description = "Format (default: by the end of --out's name, else table).")
  private Format format;

  @Option(
      names = "--trials",
      description =
          "One row per trial instead of per group (csv), or the trials of each group (json).")
  private boolean trials;

  @Option(names = "--out", paramLabel = "FILE", description = "Write to this file.")
  private Path out;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    Format chosen = format();
    if (trials && chosen != Format.CSV && chosen != Format.JSON) {
      throw CommandException.badInput(
          "--trials: goes with --format csv or json; for very many trials use --format sqlite");
    }
    for (Path folder : folders) {
      if (SweepFolder.isOne(folder)) {
        SweepVerification.requireConsistent(new SweepFolder(folder));
      }
    }
    Sources sources = Sources.of(folders);
    sources
        .unfinished()
        .forEach(it -> vae.err().println(ErrorReport.paragraph(it + "; it is left out")));
    vae.err().flush();
    if (chosen == Format.SQLITE) {
      SqliteExport.write(sources, sqliteFile());
      return done();
    }
    GroupComparison comparison =
        GroupComparison.of(
            sources.results(), new GroupComparison.Choice(metrics, all, baseline, sort));
    switch (chosen) {
      case TABLE -> {
        text(TerminalTable.of(comparison));
        saved();
      }
      case MARKDOWN -> text(MarkdownTable.of(comparison));
      case LATEX -> text(LatexTable.of(comparison));
      case JSON -> text(JsonTable.of(comparison, trials).toPrettyString() + "\n");
      default -> lines(trials ? CsvTable.trials(comparison) : CsvTable.groups(comparison));
    }
    return done();
  }

  /** The saved evaluations of runs stand below the table. */
  private void saved() throws IOException {
    for (Path folder : folders) {
      if (out == null && !SweepFolder.isOne(folder)) {
        SavedLines.print(vae.out(), folder.toString(), folder);
      }
    }
  }

  private Path sqliteFile() {
    if (out == null) {
      throw CommandException.badInput("--format sqlite: needs a file, such as --out sweep.sqlite");
    }
    if (!metrics.isEmpty() || all || !baseline.isEmpty() || !sort.isEmpty()) {
      throw CommandException.badInput(
          "--format sqlite: holds every trial and metric, unsorted; leave out --metric,"
              + " --all-metrics, --baseline and --sort");
    }
    return out;
  }

  private Format format() {
    if (format != null) {
      return format;
    }
    return Stream.of(Format.values())
        .filter(it -> out != null && out.toString().endsWith("." + it.ending))
        .findFirst()
        .orElse(Format.TABLE);
  }

  private void text(String text) throws IOException {
    if (out == null) {
      vae.out().print(text);
    } else {
      DurableFile.write(out, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void lines(Stream<String> lines) throws IOException {
    if (out == null) {
      lines.forEach(line -> vae.out().print(line + "\n"));
    } else {
      DurableFile.writeLines(out, lines);
    }
  }

  private int done() {
    if (out != null) {
      vae.out().println(out);
    }
    vae.out().flush();
    return ExitCode.DONE.code();
  }
}
