package vae.experiments.evaluation.factors;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import vae.autodiff.random.Key;
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
 * Disentanglement, completeness and informativeness by what a regressor from codes to each factor
 * looks at: a {@link Lasso} or a {@link RegressionForest}, which the quantities are named by.
 *
 * <p>With \(R_{jk}\) the importance of coordinate j for factor k (the absolute weight, or the
 * squared error that splits take away),
 *
 * <p>\[ D = \sum_j \rho_j \bigl(1 - H_K(R_{j \cdot})\bigr), \quad \rho_j = \frac{\sum_k R_{jk}}
 * {\sum_{ik} R_{ik}}, \qquad C = \frac1K \sum_k \bigl(1 - H_m(R_{\cdot k})\bigr) \]
 *
 * <p>where \(H_b\) is the entropy to base b of a row or column divided by its sum: D is 1 where
 * every coordinate serves one factor, C where every factor is in one coordinate. A factor that no
 * coordinate predicts has completeness 0. The error is the root mean squared error of the
 * prediction on every second example, of the fit to the others, divided by the factor's deviation:
 * 0 where factors are predicted exactly, 1 where not at all; its mean over factors.
 *
 * <p>Values of a factor are taken as numbers, those of shape too. The lasso is linear: it does not
 * see a rotation that is coded by sine and cosine, which the forest does. Codes are posterior
 * means.
 *
 * <p>Source: Eastwood and Williams (2018), section 2, and their two regressors.
 */
public final class Dci implements Metric {

  /** What predicts factors from codes. */
  public enum Regressor {
    /** Linear, with an L1 penalty. */
    LASSO,
    /** Ten regression trees. */
    FOREST
  }

  /**
   * What predicts, and from how many.
   *
   * @param regressor what the importances are of
   * @param penalty α of the lasso, ≥ 0
   * @param examples the most examples, half of them for the fit, ≥ 4
   */
  @Describe(
      value = "Disentanglement, completeness and informativeness by importances of a regressor.",
      source = "Eastwood and Williams (2018), section 2")
  public record Spec(
      @Describe("lasso: absolute weights; forest: squared error that splits take away.")
          @Default("\"lasso\"")
          Regressor regressor,
      @Describe("L1 penalty of the lasso on the weights of standardised codes; at least 0.")
          @Default("0.02")
          double penalty,
      @Describe("The most examples, half of them for the fit; at least 4.") @Default("10000")
          int examples)
      implements Metric.Spec {
    public Spec {
      Require.nonNegative("penalty", penalty);
      Require.atLeast("examples", examples, 4);
    }
  }

  private final Spec spec;
  private final Quantity disentanglement;
  private final Quantity completeness;
  private final Quantity error;

  /** With the choices of the spec. */
  public Dci(Spec spec) {
    this.spec = spec;
    disentanglement = quantity("dci-disentanglement", "DCI disentanglement", Better.LARGER);
    completeness = quantity("dci-completeness", "DCI completeness", Better.LARGER);
    error = quantity("dci-error", "DCI error (NRMSE)", Better.SMALLER);
  }

  private Quantity quantity(String name, String title, Better better) {
    String by = spec.regressor().name().toLowerCase(Locale.ROOT);
    return new Quantity(name + "." + by, title + ", " + by, Unit.NUMBER, better, Shown.SUMMARY);
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(disentanglement, completeness, error);
  }

  @Override
  public boolean everyEpoch() {
    return spec.regressor() == Regressor.LASSO;
  }

  @Override
  public void measure(Evaluator on, Measurements out) {
    FactorCodes known = FactorCodes.of(on, "dci", spec.examples());
    Scores scores = of(known, (x, y) -> fit(x, y, on.key("forest")));
    out.put(disentanglement, Measured.unmeasured(scores.disentanglement()));
    out.put(completeness, Measured.unmeasured(scores.completeness()));
    out.put(error, Measured.unmeasured(scores.error()));
  }

  private Predictor fit(double[][] x, double[] y, Key key) {
    return switch (spec.regressor()) {
      case LASSO -> Lasso.fit(x, y, spec.penalty());
      case FOREST -> RegressionForest.fit(x, y, key);
    };
  }

  /** Fits a predictor of y [N] from x [N][m]. */
  @FunctionalInterface
  interface Fitting {
    Predictor fit(double[][] x, double[] y);
  }

  /** The three of them. */
  record Scores(double disentanglement, double completeness, double error) {}

  /** Of at least 2 examples. */
  static Scores of(FactorCodes known, Fitting fitting) {
    FactorCodes fitted = known.every(2, 0);
    FactorCodes held = known.every(2, 1);
    int factors = known.counts().length;
    double[][] importance = new double[known.width()][factors];
    double error = 0;
    for (int k = 0; k < factors; k++) {
      double[] y = Arrays.stream(fitted.factors()[k]).asDoubleStream().toArray();
      Predictor fit = fitting.fit(fitted.codes(), y);
      double[] importances = fit.importance();
      for (int j = 0; j < importance.length; j++) {
        importance[j][k] = importances[j];
      }
      error += rootMeanSquare(fit, held, k) / deviation(y) / factors;
    }
    return new Scores(disentanglement(importance), completeness(importance), error);
  }

  private static double rootMeanSquare(Predictor fit, FactorCodes held, int k) {
    double squares = 0;
    for (int n = 0; n < held.size(); n++) {
      double miss = fit.predict(held.codes()[n]) - held.factors()[k][n];
      squares += miss * miss;
    }
    return Math.sqrt(squares / held.size());
  }

  private static double deviation(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(y -> (y - mean) * (y - mean)).sum();
    return Math.sqrt(squares / values.length);
  }

  /**
   * D of importances [m][K]; 0 where all are 0.
   *
   * @param importance ≥ 0
   */
  static double disentanglement(double[][] importance) {
    double total = Arrays.stream(importance).flatMapToDouble(Arrays::stream).sum();
    double sum = 0;
    for (double[] row : importance) {
      double weight = total > 0 ? Arrays.stream(row).sum() / total : 0;
      sum += weight * concentration(row);
    }
    return sum;
  }

  /** C of importances [m][K]. */
  static double completeness(double[][] importance) {
    int factors = importance[0].length;
    double sum = 0;
    for (int k = 0; k < factors; k++) {
      int column = k;
      sum += concentration(Arrays.stream(importance).mapToDouble(row -> row[column]).toArray());
    }
    return sum / factors;
  }

  /** One less the entropy of the shares, to base of their number; 0 where all are 0. */
  private static double concentration(double[] importances) {
    double total = Arrays.stream(importances).sum();
    if (total == 0) {
      return 0;
    }
    double entropy = 0;
    for (double importance : importances) {
      double share = importance / total;
      entropy -= share > 0 ? share * StrictMath.log(share) : 0;
    }
    return importances.length == 1 ? 1 : 1 - entropy / StrictMath.log(importances.length);
  }
}
