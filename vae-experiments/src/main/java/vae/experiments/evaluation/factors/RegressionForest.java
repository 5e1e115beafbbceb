package vae.experiments.evaluation.factors;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

/**
 * The mean of {@value #TREES} regression trees, each grown on a keyed bootstrap sample.
 *
 * <p>A node is split where the squared error falls most, over all coordinates and all places midway
 * between neighbouring values, while it holds at least {@value #MIN_SPLIT} examples of different
 * targets and is above depth {@value #MAX_DEPTH}. The importance of a coordinate is the squared
 * error that its splits take away, for an example. Source: Breiman (2001), with every coordinate
 * tried at every node; Breiman, Friedman, Olshen and Stone (1984) for the importance.
 */
final class RegressionForest implements Predictor {

  private static final int TREES = 10;
  private static final int MAX_DEPTH = 12;
  private static final int MIN_SPLIT = 4;

  private final List<Node> trees;
  private final double[] importance;

  private RegressionForest(List<Node> trees, double[] importance) {
    this.trees = trees;
    this.importance = importance;
  }

  /** A leaf where left is null: the mean of its targets. */
  private record Node(double mean, int coordinate, double threshold, Node left, Node right) {

    double predict(double[] x) {
      Node at = this;
      while (at.left != null) {
        at = x[at.coordinate] < at.threshold ? at.left : at.right;
      }
      return at.mean;
    }
  }

  /**
   * Grows the trees.
   *
   * @param x [N][m], N ≥ 1
   * @param y [N]
   * @param key of the bootstrap samples
   */
  static RegressionForest fit(double[][] x, double[] y, Key key) {
    int[][] rising = new int[x[0].length][]; // examples by each coordinate
    for (int j = 0; j < rising.length; j++) {
      int at = j;
      rising[j] =
          IntStream.range(0, x.length)
              .boxed()
              .sorted(Comparator.comparingDouble(n -> x[n][at]))
              .mapToInt(Integer::intValue)
              .toArray();
    }
    double[] importance = new double[rising.length];
    Node[] trees = new Node[TREES];
    for (int tree = 0; tree < TREES; tree++) {
      int[] weights = bootstrap(key, tree, x.length);
      int[][] drawn = new int[rising.length][];
      Arrays.setAll(drawn, j -> IntStream.of(rising[j]).filter(n -> weights[n] > 0).toArray());
      trees[tree] = new Growth(x, y, weights, importance).grow(drawn, 0);
    }
    double examples = (double) TREES * x.length;
    return new RegressionForest(
        List.of(trees), Arrays.stream(importance).map(each -> each / examples).toArray());
  }

  /** How often each example is drawn. */
  private static int[] bootstrap(Key key, int tree, int n) {
    float[] uniform = new float[n];
    Noise.uniform(key, tree, 0, uniform, 0, n, new int[4]);
    int[] weights = new int[n];
    for (float each : uniform) {
      weights[(int) (each * (double) n)]++;
    }
    return weights;
  }

  /** The number of examples and the sum of their targets. */
  private record Sums(double count, double sum) {

    Sums with(double weight, double y) {
      return new Sums(count + weight, sum + weight * y);
    }

    Sums without(Sums part) {
      return new Sums(count - part.count, sum - part.sum);
    }

    /** What the mean of these takes away of the sum of squares. */
    double explained() {
      return sum * sum / count;
    }
  }

  /** A tree that is being grown. */
  private record Growth(double[][] x, double[] y, int[] weights, double[] importance) {

    Node grow(int[][] rising, int depth) {
      Sums all = new Sums(0, 0);
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int n : rising[0]) {
        all = all.with(weights[n], y[n]);
        least = Math.min(least, y[n]);
        most = Math.max(most, y[n]);
      }
      double mean = least == most ? least : all.sum() / all.count();
      Node leaf = new Node(mean, -1, 0, null, null);
      if (least == most || depth == MAX_DEPTH || all.count() < MIN_SPLIT) {
        return leaf;
      }
      double best = 0;
      int coordinate = -1;
      double threshold = 0;
      for (int j = 0; j < rising.length; j++) {
        Sums left = new Sums(0, 0);
        for (int i = 1; i < rising[j].length; i++) {
          int before = rising[j][i - 1];
          left = left.with(weights[before], y[before]);
          double low = x[before][j];
          double high = x[rising[j][i]][j];
          if (low < high) {
            double gain = left.explained() + all.without(left).explained() - all.explained();
            if (gain > best) {
              best = gain;
              coordinate = j;
              threshold = low + (high - low) / 2 > low ? low + (high - low) / 2 : high;
            }
          }
        }
      }
      if (coordinate < 0) {
        return leaf;
      }
      importance[coordinate] += best;
      int on = coordinate;
      double below = threshold;
      return new Node(
          mean,
          coordinate,
          threshold,
          grow(kept(rising, n -> x[n][on] < below), depth + 1),
          grow(kept(rising, n -> x[n][on] >= below), depth + 1));
    }

    private static int[][] kept(int[][] rising, IntPredicate side) {
      return Arrays.stream(rising)
          .map(order -> IntStream.of(order).filter(side).toArray())
          .toArray(int[][]::new);
    }
  }

  @Override
  public double[] importance() {
    return importance.clone();
  }

  @Override
  public double predict(double[] x) {
    double sum = 0;
    for (Node tree : trees) {
      sum += tree.predict(x);
    }
    return sum / trees.size();
  }
}
