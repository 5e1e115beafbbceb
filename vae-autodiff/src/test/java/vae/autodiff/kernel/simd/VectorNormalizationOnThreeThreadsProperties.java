package vae.autodiff.kernel.simd;

import net.jqwik.api.lifecycle.AfterContainer;
import vae.autodiff.kernel.NormalizationContract;
import vae.autodiff.kernel.NormalizationKernels;
import vae.autodiff.kernel.Team;

/** Small operations are shared too, so that many ways of sharing come about. */
final class VectorNormalizationOnThreeThreadsProperties extends NormalizationContract {

  private static final Team TEAM = Team.of(3);
  private static final NormalizationKernels<float[]> KERNELS =
      new SimdKernels(TEAM, 512).normalization();

  @AfterContainer
  static void endTeam() {
    TEAM.close();
  }

  @Override
  protected NormalizationKernels<float[]> kernels() {
    return KERNELS;
  }
}
