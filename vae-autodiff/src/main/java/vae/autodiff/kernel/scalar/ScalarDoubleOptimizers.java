package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;
import static vae.autodiff.kernel.Kernels.LANES;
import static vae.autodiff.kernel.scalar.LaneTree.tree;

import vae.autodiff.kernel.AdamStep;
import vae.autodiff.kernel.OptimizerKernels;

/** Steps of optimizers as plain loops over {@code double[]}. */
public final class ScalarDoubleOptimizers implements OptimizerKernels<double[]> {

  /** Running means below this in magnitude become 0. */
  private static final double MIN_MEAN = 1e-30;

  private static double flushed(double mean) {
    return Math.abs(mean) < MIN_MEAN ? 0 : mean;
  }

  @Override
  public void adam(double[] w, double[] g, double[] m, double[] v, int n, AdamStep adam) {
    double b1 = adam.beta1();
    double c1 = (1 - adam.beta1());
    double b2 = adam.beta2();
    double c2 = (1 - adam.beta2());
    double step = adam.rate();
    double unbias = adam.scale();
    double floor = adam.epsilon();
    for (int i = 0; i < n; i++) {
      double first = flushed(fma(b1, m[i], c1 * g[i]));
      double second = fma(b2, v[i], c2 * g[i] * g[i]);
      m[i] = first;
      v[i] = second;
      double spread = fma(Math.sqrt(second), unbias, floor);
      w[i] = w[i] - step * first / spread;
    }
  }

  @Override
  public void momentum(
      double[] w, double[] g, double[] velocity, int n, double momentum, double rate) {
    double keep = momentum;
    double step = -rate;
    for (int i = 0; i < n; i++) {
      velocity[i] = fma(keep, velocity[i], g[i]);
      w[i] = fma(step, velocity[i], w[i]);
    }
  }

  @Override
  public void adamax(double[] w, double[] g, double[] m, double[] u, int n, AdamStep adam) {
    double b1 = adam.beta1();
    double c1 = (1 - adam.beta1());
    double b2 = adam.beta2();
    double step = adam.rate();
    double floor = adam.epsilon();
    for (int i = 0; i < n; i++) {
      m[i] = flushed(fma(b1, m[i], c1 * g[i]));
      double kept = b2 * u[i];
      double seen = Math.abs(g[i]) + floor;
      u[i] = kept > seen ? kept : seen;
      w[i] = w[i] - step * m[i] / u[i];
    }
  }

  @Override
  public void descend(double[] w, double[] g, int n, double rate) {
    double step = -rate;
    for (int i = 0; i < n; i++) {
      w[i] = fma(step, g[i], w[i]);
    }
  }

  @Override
  public void rootScale(double[] g, double[] v, int n, double keep, double take, double epsilon) {
    double old = keep;
    double fresh = take;
    double floor = epsilon;
    for (int i = 0; i < n; i++) {
      v[i] = flushed(fma(old, v[i], fresh * g[i] * g[i]));
      g[i] = g[i] / (Math.sqrt(v[i]) + floor);
    }
  }

  @Override
  public void centeredRootScale(
      double[] g, double[] v, double[] mean, int n, double keep, double epsilon) {
    double old = keep;
    double fresh = (1 - keep);
    double floor = epsilon;
    for (int i = 0; i < n; i++) {
      v[i] = flushed(fma(old, v[i], fresh * g[i] * g[i]));
      mean[i] = flushed(fma(old, mean[i], fresh * g[i]));
      double variance = fma(-mean[i], mean[i], v[i]);
      variance = variance < 0 ? 0 : variance;
      g[i] = g[i] / (Math.sqrt(variance) + floor);
    }
  }

  @Override
  public double sumOfSquares(double[] x, int n) {
    double[] lanes = new double[LANES];
    int whole = n - n % LANES;
    for (int i = 0; i < whole; i += LANES) {
      for (int l = 0; l < LANES; l++) {
        double element = x[i + l];
        lanes[l] += element * element;
      }
    }
    for (int i = whole; i < n; i++) {
      double element = x[i];
      lanes[i - whole] += element * element;
    }
    return tree(lanes);
  }
}
