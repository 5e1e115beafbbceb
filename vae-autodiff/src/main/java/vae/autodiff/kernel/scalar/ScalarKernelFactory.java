package vae.autodiff.kernel.scalar;

import java.util.Optional;
import vae.autodiff.ieee.FusedMultiplyAdd;
import vae.autodiff.kernel.KernelFactory;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.Team;

/**
 * Plain loops, always available, on one thread; where the JVM uses no fma of the processor, by the
 * software's.
 */
public final class ScalarKernelFactory implements KernelFactory {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public String describe() {
    return "plain loops, " + FusedMultiplyAdd.kind().label();
  }

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public Kernels<float[]> f32(Team team) {
    return new ScalarFloatKernels();
  }

  @Override
  public Kernels<double[]> f64(Team team) {
    return new ScalarDoubleKernels();
  }
}
