package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;
import static vae.autodiff.kernel.Kernels.LANES;
import static vae.autodiff.kernel.scalar.LaneTree.tree;

import vae.autodiff.kernel.AdamStep;
import vae.autodiff.kernel.OptimizerKernels;

/** Steps of optimizers as plain loops over {@code float[]}. */
public final class ScalarFloatOptimizers implements OptimizerKernels<float[]> {

  /** Running means below this in magnitude become 0. */
  private static final float MIN_MEAN = 1e-30f;

  private static float flushed(float mean) {
    return Math.abs(mean) < MIN_MEAN ? 0 : mean;
  }

  @Override
  public void adam(float[] w, float[] g, float[] m, float[] v, int n, AdamStep adam) {
    float b1 = (float) adam.beta1();
    float c1 = (float) (1 - adam.beta1());
    float b2 = (float) adam.beta2();
    float c2 = (float) (1 - adam.beta2());
    float step = (float) adam.rate();
    float unbias = (float) adam.scale();
    float floor = (float) adam.epsilon();
    for (int i = 0; i < n; i++) {
      float first = flushed(fma(b1, m[i], c1 * g[i]));
      float second = fma(b2, v[i], c2 * g[i] * g[i]);
      m[i] = first;
      v[i] = second;
      float spread = fma((float) Math.sqrt(second), unbias, floor);
      w[i] = w[i] - step * first / spread;
    }
  }

  @Override
  public void momentum(
      float[] w, float[] g, float[] velocity, int n, double momentum, double rate) {
    float keep = (float) momentum;
    float step = (float) -rate;
    for (int i = 0; i < n; i++) {
      velocity[i] = fma(keep, velocity[i], g[i]);
      w[i] = fma(step, velocity[i], w[i]);
    }
  }

  @Override
  public void adamax(float[] w, float[] g, float[] m, float[] u, int n, AdamStep adam) {
    float b1 = (float) adam.beta1();
    float c1 = (float) (1 - adam.beta1());
    float b2 = (float) adam.beta2();
    float step = (float) adam.rate();
    float floor = (float) adam.epsilon();
    for (int i = 0; i < n; i++) {
      m[i] = flushed(fma(b1, m[i], c1 * g[i]));
      float kept = b2 * u[i];
      float seen = Math.abs(g[i]) + floor;
      u[i] = kept > seen ? kept : seen;
      w[i] = w[i] - step * m[i] / u[i];
    }
  }

  @Override
  public void descend(float[] w, float[] g, int n, double rate) {
    float step = (float) -rate;
    for (int i = 0; i < n; i++) {
      w[i] = fma(step, g[i], w[i]);
    }
  }

  @Override
  public void rootScale(float[] g, float[] v, int n, double keep, double take, double epsilon) {
    float old = (float) keep;
    float fresh = (float) take;
    float floor = (float) epsilon;
    for (int i = 0; i < n; i++) {
      v[i] = flushed(fma(old, v[i], fresh * g[i] * g[i]));
      g[i] = g[i] / ((float) Math.sqrt(v[i]) + floor);
    }
  }

  @Override
  public void centeredRootScale(
      float[] g, float[] v, float[] mean, int n, double keep, double epsilon) {
    float old = (float) keep;
    float fresh = (float) (1 - keep);
    float floor = (float) epsilon;
    for (int i = 0; i < n; i++) {
      v[i] = flushed(fma(old, v[i], fresh * g[i] * g[i]));
      mean[i] = flushed(fma(old, mean[i], fresh * g[i]));
      float variance = fma(-mean[i], mean[i], v[i]);
      variance = variance < 0 ? 0 : variance;
      g[i] = g[i] / ((float) Math.sqrt(variance) + floor);
    }
  }

  @Override
  public double sumOfSquares(float[] x, int n) {
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
