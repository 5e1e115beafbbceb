package vae.experiments.evaluation.probe;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import vae.core.distribution.MisfitException;
import vae.core.model.Quantity;
import vae.core.model.Quantity.Better;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.data.source.Examples;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Metric;
import vae.experiments.evaluation.Subsample;
import vae.experiments.evaluation.samples.SquaredDistance;

/**
 * How well labels are read off the codes: the accuracy on the reported part of two classifiers that
 * were trained on codes of the training part.
 *
 * <p>The code of an example is its posterior mean; training codes are a keyed subsample. {@code
 * probe-linear} is a {@link LogisticRegression}, {@code probe-neighbour} gives each code the label
 * of its nearest training code by Euclidean distance, the first of equals. The error of an accuracy
 * a is that of drawing the N examples, binomial: \(\sqrt{a (1 - a) / N}\). Needs labels.
 *
 * <p>Source: Alain and Bengio (2017) for linear probes.
 */
public final class Probe implements Metric {

  /**
   * How the classifiers are trained.
   *
   * @param penalty λ of the linear classifier, above 0
   * @param training the most training examples, ≥ 2
   */
  @Describe(
      value = "Accuracy of a linear and a nearest-neighbour classifier of labels on codes.",
      source = "Alain and Bengio (2017)")
  public record Spec(
      @Describe("L2 penalty on the weights of standardised codes; above 0.") @Default("1.0")
          double penalty,
      @Describe("Train the classifiers on at most N training examples; at least 2.")
          @Default("10000")
          int training)
      implements Metric.Spec {
    public Spec {
      Require.positive("penalty", penalty);
      Require.atLeast("training", training, 2);
    }
  }

  /** Of the logistic regression. */
  public static final Quantity LINEAR =
      new Quantity(
          "probe-linear", "linear probe accuracy", Unit.NUMBER, Better.LARGER, Shown.SUMMARY);

  /** Of the nearest neighbour. */
  public static final Quantity NEIGHBOUR =
      new Quantity(
          "probe-neighbour",
          "nearest-neighbour probe accuracy",
          Unit.NUMBER,
          Better.LARGER,
          Shown.SUMMARY);

  private static final int MAX_CLASSES = 1000;

  private final Spec spec;

  /** With the choices of the spec. */
  public Probe(Spec spec) {
    this.spec = spec;
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(LINEAR, NEIGHBOUR);
  }

  @Override
  public boolean everyEpoch() {
    return false;
  }

  @Override
  public void measure(Evaluator on, Measurements out) {
    requireLabels(on.training().examples());
    Subsample training = Subsample.of(on.training(), spec.training());
    Subsample reported = Subsample.of(on, on.size());
    double[][] known = training.codes();
    double[][] codes = reported.codes();
    int[] classes = Arrays.stream(training.labels()).distinct().sorted().toArray();
    int[] labels = classes(training.labels(), classes);
    int[] truth = classes(reported.labels(), classes);
    LogisticRegression linear =
        LogisticRegression.fit(known, labels, classes.length, spec.penalty());
    out.put(LINEAR, Measured.ofShare(linear.accuracy(codes, truth), codes.length));
    int right = 0;
    for (int i = 0; i < codes.length; i++) {
      right += labels[nearest(known, codes[i])] == truth[i] ? 1 : 0;
    }
    out.put(NEIGHBOUR, Measured.ofShare(right / (double) codes.length, codes.length));
  }

  private static void requireLabels(Examples training) {
    if (!training.labelled()) {
      throw new MisfitException(
          "probe needs data with labels",
          "Say in the data where their labels are, or leave the metric out.");
    }
    long classes = IntStream.range(0, training.size()).map(training::label).distinct().count();
    if (classes > MAX_CLASSES) {
      throw new MisfitException(
          "probe needs at most %d classes, the training part has %d"
              .formatted(MAX_CLASSES, classes),
          "Leave the metric out: these labels are no classes.");
    }
  }

  /** The place of each label among those of the training part; below 0 where it is none. */
  private static int[] classes(int[] labels, int[] known) {
    return Arrays.stream(labels).map(label -> Arrays.binarySearch(known, label)).toArray();
  }

  static int nearest(double[][] known, double[] code) {
    int nearest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    for (int n = 0; n < known.length; n++) {
      double distance = SquaredDistance.of(known[n], code);
      if (distance < smallest) {
        smallest = distance;
        nearest = n;
      }
    }
    return nearest;
  }
}
