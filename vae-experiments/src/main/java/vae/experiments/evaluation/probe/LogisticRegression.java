package vae.experiments.evaluation.probe;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Multinomial logistic regression with an L2 penalty on standardised features.
 *
 * <p>\[ \min_{W, b} -\sum_n \log \mathrm{softmax}(W \tilde x_n + b)_{y_n} + \frac{\lambda}{2}
 * \lVert W \rVert^2, \qquad \tilde x = (x - \mathrm{mean}) / \mathrm{deviation} \]
 *
 * <p>Strictly convex in W, and b is fixed up to a constant for all classes: the fit depends on
 * nothing but the data and λ. Found by L-BFGS from 0, in a fixed order of operations. A feature
 * that never varies is left out. Source: Nocedal and Wright (2006), algorithm 7.5, for the method.
 */
public final class LogisticRegression {

  private static final int MAX_ITERATIONS = 300;
  private static final int REMEMBERED = 10;

  /** The gradient per example at which the fit is found. */
  private static final double TOLERANCE = 1e-6;

  /** Share of the predicted decrease that a step has to reach (Armijo). */
  private static final double SUFFICIENT = 1e-4;

  private static final double MIN_STEP = 1e-10;

  private final double[] mean;
  private final double[] inverseDeviation;
  private final int classes;
  private final double[] weights; // [classes][features + 1], the offset last

  private LogisticRegression(
      double[] mean, double[] inverseDeviation, int classes, double[] weights) {
    this.mean = mean;
    this.inverseDeviation = inverseDeviation;
    this.classes = classes;
    this.weights = weights;
  }

  /**
   * Fits the weights.
   *
   * @param x [N][m], N ≥ 1
   * @param y [N], from 0 to classes − 1
   * @param classes ≥ 1
   * @param penalty λ &gt; 0
   */
  public static LogisticRegression fit(double[][] x, int[] y, int classes, double penalty) {
    int m = x[0].length;
    double[] mean = new double[m];
    double[] inverse = new double[m];
    for (int j = 0; j < m; j++) {
      for (double[] row : x) {
        mean[j] += row[j];
      }
      mean[j] /= x.length;
      double squares = 0;
      for (double[] row : x) {
        squares += (row[j] - mean[j]) * (row[j] - mean[j]);
      }
      double deviation = Math.sqrt(squares / x.length);
      inverse[j] = deviation > 0 ? 1 / deviation : 0;
    }
    LogisticRegression start =
        new LogisticRegression(mean, inverse, classes, new double[classes * (m + 1)]);
    double[][] standardised = new double[x.length][];
    for (int n = 0; n < x.length; n++) {
      standardised[n] = start.standardised(x[n]);
    }
    minimise(new Loss(standardised, y, classes, penalty), start.weights);
    return start;
  }

  private double[] standardised(double[] x) {
    double[] row = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      row[j] = (x[j] - mean[j]) * inverseDeviation[j];
    }
    return row;
  }

  /** log softmax, [classes], in nats. */
  double[] logProbabilities(double[] x) {
    double[] scores = scores(weights, standardised(x), classes);
    double largest = Arrays.stream(scores).max().orElseThrow();
    double sum = Arrays.stream(scores).map(score -> StrictMath.exp(score - largest)).sum();
    return Arrays.stream(scores).map(score -> score - largest - StrictMath.log(sum)).toArray();
  }

  /** The most probable class; the first of equals. */
  public int predict(double[] x) {
    double[] scores = scores(weights, standardised(x), classes);
    int best = 0;
    for (int c = 1; c < classes; c++) {
      best = scores[c] > scores[best] ? c : best;
    }
    return best;
  }

  /** The share of rows that get their class. */
  public double accuracy(double[][] x, int[] y) {
    int right = 0;
    for (int n = 0; n < x.length; n++) {
      right += predict(x[n]) == y[n] ? 1 : 0;
    }
    return right / (double) x.length;
  }

  private static double[] scores(double[] weights, double[] x, int classes) {
    double[] scores = new double[classes];
    int at = 0;
    for (int c = 0; c < classes; c++) {
      double score = weights[at + x.length];
      for (int j = 0; j < x.length; j++) {
        score += weights[at + j] * x[j];
      }
      scores[c] = score;
      at += x.length + 1;
    }
    return scores;
  }

  /** The objective. */
  private record Loss(double[][] x, int[] y, int classes, double penalty) {

    /** Its value; the gradient is written. */
    double at(double[] weights, double[] gradient) {
      int width = x[0].length + 1;
      double loss = 0;
      for (int i = 0; i < weights.length; i++) {
        boolean offset = i % width == width - 1;
        gradient[i] = offset ? 0 : penalty * weights[i];
        loss += offset ? 0 : penalty / 2 * weights[i] * weights[i];
      }
      for (int n = 0; n < x.length; n++) {
        double[] scores = scores(weights, x[n], classes);
        double largest = scores[0];
        for (double score : scores) {
          largest = Math.max(largest, score);
        }
        double sum = 0;
        for (int c = 0; c < classes; c++) {
          double shifted = scores[c] - largest;
          scores[c] = StrictMath.exp(shifted);
          sum += scores[c];
          loss -= c == y[n] ? shifted : 0;
        }
        loss += StrictMath.log(sum);
        for (int c = 0; c < classes; c++) {
          double residual = scores[c] / sum - (c == y[n] ? 1 : 0);
          int at = c * width;
          for (int j = 0; j < width - 1; j++) {
            gradient[at + j] += residual * x[n][j];
          }
          gradient[at + width - 1] += residual;
        }
      }
      return loss;
    }
  }

  /** A step and the change of the gradient along it. */
  private record Pair(double[] step, double[] change, double product) {}

  private static void minimise(Loss loss, double[] weights) {
    double[] gradient = new double[weights.length];
    double value = loss.at(weights, gradient);
    Deque<Pair> pairs = new ArrayDeque<>(); // the newest first
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      double largest = 0;
      for (double each : gradient) {
        largest = Math.max(largest, Math.abs(each));
      }
      if (largest <= TOLERANCE * loss.x().length) {
        return;
      }
      double[] direction = direction(gradient, pairs);
      double slope = dot(direction, gradient);
      double step = pairs.isEmpty() ? Math.min(1, 1 / largest) : 1;
      double[] next = new double[weights.length];
      double[] nextGradient = new double[weights.length];
      double nextValue;
      while (true) {
        for (int i = 0; i < next.length; i++) {
          next[i] = weights[i] + step * direction[i];
        }
        nextValue = loss.at(next, nextGradient);
        if (nextValue <= value + SUFFICIENT * step * slope) {
          break;
        }
        step /= 2;
        if (step < MIN_STEP) {
          return; // as low as rounding lets it
        }
      }
      double[] taken = new double[weights.length];
      double[] change = new double[weights.length];
      for (int i = 0; i < next.length; i++) {
        taken[i] = next[i] - weights[i];
        change[i] = nextGradient[i] - gradient[i];
      }
      double product = dot(taken, change);
      if (product > 0) {
        pairs.addFirst(new Pair(taken, change, product));
        if (pairs.size() > REMEMBERED) {
          pairs.removeLast();
        }
      }
      System.arraycopy(next, 0, weights, 0, next.length);
      gradient = nextGradient;
      value = nextValue;
    }
  }

  /** −H⁻¹ gradient by the two loops of L-BFGS. */
  private static double[] direction(double[] gradient, Deque<Pair> pairs) {
    double[] direction = gradient.clone();
    double[] shares = new double[pairs.size()];
    int i = 0;
    for (Pair pair : pairs) {
      shares[i] = dot(pair.step(), direction) / pair.product();
      add(direction, -shares[i++], pair.change());
    }
    if (!pairs.isEmpty()) {
      Pair newest = pairs.getFirst();
      double scale = newest.product() / dot(newest.change(), newest.change());
      for (int j = 0; j < direction.length; j++) {
        direction[j] *= scale;
      }
    }
    for (Pair pair : pairs.reversed()) {
      double share = dot(pair.change(), direction) / pair.product();
      add(direction, shares[--i] - share, pair.step());
    }
    for (int j = 0; j < direction.length; j++) {
      direction[j] = -direction[j];
    }
    return direction;
  }

  private static void add(double[] to, double factor, double[] what) {
    for (int j = 0; j < to.length; j++) {
      to[j] += factor * what[j];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
