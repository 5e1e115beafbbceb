package vae.core.model;

import java.util.Optional;
import vae.core.spec.SpecException;

/**
 * A part of a model that takes z as two layers side by side, \(z = (z_1, z_2)\) with \(z_1\) next
 * to the data. Parts of one model agree on the size of \(z_1\).
 */
public interface Layered {

  /** m₁, numbers in z₁. */
  int lowerSize();

  /**
   * m₁ as a spec states it in its key {@code lowerSize}, or half of m, rounded up.
   *
   * @param latent m, numbers in all of z
   * @throws SpecException where either layer would be empty
   */
  static int lowerSize(Optional<Integer> stated, int latent) {
    int lower = stated.orElse((latent + 1) / 2);
    if (lower < 1 || lower >= latent) {
      throw new SpecException(
          "lowerSize",
          "an integer from 1 to less than latentSize, the size of both layers together, " + latent,
          Integer.toString(lower),
          "Raise latentSize, or lower the size of the lower layer.");
    }
    return lower;
  }
}
