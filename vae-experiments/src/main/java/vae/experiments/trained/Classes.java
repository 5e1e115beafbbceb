package vae.experiments.trained;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import vae.data.condition.Labels;
import vae.data.format.DataException;
import vae.data.source.Dataset;
import vae.experiments.spec.ExperimentSpec;

/** The classes that a model was conditioned on in training. */
final class Classes {

  private static final int MAX_NAMED = 20;

  private final Dataset data;
  private final boolean conditioned;
  private final BitSet seen = new BitSet();

  Classes(ExperimentSpec spec, Dataset data) {
    this.data = data;
    conditioned = spec.condition() instanceof Labels.Spec;
    for (int i = 0; conditioned && i < data.train().size(); i++) {
      seen.set(data.train().label(i));
    }
  }

  /** Whether the model is conditioned on labels. */
  boolean conditioned() {
    return conditioned;
  }

  /** The labels of the training data, in rising order. */
  int[] seen() {
    return seen.stream().toArray();
  }

  /**
   * Refuses a class without an example in training.
   *
   * @return the label
   */
  int known(int label) {
    if (!conditioned) {
      throw new DataException(
          "label",
          "expected a model that is conditioned on labels, got one that is not",
          "Leave the label out, or train with \"condition\": {\"type\": \"labels\"}.");
    }
    if (label < 0 || !seen.get(label)) {
      throw unseen(Integer.toString(label));
    }
    return label;
  }

  /** The class of that name, or of that number. */
  int named(String name) {
    int named = data.classes().indexOf(name);
    boolean number = named < 0 && name.matches("[0-9]{1,9}");
    if (conditioned && named < 0 && !number) {
      throw unseen(name);
    }
    return known(number ? Integer.parseInt(name) : named);
  }

  private DataException unseen(String label) {
    List<String> known =
        seen.stream().limit(MAX_NAMED).mapToObj(this::name).collect(Collectors.toList());
    if (seen.cardinality() > MAX_NAMED) {
      known.add("…");
    }
    return new DataException(
        "label",
        "expected a class of the run's training data (%s), got %s"
            .formatted(String.join(", ", known), label),
        "What the model makes of another class is untrained.");
  }

  private String name(int label) {
    return label < data.classes().size() ? data.classes().get(label) : Integer.toString(label);
  }
}
