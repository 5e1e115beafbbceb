package vae.experiments.evaluation.factors;

import java.util.Arrays;
import java.util.List;
import vae.core.model.Quantity;
import vae.core.model.Quantity.Better;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Metric;

/**
 * Separated attribute predictability: how much better the best coordinate of the code predicts a
 * factor than the second best.
 *
 * <p>\[ \mathrm{SAP} = \frac1K \sum_k (S_{j_1 k} - S_{j_2 k}), \qquad S_{jk} \text{ the balanced
 * accuracy of } v_k \text{ from thresholds on } z_j \]
 *
 * <p>Every factor counts as classes. Codes are posterior means; thresholds are fitted on every
 * second example ({@link IntervalClassifier}) and scored on the others. At most 1 − 1/|v|, as the
 * second coordinate is right by chance.
 *
 * <p>Source: Kumar, Sattigeri and Balakrishnan (2018), section 3, whose thresholds are fitted on
 * the examples that they are scored on.
 */
public final class Sap implements Metric {

  /**
   * Of how many.
   *
   * @param examples the most examples, half of them for the thresholds, ≥ 4
   */
  @Describe(
      value = "Separated attribute predictability by thresholds on single coordinates.",
      source = "Kumar, Sattigeri and Balakrishnan (2018), section 3")
  public record Spec(
      @Describe("The most examples, half of them for the thresholds; at least 4.") @Default("10000")
          int examples)
      implements Metric.Spec {
    public Spec {
      Require.atLeast("examples", examples, 4);
    }
  }

  /** From 0 to 1. */
  public static final Quantity SAP =
      new Quantity("sap", "SAP", Unit.NUMBER, Better.LARGER, Shown.SUMMARY);

  private final Spec spec;

  /** With the choices of the spec. */
  public Sap(Spec spec) {
    this.spec = spec;
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(SAP);
  }

  @Override
  public boolean everyEpoch() {
    return true;
  }

  @Override
  public void measure(Evaluator on, Measurements out) {
    FactorCodes known = FactorCodes.of(on, SAP.name(), spec.examples());
    out.put(SAP, Measured.unmeasured(of(known)));
  }

  /** Of at least 2 examples. */
  static double of(FactorCodes known) {
    FactorCodes fitted = known.every(2, 0);
    FactorCodes scored = known.every(2, 1);
    double[][] scores = new double[known.width()][known.counts().length];
    for (int j = 0; j < scores.length; j++) {
      double[] x = fitted.coordinate(j);
      double[] held = scored.coordinate(j);
      for (int k = 0; k < scores[j].length; k++) {
        int count = known.counts()[k];
        scores[j][k] =
            IntervalClassifier.fit(x, fitted.factors()[k], count)
                .balancedAccuracy(held, scored.factors()[k], count);
      }
    }
    double[] gaps = new double[known.counts().length];
    Arrays.setAll(gaps, k -> InformationGap.gap(scores, k));
    return Arrays.stream(gaps).average().orElse(Double.NaN);
  }
}
