package vae.experiments.report.run;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import vae.core.model.Quantity;
import vae.experiments.evaluation.Measured;
import vae.experiments.likelihood.LikelihoodPanel;
import vae.experiments.likelihood.LikelihoodSamples;
import vae.experiments.quantity.Quantities;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.report.text.Measurement;

/**
 * Everything the report shows, as read from one run folder.
 *
 * @param provenance empty if there is no file
 * @param result empty while the run has not ended
 * @param evaluation empty if the run was not evaluated
 * @param frames of a film strip by epoch; none where no callback wrote any
 * @param saved further evaluations, by id
 */
record RunData(
    String folderName,
    JsonNode experiment,
    Optional<RecordedProvenance> provenance,
    Optional<RecordedResult> result,
    Optional<LearningCurves> curves,
    Optional<Evaluation> evaluation,
    List<Frame> frames,
    List<RecordedEvaluation> saved) {

  /** The experiment's name, or the folder's where the spec has none. */
  String name() {
    JsonNode name = experiment.path("name");
    return name.isString() && !name.stringValue().isBlank() ? name.stringValue() : folderName;
  }

  /** A metric or a further quantity, to be shown. */
  Optional<Measurement> metric(String name) {
    return result.flatMap(it -> it.measured(name)).map(RunData::shown);
  }

  Quantities quantities() {
    return result.map(RecordedResult::quantities).orElse(Quantities.STANDARD);
  }

  /** Metrics for the head of the page; that of the ELBO where there are none. */
  List<String> summary() {
    Set<String> measured = new TreeSet<>();
    result.ifPresent(
        it -> {
          measured.addAll(it.metrics().keySet());
          measured.addAll(it.further().keySet());
        });
    List<String> shown = quantities().shownOfReported(measured, Quantity.Shown.SUMMARY);
    return shown.isEmpty() ? List.of(Quantity.ELBO.on(Quantities.PARTS.getFirst())) : shown;
  }

  /** The views of log p(x), by part. */
  List<LikelihoodPanel> likelihoods() {
    return result.map(it -> LikelihoodPanel.all(it.measured())).orElse(List.of());
  }

  static Measurement shown(Measured measured) {
    return new Measurement(measured.value(), measured.standardError());
  }

  /** The samples behind the part's likelihood estimate; empty where there is none. */
  Optional<LikelihoodSamples> likelihood(String part) {
    return LikelihoodSamples.of(part, this::number);
  }

  /** The value of a metric or a further quantity; empty where there is none. */
  OptionalDouble number(String name) {
    return metric(name).map(it -> OptionalDouble.of(it.value())).orElse(OptionalDouble.empty());
  }
}
