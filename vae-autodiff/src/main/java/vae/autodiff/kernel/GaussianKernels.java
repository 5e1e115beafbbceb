package vae.autodiff.kernel;

/**
 * Gaussians with diagonal covariance N(μ, diag σ²), given by means and log σ [rows, columns].
 *
 * <p>Draws are [samples, rows, columns]. Sums use logical lanes as in {@link Kernels}.
 */
public interface GaussianKernels<A> {

  /**
   * z[s, i] = fma(ε[s, i], σ[i], μ[i]) with σ = exp(log σ), over n elements of each of the samples.
   *
   * @param deviation receives σ [n], which {@link #drawGradient} needs
   */
  void draw(A mean, A logDeviation, A noise, int samples, int n, A deviation, A z);

  /** dLogDeviation[i] += σ[i] · Σ_s dz[s, i] ε[s, i], the sum one chain of fma from +0. */
  void drawGradient(A noise, A deviation, A dz, int samples, int n, A dLogDeviation);

  /**
   * y[r] = Σ_j ½ (μ² + (σ² − 1 − 2 log σ)): the KL to the standard normal; a lane sum.
   *
   * <p>σ² − 1 is expm1(2 log σ), so that nothing cancels near σ = 1. Each term is 0.5 · fma(μ, μ,
   * expm1(2 log σ) − 2 log σ).
   *
   * @param excess receives σ² − 1 [rows, columns]: the gradient by log σ is dy[r] times it, that by
   *     μ is dy[r] times μ
   */
  void divergence(A mean, A logDeviation, int rows, int columns, A excess, A y);

  /**
   * y[r] = Σ_j log σ[r mod sRows, j] + ½ (ε[r, j]² − z[r, j]²): the log density of the standard
   * normal at z = μ + σε less that of N(μ, diag σ²); a lane sum.
   *
   * <p>Each term is fma(0.5 (ε − z), ε + z, log σ). The gradient by z is −dy[r] times z.
   */
  void logRatio(A noise, A z, A logDeviation, int rows, int sRows, int columns, A y);

  /** y[r, j] += Σ_s dy[s, r], the sum in the order of the samples from +0; y is rows × columns. */
  void addSampleSums(A dy, int samples, int rows, int columns, A y);

  /** Half of log 2π: what a coordinate adds to the normaliser of a density. */
  double HALF_LOG_TWO_PI = 0.91893853320467274178;

  /**
   * y[k, i] = log N(z_i; μ_k, diag σ_k²): the log density of every point under every component.
   *
   * <p>With t = (z − μ) · e^(−log σ), each is fma(−0.5, Σ_j t², −v_k): the sum is one chain of fma
   * over the coordinates from +0, and v_k = (Σ_j log σ, in order from +0) + columns · ½ log 2π.
   *
   * @param z [columns, points], a coordinate per row
   * @param mean [components, columns]
   * @param precision receives e^(−log σ) [components, columns], which the gradients need
   * @param y [components, points]
   */
  void pairs(
      A z, A mean, A logDeviation, int components, int points, int columns, A precision, A y);

  /** dz[j, i] = −Σ_k dy[k, i] t e^(−log σ): one chain of fma over the components from +0. */
  void pairsPointGradient(
      A z, A mean, A precision, A dy, int components, int points, int columns, A dz);

  /**
   * dMean[k, j] = fma(e^(−log σ), Σ_i dy t, dMean[k, j]) and dLogDeviation[k, j] += Σ_i dy (t² −
   * 1); both sums are lane sums of fma over the points.
   */
  void pairsComponentGradient(
      A z,
      A mean,
      A precision,
      A dy,
      int components,
      int points,
      int columns,
      A dMean,
      A dLogDeviation);
}
