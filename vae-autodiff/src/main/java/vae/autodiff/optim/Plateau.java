package vae.autodiff.optim;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;

/**
 * A factor that falls whenever a value stops improving: PyTorch's {@code ReduceLROnPlateau} with an
 * absolute threshold. A relative one means nothing for values of either sign, such as an ELBO.
 *
 * <p>A value improves where it exceeds the best so far by more than the threshold; NaN never does.
 * After more than {@code patience} values in a row that do not, the factor is multiplied by {@code
 * decay}, and the next {@code cooldown} values do not count.
 */
public final class Plateau implements Schedule, Watcher {

  private static final String STATE = "plateau";

  private final double decay;
  private final int patience;
  private final double threshold;
  private final int cooldown;
  private final double minimum;
  private double factor = 1;
  private double best = Double.NEGATIVE_INFINITY;
  private int waited;
  private int cooling;

  /**
   * @param decay in (0, 1)
   * @param patience ≥ 0
   * @param threshold ≥ 0
   * @param cooldown ≥ 0
   * @param minimum that the factor never falls below, in [0, 1]
   * @throws IllegalArgumentException where one is outside its range
   */
  public Plateau(double decay, int patience, double threshold, int cooldown, double minimum) {
    if (!(decay > 0
        && decay < 1
        && patience >= 0
        && threshold >= 0
        && cooldown >= 0
        && minimum >= 0
        && minimum <= 1)) {
      throw new IllegalArgumentException(
          "Plateau: expected decay in (0, 1), patience, threshold and cooldown of at least 0 and"
              + " minimum in [0, 1], got %s, %s, %s, %s and %s"
                  .formatted(decay, patience, threshold, cooldown, minimum));
    }
    this.decay = decay;
    this.patience = patience;
    this.threshold = threshold;
    this.cooldown = cooldown;
    this.minimum = minimum;
  }

  @Override
  public void observe(double value) {
    if (value > best + threshold) {
      best = value;
      waited = 0;
    } else {
      waited++;
    }
    if (cooling > 0) {
      cooling--;
      waited = 0;
    }
    if (waited > patience) {
      factor = Math.max(factor * decay, minimum);
      cooling = cooldown;
      waited = 0;
    }
  }

  @Override
  public double factor(Elapsed elapsed) {
    return factor;
  }

  @Override
  public double factor() {
    return factor;
  }

  @Override
  public Optional<Watcher> watcher() {
    return Optional.of(this);
  }

  @Override
  public SortedMap<String, NdArray> state() {
    SortedMap<String, NdArray> state = new TreeMap<>();
    state.put(STATE, NdArray.of(Shape.of(4), new double[] {factor, best, waited, cooling}));
    return state;
  }

  @Override
  public void restore(SortedMap<String, NdArray> saved) {
    NdArray state = saved.get(STATE);
    factor = state.get(0);
    best = state.get(1);
    waited = (int) state.get(2);
    cooling = (int) state.get(3);
  }
}
