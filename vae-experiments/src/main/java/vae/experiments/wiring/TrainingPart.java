package vae.experiments.wiring;

import java.util.Arrays;
import vae.autodiff.random.Key;
import vae.autodiff.random.Permutation;
import vae.core.model.TrainingExamples;
import vae.data.source.Examples;
import vae.data.transform.Binarization;

/** The training part of the data, for components of a model that start from it. */
record TrainingPart(Examples examples, Binarization binarization) implements TrainingExamples {

  @Override
  public int size() {
    return examples.size();
  }

  @Override
  public Range range() {
    return binarization.makesBinary() ? Range.UNIT : rangeOf(examples);
  }

  private static Range rangeOf(Examples examples) {
    double[] example = new double[examples.dimension()];
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < examples.size(); i++) {
      examples.gather(new int[] {i}, 0, 1, example);
      for (double value : example) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return new Range(low, high);
  }

  @Override
  public double[] choose(int count, Key key) {
    int[] chosen = Arrays.copyOf(Permutation.of(key, examples.size()), count);
    double[] rows = new double[Math.multiplyExact(count, examples.dimension())];
    examples.gather(chosen, 0, count, rows);
    return rows;
  }
}
