package vae.experiments.wiring;

import java.util.Arrays;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.core.distribution.HasDensity;

/**
 * Whether draws of a continuous distribution follow its density, in any number of dimensions and
 * without its normalisation.
 *
 * <p>By parts, \(\mathbb E_p[f'(z_j) + f(z_j)\, \partial_j \log p(z)] = 0\) for every smooth f that
 * vanishes outside an interval. Two such bumps over the middle nine tenths of the draws, an even
 * and an odd one, find a shifted and a scaled coordinate; being zero at the ends, they ask nothing
 * of tails or of a bounded support. Source: Stein (1972).
 */
final class DrawsAgainstDensity {

  private static final int MAX_DRAWS = 4000;
  private static final int MIN_DRAWS = 500;
  private static final int MAX_ELEMENTS = 1 << 20;
  private static final int MAX_COORDINATES = 32;
  private static final double STANDARD_ERRORS = 6;
  private static final double TAIL = 0.05;

  private DrawsAgainstDensity() {}

  /**
   * Compares the first {@value #MAX_COORDINATES} coordinates, with a fixed key.
   *
   * @throws Breach where the mean of a bump is more than six of its standard errors from 0
   */
  static void require(HasDensity d, Tape tape) {
    Shape one = d.batchShape().append(d.eventShape());
    int width = one.size();
    int n = Math.clamp(MAX_ELEMENTS / width, MIN_DRAWS, MAX_DRAWS);
    NdArray draws = d.draw(n, Key.of(31)).z().toArray();
    Parameter z =
        Parameters.of(tape.type(), Key.of(32))
            .create("draws", one.prepend(n), (value, key) -> copy(draws, value));
    tape.backward(d.logProb(tape.parameter(z)).sum());
    NdArray scores = tape.gradient(z);
    for (int j = 0; j < Math.min(width, MAX_COORDINATES); j++) {
      double[] values = new double[n];
      double[] score = new double[n];
      for (int s = 0; s < n; s++) {
        values[s] = draws.get(s * width + j);
        score[s] = scores == null ? 0 : scores.get(s * width + j);
        if (!Double.isFinite(score[s])) {
          throw new Breach(
              "logProb: its gradient at a draw of %s is %s".formatted(values[s], score[s]));
        }
      }
      require(j, values, score);
    }
  }

  private static void copy(NdArray from, NdArray to) {
    for (int i = 0; i < from.shape().size(); i++) {
      to.set(i, from.get(i));
    }
  }

  private static void require(int coordinate, double[] values, double[] score) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = values.length;
    double low = sorted[(int) (TAIL * n)];
    double high = sorted[(int) ((1 - TAIL) * n)];
    double half = (high - low) / 2;
    if (half > 0) {
      double[] even = new double[n];
      double[] odd = new double[n];
      for (int s = 0; s < n; s++) {
        double u = (values[s] - low) / half - 1;
        double bump = Math.max(0, 1 - u * u);
        even[s] = -4 * u * bump + bump * bump * half * score[s];
        odd[s] = bump * bump - 4 * u * u * bump + u * bump * bump * half * score[s];
      }
      requireMeanZero(coordinate, even);
      requireMeanZero(coordinate, odd);
    }
  }

  private static void requireMeanZero(int coordinate, double[] values) {
    int n = values.length;
    double mean = Arrays.stream(values).sum() / n;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double error = Math.sqrt(squares / (n - 1) / n);
    if (Math.abs(mean) > STANDARD_ERRORS * error) {
      throw new Breach(
          ("draw: %d draws do not follow logProb: in coordinate %d they lie where the density"
                  + " does not, by %.0f standard errors")
              .formatted(n, coordinate, Math.abs(mean) / error));
    }
  }
}
