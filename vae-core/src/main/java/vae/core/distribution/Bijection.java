package vae.core.distribution;

import vae.autodiff.tape.Tensor;

/** A {@link FlowStep} whose inverse can be computed: one step of a {@link NormalizingFlow}. */
public interface Bijection extends FlowStep {

  /** \(f^{-1}(y)\) for y [*S, *B, m], with the change of volume of the inverse. */
  Image inverse(Tensor y);

  @Override
  Bijection stopGradient();
}
