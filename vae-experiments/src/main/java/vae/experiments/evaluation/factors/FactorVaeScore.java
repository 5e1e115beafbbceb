package vae.experiments.evaluation.factors;

import java.util.ArrayList;
import java.util.Arrays;
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

/**
 * The accuracy of a majority vote that guesses which factor was held fixed from the coordinate that
 * varied least.
 *
 * <p>A vote fixes a random factor at the value of a random example, draws L examples of that value,
 * and names the coordinate of the code whose variance among them, divided by its variance over all
 * examples, is least. Half of the votes decide which factor each coordinate stands for, the other
 * half are scored. Coordinates whose variance over all examples is below {@value #COLLAPSED} are
 * left out; where that is all of them, the score is 0. Chance is 1/K. The error is binomial. Codes
 * are posterior means; examples of one value are drawn, with replacement, from the part.
 *
 * <p>Source: Kim and Mnih (2018), section 4, who score the votes that the majority is of.
 */
public final class FactorVaeScore implements Metric {

  /** Variance of a posterior mean below which a coordinate says nothing: it is not active. */
  private static final double COLLAPSED = 0.01;

  /**
   * How many.
   *
   * @param votes to decide by, and as many to score, ≥ 1
   * @param fixed L ≥ 2
   * @param examples the most examples, ≥ 2
   */
  @Describe(
      value = "Accuracy of a majority vote for the factor that was fixed, by least variance.",
      source = "Kim and Mnih (2018), section 4")
  public record Spec(
      @Describe("Votes to decide by, and as many to score; from 1 to 100000.") @Default("800")
          int votes,
      @Describe("Examples of a vote, which share a factor; from 2 to 10000.") @Default("64")
          int fixed,
      @Describe("The most examples to draw from; at least 2.") @Default("10000") int examples)
      implements Metric.Spec {
    public Spec {
      Require.between("votes", votes, 1, MAX_VOTES);
      Require.between("fixed", fixed, 2, MAX_FIXED);
      Require.atLeast("examples", examples, 2);
    }
  }

  /** From 0 to 1. */
  public static final Quantity SCORE =
      new Quantity(
          "factor-vae-score", "FactorVAE score", Unit.NUMBER, Better.LARGER, Shown.SUMMARY);

  private static final int MAX_VOTES = 100_000;
  private static final int MAX_FIXED = 10_000;

  private final Spec spec;

  /** With the choices of the spec. */
  public FactorVaeScore(Spec spec) {
    this.spec = spec;
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(SCORE);
  }

  @Override
  public boolean everyEpoch() {
    return true;
  }

  @Override
  public void measure(Evaluator on, Measurements out) {
    FactorCodes known = FactorCodes.of(on, SCORE.name(), spec.examples());
    int votes = on.affordable(spec.votes());
    double score = of(known, votes, spec.fixed(), on.key("votes"));
    out.put(SCORE, Measured.ofShare(score, votes));
  }

  static double of(FactorCodes known, int votes, int fixed, Key key) {
    double[] variances = new double[known.width()];
    List<Integer> active = new ArrayList<>();
    for (int j = 0; j < variances.length; j++) {
      variances[j] = variance(known.coordinate(j));
      if (variances[j] >= COLLAPSED) {
        active.add(j);
      }
    }
    if (active.isEmpty()) {
      return 0;
    }
    Pools pools = new Pools(known.factors(), known.counts());
    int[][] decided = new int[variances.length][known.counts().length];
    int right = 0;
    for (int vote = 0; vote < 2 * votes; vote++) {
      Pools.Trial trial = pools.new Trial(key, vote, fixed + 2);
      int factor = trial.factor();
      int example = trial.example();
      int[] drawn = new int[fixed];
      Arrays.setAll(drawn, _ -> trial.like(example, factor));
      int least = active.getFirst();
      double smallest = Double.POSITIVE_INFINITY;
      for (int j : active) {
        double variance =
            variance(Arrays.stream(drawn).mapToDouble(n -> known.codes()[n][j]).toArray());
        if (variance / variances[j] < smallest) {
          smallest = variance / variances[j];
          least = j;
        }
      }
      if (vote < votes) {
        decided[least][factor]++;
      } else {
        right += majority(decided[least]) == factor ? 1 : 0;
      }
    }
    return right / (double) votes;
  }

  /** The first of the largest. */
  private static int majority(int[] votes) {
    int most = 0;
    for (int k = 1; k < votes.length; k++) {
      most = votes[k] > votes[most] ? k : most;
    }
    return most;
  }

  private static double variance(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return squares / values.length;
  }
}
