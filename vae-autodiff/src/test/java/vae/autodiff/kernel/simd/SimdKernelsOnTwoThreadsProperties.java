package vae.autodiff.kernel.simd;

import net.jqwik.api.lifecycle.AfterContainer;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.KernelsContract;
import vae.autodiff.kernel.Team;

/** Small operations are shared too, so that many ways of sharing come about. */
final class SimdKernelsOnTwoThreadsProperties extends KernelsContract {

  private static final Team TEAM = Team.of(2);
  private static final Kernels<float[]> KERNELS = new SimdKernels(TEAM, 512);

  @AfterContainer
  static void endTeam() {
    TEAM.close();
  }

  @Override
  protected Kernels<float[]> kernels() {
    return KERNELS;
  }
}
