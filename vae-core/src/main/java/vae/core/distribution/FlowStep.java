package vae.core.distribution;

import vae.autodiff.tape.Tensor;

/**
 * An invertible map of z with a known change of volume, its parameters already on a tape: one step
 * of a {@link ForwardFlow}, which does not ask for the inverse.
 */
public interface FlowStep {

  /**
   * Where a point goes.
   *
   * @param value [*S, *B, m]
   * @param logVolume \(\log \lvert \det J \rvert\) of the map at the point → [*S, *B]
   */
  record Image(Tensor value, Tensor logVolume) {}

  /** f(z) for z [*S, *B, m]. */
  Image forward(Tensor z);

  /** The same map with parameters that gradients do not pass; itself where there are none. */
  FlowStep stopGradient();
}
