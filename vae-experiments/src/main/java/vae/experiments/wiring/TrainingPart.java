package vae.experiments.wiring;

import java.util.Arrays;
import vae.autodiff.random.Key;
import vae.autodiff.random.Permutation;
import vae.core.model.TrainingExamples;
import vae.data.source.Examples;
import vae.data.transform.Binarization;

/** The training part of the data, for components of a model that start from it. */
record TrainingPart(Examples examples, Binarization binarization, boolean incomplete)
    implements TrainingExamples {

  TrainingPart(Examples examples, Binarization binarization) {
    this(examples, binarization, examples.incomplete());
  }

  @Override
  public int size() {
    return examples.size();
  }

  @Override
  public Range range() {
    return binarization.makesBinary() ? Range.UNIT : rangeOfValues();
  }

  private Range rangeOfValues() {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size(); i++) {
      for (double value : gathered(i)) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    return new Range(low, high);
  }

  @Override
  public double[] choose(int count, Key key) {
    return gathered(Arrays.copyOf(Permutation.of(key, size()), count));
  }

  /** As encoders take them: what stands in for a missing value is filled in. */
  private double[] gathered(int... chosen) {
    int d = examples.dimension();
    double[] rows = new double[Math.multiplyExact(chosen.length, d)];
    examples.gather(chosen, 0, chosen.length, rows);
    for (int i = 0; incomplete && i < rows.length; i++) {
      if (!examples.known(chosen[i / d], i % d)) {
        rows[i] = examples.fill(i % d);
      }
    }
    return rows;
  }
}
