package vae.experiments.run;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import vae.core.model.Quantity;
import vae.experiments.evaluation.Costs;
import vae.experiments.evaluation.FinalMetrics;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.folder.Folder;
import vae.experiments.recorded.RecordedKept;
import vae.experiments.recorded.RecordedStop;
import vae.experiments.run.checkpoint.PanelsFile;
import vae.experiments.run.folder.Digest;
import vae.experiments.training.Trainer;
import vae.experiments.training.divergence.DivergedException;

/** The result of a run from its model: the final evaluation, or what is known where it diverged. */
final class RunEnd {

  private RunEnd() {}

  /** The result of a run that met NaN or infinity; its digest is of the evidence. */
  static RunResult diverged(PreparedRun run, SortedMap<String, Double> last, DivergedException e) {
    SortedMap<String, Double> own = new TreeMap<>(last);
    SortedMap<String, Double> further = further(run, own);
    return new RunResult(
        run.path(),
        run.spec().name(),
        run.id(),
        RunResult.Status.DIVERGED,
        Digest.of(run.model().parameters().list(), own),
        EpochEvaluation.measured(own),
        EpochEvaluation.measured(further),
        run.quantities(),
        e.getMessage(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Final metrics, the digest, and the arrays of the report.
   *
   * @param kept where the arrays go
   * @param costs receives the time that each metric takes
   * @throws DivergedException where a metric is not finite: the last steps left NaN or infinity
   */
  static RunResult complete(
      PreparedRun run,
      Optional<Folder> kept,
      SortedMap<String, Double> last,
      Trainer trainer,
      Costs costs)
      throws IOException {
    var reported = FinalMetrics.reported(run.data());
    OptionalInt samples =
        run.spec()
            .evaluation()
            .nll()
            .map(nll -> OptionalInt.of(nll.samples()))
            .orElseGet(OptionalInt::empty);
    try (HeldOutEvaluator heldOut = run.heldOut(reported.getValue())) {
      SortedMap<String, Double> own = new TreeMap<>(last);
      SortedMap<String, Measured> further = EpochEvaluation.measured(further(run, own));
      SortedMap<String, Measured> metrics = EpochEvaluation.measured(own);
      FinalMetrics measuredNow =
          FinalMetrics.of(
              heldOut,
              reported.getKey(),
              run.spec().evaluation().draws(),
              samples,
              run.metrics().atEnd());
      costs.add(measuredNow.costs());
      further.putAll(measuredNow.further());
      metrics.putAll(measuredNow.metrics());
      SortedMap<String, Double> values = new TreeMap<>();
      metrics.forEach((name, measured) -> values.put(name, measured.value()));
      values.forEach(
          (name, value) -> {
            if (!Double.isFinite(value)) {
              throw new DivergedException(trainer.step(), name + " is " + value + " after it");
            }
          });
      if (kept.isPresent()) {
        PanelsFile.write(
            kept.get().file(PanelsFile.FILE),
            heldOut,
            run.data(),
            reported.getKey(),
            measuredNow.listed().arrays());
      }
      return new RunResult(
          run.path(),
          run.spec().name(),
          run.id(),
          RunResult.Status.COMPLETE,
          Digest.of(run.model().parameters().list(), values),
          metrics,
          further,
          run.quantities(),
          "",
          trainer.stop().map(it -> new RecordedStop(trainer.epoch(), it.callback(), it.reason())),
          trainer.kept().map(it -> new RecordedKept(it.kept().epoch(), it.callback())));
    }
  }

  /** Takes what the listed metrics measured out of the metrics of an epoch: no digest has it. */
  private static SortedMap<String, Double> further(
      PreparedRun run, SortedMap<String, Double> ofEpoch) {
    Set<String> names =
        run.metrics().quantities().stream().map(Quantity::name).collect(Collectors.toSet());
    SortedMap<String, Double> further = new TreeMap<>(ofEpoch);
    further.keySet().removeIf(it -> !names.contains(Quantity.nameIn(it)));
    ofEpoch.keySet().removeAll(further.keySet());
    return further;
  }
}
