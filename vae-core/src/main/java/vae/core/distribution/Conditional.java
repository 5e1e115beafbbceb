package vae.core.distribution;

import vae.autodiff.tape.Tensor;

/** A distribution for each value of another variable, \(q(b \mid a)\), such as a network makes. */
@FunctionalInterface
public interface Conditional {

  /** a [*S, B, k] → batch [*S, B], event [m]. */
  Distribution given(Tensor a);

  /**
   * The same with its parameters held constant: gradients pass through a and b alone.
   *
   * <p>Parameters are those that it brings onto the tape from now on. One that keeps tensors which
   * depend on others overrides this.
   *
   * @throws MisfitException when a is given, where the density is known at its own draws alone
   */
  default Conditional stopGradient() {
    return a -> FrozenDensity.made(a.tape(), () -> HasDensity.of(given(a)));
  }
}
