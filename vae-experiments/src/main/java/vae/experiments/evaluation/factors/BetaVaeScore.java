package vae.experiments.evaluation.factors;

import java.util.List;
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
import vae.experiments.evaluation.probe.LogisticRegression;

/**
 * The accuracy of a linear classifier that guesses which factor pairs of examples share from how
 * far their codes are apart.
 *
 * <p>A point is \(\frac1L \sum_{l=1}^L |z_l - z'_l|\) of L pairs, each of a random example and one
 * that shares its value of a random factor, the same for all L; its class is the factor. The
 * classifier is a {@link LogisticRegression}, trained on some points and scored on others. Chance
 * is 1/K. The error is binomial. Codes are posterior means; pairs are drawn, with replacement, from
 * the part.
 *
 * <p>Source: Higgins, Matthey, Pal, Burgess, Glorot, Botvinick, Mohamed and Lerchner (2017),
 * section 3, with L and the numbers of points of Locatello et al. (2019), appendix C.
 */
public final class BetaVaeScore implements Metric {

  /** λ of the classifier. */
  private static final double PENALTY = 1;

  /**
   * How many.
   *
   * @param points to train on, ≥ 1; half as many are scored
   * @param pairs L ≥ 1
   * @param examples the most examples, ≥ 2
   */
  @Describe(
      value = "Accuracy of a linear classifier of the factor that pairs of examples share.",
      source = "Higgins et al. (2017), section 3")
  public record Spec(
      @Describe("Points to train the classifier on, half as many to score; from 2 to 100000.")
          @Default("10000")
          int points,
      @Describe("Pairs of a point, which share a factor; from 1 to 10000.") @Default("64")
          int pairs,
      @Describe("The most examples to draw from; at least 2.") @Default("10000") int examples)
      implements Metric.Spec {
    public Spec {
      Require.between("points", points, 2, MAX_POINTS);
      Require.between("pairs", pairs, 1, MAX_PAIRS);
      Require.atLeast("examples", examples, 2);
    }
  }

  /** From 0 to 1. */
  public static final Quantity SCORE =
      new Quantity("beta-vae-score", "β-VAE score", Unit.NUMBER, Better.LARGER, Shown.SUMMARY);

  private static final int MAX_POINTS = 100_000;
  private static final int MAX_PAIRS = 10_000;

  private final Spec spec;

  /** With the choices of the spec. */
  public BetaVaeScore(Spec spec) {
    this.spec = spec;
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(SCORE);
  }

  @Override
  public boolean everyEpoch() {
    return false;
  }

  @Override
  public void measure(Evaluator on, Measurements out) {
    FactorCodes known = FactorCodes.of(on, SCORE.name(), spec.examples());
    int points = on.affordable(spec.points());
    double score = of(known, points, spec.pairs(), on.key("pairs"));
    out.put(SCORE, Measured.ofShare(score, points / 2));
  }

  static double of(FactorCodes known, int points, int pairs, Key key) {
    Pools pools = new Pools(known.factors(), known.counts());
    Points training = points(known, pools, points, pairs, key.fold("training"));
    Points scored = points(known, pools, points / 2, pairs, key.fold("scored"));
    return LogisticRegression.fit(training.x(), training.y(), known.counts().length, PENALTY)
        .accuracy(scored.x(), scored.y());
  }

  /** Mean distances [n][m] and the factor of each, [n]. */
  private record Points(double[][] x, int[] y) {}

  private static Points points(FactorCodes known, Pools pools, int n, int pairs, Key key) {
    double[][] x = new double[n][known.width()];
    int[] y = new int[n];
    for (int i = 0; i < n; i++) {
      Pools.Trial trial = pools.new Trial(key, i, 1 + 2 * pairs);
      y[i] = trial.factor();
      for (int l = 0; l < pairs; l++) {
        int example = trial.example();
        double[] a = known.codes()[example];
        double[] b = known.codes()[trial.like(example, y[i])];
        for (int j = 0; j < a.length; j++) {
          x[i][j] += Math.abs(a[j] - b[j]) / pairs;
        }
      }
    }
    return new Points(x, y);
  }
}
