package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.folder.Folder;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.recorded.RecordedRun;
import vae.experiments.report.run.RunReport;
import vae.experiments.run.Pause;
import vae.experiments.run.PausedRun;
import vae.experiments.run.RunEnvironment;
import vae.experiments.run.RunResult;
import vae.experiments.run.RunSettings;
import vae.experiments.run.Runner;
import vae.experiments.run.Unfinished;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.run.origin.LongerTraining;
import vae.experiments.spec.CanonicalJson;
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
      paramLabel = "SPEC.json|RUN",
      description =
          "The experiment; `vae schema` describes it. The folder of a finished run, to train"
              + " longer: with --set training.epochs=N.")
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
      names = "--from",
      paramLabel = "RUN",
      description =
          "Start at the parameters of a finished run; its id and digest become part of the"
              + " experiment.")
  private Path from;

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
    Optional<Path> run =
        Optional.ofNullable(file)
            .filter(it -> Files.isRegularFile(it.resolve(RecordedRun.EXPERIMENT)));
    SpecSource source =
        file == null
            ? SpecSource.embeddedDefault()
            : SpecSource.file(run.map(it -> it.resolve(RecordedRun.EXPERIMENT)).orElse(file));
    DocumentKind kind = DocumentKind.of(source);
    kind.requireFor("run", source);
    if (kind == DocumentKind.STUDY) {
      requireNoParent();
      return study(slots, source, cadence, late);
    }
    Resolved experiment = new SpecReader(slots.catalogue()).read(source, settings());
    long begin = System.nanoTime();
    try (KernelSet kernels = options.kernels()) {
      RunResult result;
      boolean computed;
      Map<String, Duration> costs;
      try (RunProgress progress = progress(experiment)) {
        Path root = run.isPresent() ? runs.beside(run.get()) : runs.path();
        RunEnvironment environment = new RunEnvironment(slots, kernels, options.locations());
        if (from != null) {
          environment = environment.withParents(from);
        }
        Runner runner =
            new Runner(
                environment,
                RunSettings.in(root).finishedBy(RunReport::write).withCheckpoints(cadence));
        Unfinished unfinished = unfinished();
        if (run.isPresent() && isLonger(run.get(), experiment)) {
          boolean begun = LongerTraining.begin(run.get(), experiment, environment, root);
          unfinished = begun ? Unfinished.RESUME : unfinished;
        }
        Pause pause = new Pause(0, () -> progress.stopped() || late.getAsBoolean());
        switch (runner.run(experiment, unfinished, progress, pause)) {
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

  private void requireNoParent() {
    if (from != null) {
      throw CommandException.badInput(
          "--from: a study makes runs of its own; start one run from another");
    }
  }

  /** The values that are set, with the parent's id and digest where one is given. */
  private List<String> settings() throws IOException {
    if (from == null) {
      return settings;
    }
    RunResult parent = RunResult.read(from);
    if (parent.status() != RunResult.Status.COMPLETE) {
      throw CommandException.badInput(
          "--from: %s diverged; its parameters are no model".formatted(from));
    }
    List<String> all = new ArrayList<>(settings);
    all.add("from={\"run\": \"%s\", \"digest\": \"%s\"}".formatted(parent.id(), parent.digest()));
    return all;
  }

  /** Whether the experiment is another one than that of the finished run in the folder. */
  private static boolean isLonger(Path run, Resolved experiment) throws IOException {
    Folder folder = Folder.open(run);
    return folder.file(RecordedResult.FILE).exists()
        && !experiment
            .canonical()
            .equals(CanonicalJson.of(folder.file(RecordedRun.EXPERIMENT).object(Folder.MAX_JSON)));
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
