package vae.experiments.sweep.plan;

import java.util.List;

/**
 * The rungs of successive halving: after each, one group in {@code factor} continues.
 *
 * @param factor at least 2
 * @param epochs at which trials pause, rising, each below the whole training's
 */
public record Rungs(int factor, List<Integer> epochs) {

  public Rungs {
    epochs = List.copyOf(epochs);
  }
}
