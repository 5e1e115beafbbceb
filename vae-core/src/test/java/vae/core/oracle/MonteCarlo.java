package vae.core.oracle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import vae.autodiff.array.NdArray;
import vae.autodiff.tape.Tensor;

/**
 * The mean of independent draws with its standard error, \(\sqrt{s^2 / n}\).
 *
 * <p>A comparison is bounded by five standard errors of the sample itself: with fixed keys it
 * cannot flake, and a wrong constant cannot hide in a tolerance chosen by hand.
 *
 * @param mean of the draws
 * @param standardError of the mean
 * @param size n ≥ 2
 */
public record MonteCarlo(double mean, double standardError, int size) {

  /** Standard errors within which a true mean is found. */
  private static final double ERRORS = 5;

  /** Rounding of F64 sums: what is left where the draws do not vary at all. */
  private static final double ROUNDING = 1e-10;

  /** The draws' mean and standard error. */
  public static MonteCarlo of(double... draws) {
    int n = draws.length;
    double mean = Arrays.stream(draws).sum() / n;
    double squares = Arrays.stream(draws).map(x -> (x - mean) * (x - mean)).sum();
    return new MonteCarlo(mean, Math.sqrt(squares / (n - 1) / n), n);
  }

  /** All elements of a tensor as draws of one number. */
  public static MonteCarlo of(Tensor draws) {
    return of(draws.toArray().toDoubles());
  }

  /** The draws of entry i of a tensor [S, *rest], flat index i in rest. */
  public static MonteCarlo ofEntry(Tensor draws, int i) {
    NdArray all = draws.toArray();
    int samples = draws.shape().extent(0);
    int stride = draws.shape().size() / samples;
    double[] entry = new double[samples];
    for (int s = 0; s < samples; s++) {
      entry[s] = all.get(s * stride + i);
    }
    return of(entry);
  }

  /** The half width within which the true mean is taken to lie. */
  public double margin() {
    return ERRORS * standardError + ROUNDING * Math.max(1, Math.abs(mean));
  }

  /** Fails unless the expected value is within five standard errors of the mean. */
  public void assertMean(String what, double expected) {
    assertTrue(
        Math.abs(mean - expected) <= margin(),
        () -> "%s: expected %s, the draws say %s".formatted(what, expected, this));
  }

  /** Fails where the mean is above the bound by more than five standard errors. */
  public void assertAtMost(String what, double bound) {
    assertTrue(
        mean <= bound + margin(),
        () -> "%s: expected at most %s, the draws say %s".formatted(what, bound, this));
  }

  /** Fails where the mean is below the bound by more than five standard errors. */
  public void assertAtLeast(String what, double bound) {
    assertTrue(
        mean >= bound - margin(),
        () -> "%s: expected at least %s, the draws say %s".formatted(what, bound, this));
  }

  @Override
  public String toString() {
    return "%.10g ± %.2g (n = %d)".formatted(mean, standardError, size);
  }
}
