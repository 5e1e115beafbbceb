package vae.experiments.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import tools.jackson.core.JacksonException;
import vae.autodiff.kernel.KernelSet;
import vae.data.format.DataException;
import vae.experiments.report.sweep.SweepReport;
import vae.experiments.spec.Json;
import vae.experiments.spec.SpecSource;
import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.SweepVerification;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.driver.FrozenSweep;
import vae.experiments.sweep.driver.SweepListener;
import vae.experiments.sweep.driver.SweepRules;
import vae.experiments.sweep.driver.SweepRunner;
import vae.experiments.sweep.driver.SweepState;
import vae.experiments.sweep.plan.DryRun;
import vae.experiments.sweep.plan.Sweep;
import vae.experiments.sweep.plan.SweepEstimate;
import vae.experiments.sweep.plan.SweepReader;
import vae.experiments.sweep.worker.DataHashes;
import vae.experiments.wiring.Slots;

/** {@code vae sweep}: runs a plan, on this machine or on a cluster. */
@Command(
    name = "sweep",
    description = {
      "Runs every trial of a sweep, each exactly as `vae run` would.",
      "The plan is frozen before the first trial; trials that are complete are never run again."
    })
final class SweepCommand implements Callable<Integer> {

  /** Trials up to which a sweep ends with its report; a page of more takes some seconds. */
  private static final int MAX_REPORTED = 2000;

  private static final int MAX_FAILURES = 20;

  @Parameters(
      paramLabel = "SWEEP",
      description = "The sweep's JSON file, or the folder of a sweep that has started.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Changes one value of the sweep; may be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Folder of the sweep's folder (default: ${DEFAULT-VALUE}).")
  private Path runs;

  @Option(
      names = "--resume",
      description =
          "Use the frozen plan and only the name from the file. Interrupted trials always"
              + " resume from their checkpoints.")
  private boolean resume;

  @Option(names = "--retry-failed", description = "Run the failed trials again.")
  private boolean retryFailed;

  @Option(names = "--fail-fast", description = "Stop after the first failure.")
  private boolean failFast;

  @Option(names = "--max-failures", paramLabel = "N", description = "Stop after N failures.")
  private Integer mostFailures;

  @Option(names = "--dry-run", description = "Print the plan and run nothing.")
  private boolean dryRun;

  @Option(names = "--json", description = "Print counts as JSON in the last line.")
  private boolean json;

  @Mixin private StopAfter stopAfter;

  @Mixin private LauncherOptions launcher;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    BooleanSupplier late = stopAfter.startingNow(System::nanoTime);
    launcher.requireKnown();
    ComponentOptions components = launcher.components();
    components.compute().threads();
    mostFailures();
    boolean begunFolder = Files.isDirectory(file);
    if (begunFolder && !settings.isEmpty()) {
      throw CommandException.badInput(
          "--set: %s is frozen; change the sweep's file, and its name".formatted(file));
    }
    Slots slots = components.slots();
    SweepReader reader = new SweepReader(slots);
    SweepFolder folder = begunFolder ? SweepFolder.existing(file) : resume ? begun() : null;
    Sweep sweep = null;
    if (folder == null) {
      SpecSource source = SpecSource.file(file);
      DocumentKind.of(source).requireFor("sweep", source);
      sweep = reader.read(source, settings);
      folder = SweepFolder.of(RunsFolder.requireNoFile(runs), sweep.name());
    }
    launcher.require();
    if (dryRun) {
      return dryRun(
          slots, sweep != null ? sweep : reader.read(SpecSource.file(folder.sweep()), List.of()));
    }
    return run(reader, folder, sweep, late);
  }

  /** The folder of the sweep that the file names, where it was begun; the rest does not count. */
  private SweepFolder begun() throws IOException {
    String set =
        settings.stream().filter(it -> it.startsWith("name=")).reduce((_, last) -> last).orElse("");
    String name = set.isEmpty() ? nameIn(file) : set.substring("name=".length());
    if (name.isEmpty()) {
      return null; // reading the file says what is wrong with it
    }
    SweepFolder folder = SweepFolder.of(RunsFolder.requireNoFile(runs), name);
    return SweepFolder.isOne(folder.path()) ? folder : null;
  }

  private static String nameIn(Path sweep) throws IOException {
    try {
      return Json.mapper().readTree(Files.readString(sweep)).path("name").asString("");
    } catch (JacksonException | NoSuchFileException | CharacterCodingException e) {
      return "";
    }
  }

  private int dryRun(Slots slots, Sweep sweep) {
    ComponentOptions components = launcher.components();
    int threads = components.compute().threads();
    int atOnce = Math.max(1, launcher.atOnce());
    Optional<SweepEstimate> estimate;
    try (KernelSet kernels = components.compute().kernels(Math.max(1, threads / atOnce))) {
      estimate = Optional.of(SweepEstimate.measure(slots, kernels, components.locations(), sweep));
    } catch (DataException e) {
      vae.err().println(ErrorReport.paragraph(e.getMessage()));
      estimate = Optional.empty();
    }
    vae.out().print(DryRun.text(sweep, estimate, atOnce));
    if (json) {
      vae.out().println(DryRun.json(sweep, estimate, atOnce));
    }
    return ExitCode.DONE.code();
  }

  private int mostFailures() {
    if (mostFailures != null && mostFailures < 1) {
      throw CommandException.badInput(
          "--max-failures: expected a number of at least 1, got " + mostFailures);
    }
    return failFast ? 1 : mostFailures == null ? 0 : mostFailures;
  }

  private int run(SweepReader reader, SweepFolder folder, Sweep sweep, BooleanSupplier late)
      throws IOException {
    try (SweepRunner runner = SweepRunner.own(folder)) {
      boolean fresh = !SweepFolder.isOne(folder.path());
      FrozenSweep frozen = freeze(runner, reader, sweep);
      if (!fresh && frozen.added() > 0) {
        vae.err().println(extended(frozen));
      }
      SweepState state;
      boolean stopped;
      try (StopSignal signal = new StopSignal(vae.err(), () -> goOnWith(folder));
          Launcher opened = launcher.open(folder, frozen.trials().size());
          SweepListener listener = listener(folder, frozen)) {
        SweepRules rules =
            new SweepRules(
                retryFailed, mostFailures(), () -> signal.given() || late.getAsBoolean());
        state = runner.run(frozen, opened, rules, listener);
        stopped = signal.given();
      }
      if (stopped) {
        return ExitCode.OTHER.code(); // the signal's own code counts
      }
      if (!fresh) {
        SweepVerification.requireConsistent(folder);
      }
      SweepSummary.print(vae.out(), folder, frozen, state);
      if (json) {
        vae.out().println(SweepSummary.json(folder, state));
      }
      vae.out().flush();
      if (state.unwritten().isEmpty()) {
        page(folder, state);
      }
      if (late.getAsBoolean() && state.pending() > 0 && state.failed().isEmpty()) {
        String where = "with %d of %d trials pending".formatted(state.pending(), state.trials());
        String how = "`./vae sweep %s --resume` continues".formatted(folder.path());
        vae.out().println(stopAfter.paused(where, how));
        return ExitCode.DONE.code();
      }
      return end(folder, frozen, state);
    }
  }

  /** What is frozen, or is now; the data are looked at before anything is added to it. */
  private FrozenSweep freeze(SweepRunner runner, SweepReader reader, Sweep sweep)
      throws IOException {
    DataHashes data = launcher.data();
    if (sweep == null) {
      FrozenSweep frozen = runner.frozen(reader);
      runner.requireData(frozen.trials(), data);
      return frozen;
    }
    runner.requireData(sweep.trials(), data);
    return runner.freeze(sweep);
  }

  /** The report, where records came in since it was written, and where it takes no long time. */
  private void page(SweepFolder folder, SweepState state) throws IOException {
    Path page = folder.path().resolve("report.html");
    if (state.trials() > MAX_REPORTED) {
      vae.err().printf("`./vae report %s` writes the report%n", folder.path());
    } else if (Records.newerThan(folder.results(), page)) {
      SweepReport.write(folder.path());
    }
  }

  private static String extended(FrozenSweep frozen) {
    int before = frozen.trials().size() - frozen.added();
    return "extended: %d trial%s added to the %d that were planned before"
        .formatted(frozen.added(), frozen.added() == 1 ? "" : "s", before);
  }

  private static String goOnWith(SweepFolder folder) {
    return ErrorReport.paragraph(
        "stopped; what ended is recorded, what ran has left checkpoints. Continue with"
            + " `./vae sweep %s --resume`.".formatted(folder.path()));
  }

  private SweepListener listener(SweepFolder folder, FrozenSweep frozen) {
    String metric = frozen.goal().metric();
    return System.console() != null && System.console().isTerminal()
        ? new SweepScreen(vae.stderr(), folder.name(), metric, System::nanoTime)
        : new SweepLines(vae.err(), metric);
  }

  /** Names what failed; a trial that diverged is a result. */
  private int end(SweepFolder folder, FrozenSweep frozen, SweepState state) {
    if (!state.failed().isEmpty() || !state.unwritten().isEmpty()) {
      boolean data = state.failed().stream().anyMatch(it -> !it.data().isEmpty());
      throw new CommandException(
          data ? ExitCode.DATA : ExitCode.OTHER, failures(folder, frozen, state));
    }
    if (state.pending() > 0 && launcher.returns()) {
      vae.out()
          .println(
              "submitted; `./vae sweep %s --launcher slurm --resume` gathers"
                  .formatted(folder.path()));
      return ExitCode.DONE.code();
    }
    if (state.pending() > 0) {
      throw new CommandException(
          ExitCode.OTHER,
          "%d trials are pending, which other processes work on; run `./vae sweep %s` again"
              .formatted(state.pending(), folder.path()));
    }
    return ExitCode.DONE.code();
  }

  private static String failures(SweepFolder folder, FrozenSweep frozen, SweepState state) {
    Map<String, Trial> trials = new HashMap<>();
    frozen.trials().forEach(trial -> trials.put(trial.id(), trial));
    StringJoiner text = new StringJoiner("\n");
    text.add("%d of %d trials failed:".formatted(state.failed().size(), state.trials()));
    for (TrialRecord record : state.failed().stream().limit(MAX_FAILURES).toList()) {
      text.add(
          "%s (%s): %s"
              .formatted(
                  record.trial(), TrialText.of(trials.get(record.trial())), record.message()));
    }
    if (state.failed().size() > MAX_FAILURES) {
      text.add("and %d more".formatted(state.failed().size() - MAX_FAILURES));
    }
    if (!state.unwritten().isEmpty()) {
      text.add("The sweep stopped: " + state.unwritten());
      text.add("Make room on the disk.");
    }
    return text.add("Run them again with `./vae sweep %s --retry-failed`.".formatted(folder.path()))
        .toString();
  }
}
