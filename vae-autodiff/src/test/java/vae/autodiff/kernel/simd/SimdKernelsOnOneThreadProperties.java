package vae.autodiff.kernel.simd;

import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.KernelsContract;
import vae.autodiff.kernel.Team;

final class SimdKernelsOnOneThreadProperties extends KernelsContract {

  private static final Kernels<float[]> KERNELS = new SimdKernels(Team.of(1));

  @Override
  protected Kernels<float[]> kernels() {
    return KERNELS;
  }
}
