package vae.experiments.sweep.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.source.Locations;
import vae.data.transform.Binarization;
import vae.experiments.evaluation.FinalMetrics;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.spec.EvaluationSpec;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.SpecReader;
import vae.experiments.sweep.Trial;
import vae.experiments.training.Model;
import vae.experiments.training.Progress;
import vae.experiments.training.RandomStreams;
import vae.experiments.training.Regime;
import vae.experiments.training.Trainer;
import vae.experiments.training.divergence.DivergedException;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/**
 * How long the trials of a sweep will take, from steps of a few of them on this machine.
 *
 * <p>The trials that are measured are spread evenly over the plan. Each makes steps of training for
 * about half a second, after as many to warm up, and one evaluation; the mean epoch and the mean
 * end of a training stand for all. Start-up, checkpoints and reports are not counted.
 *
 * @param measured trials of which steps were measured
 * @param epochSeconds of the mean epoch of training with its evaluation
 * @param endSeconds of the mean final evaluation
 */
public record SweepEstimate(int measured, double epochSeconds, double endSeconds, double seconds) {

  private static final int MAX_MEASURED = 5;
  private static final double SECONDS = 0.5;
  private static final double NANOS = 1e9;

  private record Sample(double epoch, double end) {}

  /**
   * Measures, for a few seconds, and extrapolates.
   *
   * @param kernels as each worker will have
   * @throws vae.data.format.DataException where data are missing
   * @throws vae.core.spec.SpecException where the components of a measured trial do not fit
   */
  public static SweepEstimate measure(
      Slots slots, KernelSet kernels, Locations locations, Sweep sweep) {
    return measure(slots, kernels, locations, sweep, SECONDS);
  }

  /**
   * @param seconds for which the steps of each measured trial are timed, after as long to warm up
   * @throws SpecException where the model of a measured trial cannot be made; it names the trial
   */
  static SweepEstimate measure(
      Slots slots, KernelSet kernels, Locations locations, Sweep sweep, double seconds) {
    List<Trial> trials = sweep.trials();
    int count = Math.min(MAX_MEASURED, trials.size());
    SpecReader reader = new SpecReader(slots.catalogue());
    Map<Spec, Dataset> data = new HashMap<>();
    List<Sample> samples =
        IntStream.range(0, count)
            .mapToObj(
                i -> trials.get((int) ((long) i * (trials.size() - 1) / Math.max(1, count - 1))))
            .map(
                trial -> {
                  try {
                    ExperimentSpec spec = reader.read(trial.experiment().toString()).spec();
                    return sample(new ModelFactory(slots), kernels, locations, spec, data, seconds);
                  } catch (SpecException e) {
                    String problem = e.problem() + Cell.where(trial.parameters());
                    throw SpecException.because(e.path(), problem, e.fix()).at(sweep.name());
                  }
                })
            .toList();
    double epoch = samples.stream().mapToDouble(Sample::epoch).average().orElse(0);
    double end = samples.stream().mapToDouble(Sample::end).average().orElse(0);
    double[] work = work(sweep);
    return new SweepEstimate(count, epoch, end, work[0] * epoch + work[1] * end);
  }

  /** Epochs of all trials together, and trials that go to their end. */
  private static double[] work(Sweep sweep) {
    List<Trial> trials = sweep.trials();
    double whole = trials.stream().mapToDouble(Trial::epochs).sum();
    if (sweep.rungs().isEmpty()) {
      return new double[] {whole, trials.size()};
    }
    Rungs rungs = sweep.rungs().get();
    long groups = trials.stream().map(Trial::group).distinct().count();
    double perGroup = (double) trials.size() / groups;
    double epochs = 0;
    int before = 0;
    for (int rung : rungs.epochs()) {
      epochs += groups * perGroup * (rung - before);
      groups = (groups + rungs.factor() - 1) / rungs.factor();
      before = rung;
    }
    epochs += groups * perGroup * (whole / trials.size() - before);
    return new double[] {epochs, groups * perGroup};
  }

  private static Sample sample(
      ModelFactory factory,
      KernelSet kernels,
      Locations locations,
      ExperimentSpec spec,
      Map<Spec, Dataset> loaded,
      double seconds) {
    Dataset data =
        factory.conditioned(
            spec, loaded.computeIfAbsent(spec.data(), _ -> factory.data(spec, locations)));
    Model model = factory.model(spec, data);
    Binarization binarization = factory.binarization(spec);
    RandomStreams streams = new RandomStreams(spec.seed());
    double step;
    int stepsPerEpoch;
    try (Trainer trainer =
        new Trainer(
            model,
            data,
            binarization,
            streams,
            new Regime(
                spec.training().batchSize(),
                Math.max(1, spec.training().epochs()),
                spec.training().dtype()),
            kernels)) {
      stepsPerEpoch = trainer.stepsPerEpoch();
      secondsOfStep(trainer, seconds);
      step = secondsOfStep(trainer, seconds);
      trainer.calibrate();
    }
    double validation = evaluation(model, data.validation(), binarization, spec, kernels);
    double test = evaluation(model, data.test(), binarization, spec, kernels);
    double reported = data.test().size() > 0 || data.validation().size() == 0 ? test : validation;
    if (data.test().size() == 0 && data.validation().size() == 0) {
      reported =
          evaluation(model, FinalMetrics.reported(data).getValue(), binarization, spec, kernels);
    }
    int passes =
        spec.evaluation().draws()
            + spec.evaluation().nll().map(EvaluationSpec.Nll::samples).orElse(0);
    double evaluations = (validation + test) / spec.training().evaluateEvery();
    return new Sample(step * stepsPerEpoch + evaluations, passes * reported);
  }

  /** The mean of steps for about so long; at least one is made. */
  private static double secondsOfStep(Trainer trainer, double seconds) {
    long begin = System.nanoTime();
    int steps = 0;
    do {
      try {
        trainer.step(Progress.UNWATCHED);
      } catch (DivergedException e) {
        steps++; // took as long as any other
        break;
      }
      steps++;
    } while (System.nanoTime() - begin < seconds * NANOS);
    return (System.nanoTime() - begin) / NANOS / steps;
  }

  private static double evaluation(
      Model model,
      Examples part,
      Binarization binarization,
      ExperimentSpec spec,
      KernelSet kernels) {
    if (part.size() == 0) {
      return 0;
    }
    try (HeldOutEvaluator heldOut =
        new HeldOutEvaluator(
            model,
            part,
            binarization,
            new RandomStreams(spec.seed()),
            spec.training().dtype(),
            kernels)) {
      long begin = System.nanoTime();
      heldOut.means("");
      return (System.nanoTime() - begin) / NANOS;
    }
  }
}
