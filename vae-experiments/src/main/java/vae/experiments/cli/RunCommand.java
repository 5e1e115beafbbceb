package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.report.run.RunReport;
import vae.experiments.run.Pause;
import vae.experiments.run.PausedRun;
import vae.experiments.run.RunEnvironment;
import vae.experiments.run.RunResult;
import vae.experiments.run.RunSettings;
import vae.experiments.run.Runner;
import vae.experiments.run.Unfinished;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.study.StoppedException;
import vae.experiments.study.StudyRunner;
import vae.experiments.wiring.Slots;

/** {@code vae run}: trains, evaluates, reports. */
@Command(
    name = "run",
    description = {
      "Trains and evaluates an experiment and writes its report.",
      "Without SPEC.json the built-in experiment runs: a VAE on handwritten digits."
    })
final class RunCommand implements Callable<Integer> {

  private static final String STUDY_STOPPED =
      ErrorReport.paragraph("stopped; the same command continues the study");

  @Parameters(
      arity = "0..1",
      paramLabel = "SPEC.json",
      description = "The experiment; `vae schema` describes it.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Changes one value of the experiment; may be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--resume",
      description = "Resume an interrupted run from its last checkpoint; a study always does.")
  private boolean resume;

  @Option(
      names = "--restart",
      description = "Start an interrupted run from the beginning and discard its work.")
  private boolean restart;

  private volatile boolean stopped;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "15s|200steps",
      defaultValue = "15s",
      description = "Time or steps between checkpoints (default: ${DEFAULT-VALUE}).")
  private Cadence every;

  @Option(
      names = "--keep",
      paramLabel = "K",
      defaultValue = "2",
      description =
          "Checkpoints to keep during training, besides the best (default:" + " ${DEFAULT-VALUE}).")
  private int keep;

  @Option(
      names = "--json",
      description = "Print result.json, or a study's findings.json, as the last line.")
  private boolean json;

  @Mixin private StopAfter stopAfter;

  @Mixin private RunsFolder runs;

  @Mixin private ComponentOptions options;

  @ParentCommand private CommandContext vae;

  @Override
  public Integer call() throws IOException {
    Cadence cadence = cadence();
    unfinished();
    BooleanSupplier late = stopAfter.startingNow(System::nanoTime);
    Slots slots = options.slots();
    SpecSource source = file == null ? SpecSource.embeddedDefault() : SpecSource.file(file);
    DocumentKind kind = DocumentKind.of(source);
    kind.requireFor("run", source);
    if (kind == DocumentKind.STUDY) {
      return study(slots, source, cadence, late);
    }
    Resolved experiment = new SpecReader(slots.catalogue()).read(source, settings);
    long begin = System.nanoTime();
    try (KernelSet kernels = options.kernels()) {
      RunResult result;
      boolean computed;
      Map<String, Duration> costs;
      try (RunProgress progress = progress(experiment)) {
        Runner runner =
            new Runner(
                new RunEnvironment(slots, kernels, options.locations()),
                RunSettings.in(runs.path()).finishedBy(RunReport::write).withCheckpoints(cadence));
        Pause pause = new Pause(0, () -> progress.stopped() || late.getAsBoolean());
        switch (runner.run(experiment, unfinished(), progress, pause)) {
          case PausedRun paused -> {
            return paused(paused, progress);
          }
          case RunResult ended -> result = ended;
        }
        computed = progress.computed();
        costs = progress.costs();
      }
      if (computed) {
        Summary.computed(
            vae.out(), result, experiment.spec(), slots.plugins(), kernels, begin, costs);
      } else {
        Summary.known(vae.out(), result, experiment.spec(), slots.plugins());
      }
      if (json) {
        vae.out().println(Panel.json(result));
      }
      if (result.status() == RunResult.Status.DIVERGED) {
        throw new CommandException(
            ExitCode.DIVERGED,
            result.message() + ". What was learned so far is kept in " + result.folder());
      }
      return ExitCode.DONE.code();
    }
  }

  private int paused(PausedRun run, RunProgress progress) {
    progress.paused();
    if (progress.stopped()) {
      return ExitCode.OTHER.code(); // the signal's own code counts
    }
    String name = run.folder().getFileName().toString();
    vae.out().println(name + "   " + stopAfter.paused(progress.where(), RunProgress.RESUME));
    if (json) {
      vae.out().println(Panel.json(run));
    }
    return ExitCode.DONE.code();
  }

  private Unfinished unfinished() {
    if (resume && restart) {
      throw CommandException.badInput(
          "--resume and --restart exclude each other; give one of them");
    }
    return resume ? Unfinished.RESUME : restart ? Unfinished.RESTART : Unfinished.REFUSE;
  }

  private RunProgress progress(Resolved experiment) {
    return new RunProgress(
        vae.err(),
        experiment.spec(),
        () -> resume ? EarlierRuns.nothingToResume(runs.path(), experiment) : "");
  }

  private Cadence cadence() {
    try {
      return every.keeping(keep);
    } catch (IllegalArgumentException e) {
      throw CommandException.badInput("--keep: " + e.getMessage());
    }
  }

  /** A study always continues where it was, with {@code --resume} or without. */
  private int study(Slots slots, SpecSource source, Cadence cadence, BooleanSupplier late)
      throws IOException {
    if (restart) {
      throw CommandException.badInput(
          "--restart: a study continues where it was; remove its folder to begin it anew");
    }
    try (KernelSet kernels = options.kernels();
        StopSignal signal = new StopSignal(vae.err(), () -> stopped ? STUDY_STOPPED : "")) {
      StudyRunner runner =
          new StudyRunner(slots, kernels, options.locations(), runs.path(), cadence);
      StudyRunner.Outcome outcome;
      try {
        outcome = runner.run(source, settings, () -> signal.given() || late.getAsBoolean());
      } catch (StoppedException e) {
        stopped = signal.given();
        if (!stopped) {
          vae.out().println(stopAfter.paused("in a run", "the same command continues the study"));
          return ExitCode.DONE.code();
        }
        return ExitCode.OTHER.code(); // the signal's own code counts
      }
      vae.out().println(outcome.findings().markdown());
      vae.out().println(outcome.folder());
      if (json) {
        vae.out().println(outcome.json());
      }
      return ExitCode.DONE.code();
    }
  }
}
