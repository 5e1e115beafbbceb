package vae.experiments.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.experiments.trained.Inputs;
import vae.experiments.trained.TrainedModel;

/** What a conditional model is to be conditioned on. */
final class ConditionOptions {

  @Option(
      names = "--label",
      paramLabel = "CLASS",
      description = "Class, for a model that is conditioned on labels.")
  private String label;

  @Option(
      names = "--condition",
      paramLabel = "NUMBER",
      split = ",",
      description = "The condition's numbers with commas between, for a model of another one.")
  private List<Double> numbers;

  boolean given() {
    return label != null || numbers != null;
  }

  /** The condition of n rows, [n, c]; labels that are not given take turns. */
  Optional<NdArray> of(TrainedModel model, int n) {
    Inputs inputs = model.inputs();
    if (label != null) {
      int[] all = new int[n];
      Arrays.fill(all, inputs.label(label));
      return Optional.of(inputs.labels(all));
    }
    if (numbers != null) {
      double[] all = new double[n * numbers.size()];
      Arrays.setAll(all, i -> numbers.get(i % numbers.size()));
      return Optional.of(NdArray.of(Shape.of(n, numbers.size()), all));
    }
    if (inputs.conditionSize() > 0 && !inputs.conditionedOnLabels()) {
      throw CommandException.badInput(
          "--condition: expected the %d numbers that this model is conditioned on, got none"
              .formatted(inputs.conditionSize()));
    }
    return inputs.conditionedOnLabels() ? Optional.of(inputs.labelsInTurn(n)) : Optional.empty();
  }
}
