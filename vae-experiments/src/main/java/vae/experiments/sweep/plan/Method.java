package vae.experiments.sweep.plan;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import vae.core.spec.SpecException;

/**
 * Which combinations of parameters become cells of the plan; the slot {@code method}.
 *
 * <p>Cells have numbers, and the cell of a number does not depend on how many there are: where more
 * are asked for later, the first ones are the same.
 */
public interface Method {

  Cells cells(List<SearchAxis> axes);

  /**
   * Where trials of N epochs pause; empty where each goes to its end at once.
   *
   * @throws SpecException where such trials cannot pause as the method would have them, with the
   *     path below the method
   */
  default Optional<Rungs> rungs(int epochs) {
    return Optional.empty();
  }

  /** The combinations of a method over given axes. */
  interface Cells {

    BigInteger size();

    /** Whether these are all combinations that there are. */
    default boolean exhaustive() {
      return false;
    }

    /** The choice for each axis, in the order of the axes. */
    List<Choice> at(int cell);
  }

  interface Spec extends vae.core.spec.Spec {}
}
