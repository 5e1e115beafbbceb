package vae.autodiff.kernel.simd;

import java.nio.ByteOrder;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import vae.autodiff.ieee.FusedMultiplyAdd;
import vae.autodiff.kernel.KernelFactory;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.Team;
import vae.autodiff.kernel.scalar.ScalarDoubleKernels;

/**
 * Vector instructions through the Vector API, on all threads of the team.
 *
 * <p>The class loads in a JVM without {@value #MODULE} too, and then says that it is missing.
 */
public final class SimdKernelFactory implements KernelFactory {

  private static final String MODULE = "jdk.incubator.vector";

  /** Vectors of fewer lanes are those of a processor that has none, and very slow. */
  private static final int MIN_LANES = 4;

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public Optional<String> unavailable() {
    return unavailable(ByteOrder.nativeOrder());
  }

  /**
   * Why these kernels cannot be used where words have that order of bytes: random numbers see two
   * ints in a long, the first of which is in the lower half on little-endian processors only.
   */
  static Optional<String> unavailable(ByteOrder order) {
    if (order != ByteOrder.LITTLE_ENDIAN) {
      return Optional.of(
          "expected a little-endian processor, got a big-endian one, for which the vector kernels"
              + " are not written; use scalar kernels, whose bits are the same");
    }
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return Optional.of(
          "expected the module %s, which this JVM was started without; start it with --add-modules=%s"
              .formatted(MODULE, MODULE));
    }
    int lanes = FloatVector.SPECIES_PREFERRED.length();
    if (lanes < MIN_LANES) {
      return Optional.of(
          "expected vectors of at least %d floats, got %d on this processor; use scalar kernels"
              .formatted(MIN_LANES, lanes));
    }
    if (FusedMultiplyAdd.kind() == FusedMultiplyAdd.Kind.SOFTWARE) {
      return Optional.of(
          "expected fused multiply-add in hardware, which this JVM does not use (UseFMA is false):"
              + " vectors would compute it number by number, some hundred times slower than plain"
              + " loops do; use scalar kernels, or a processor with FMA3 and none of the flags"
              + " -XX:-UseFMA and -XX:UseAVX=0");
    }
    return Optional.empty();
  }

  @Override
  public String describe() {
    return Lanes.SPECIES.vectorBitSize() + "-bit vectors";
  }

  @Override
  public int rank() {
    return 10;
  }

  @Override
  public Kernels<float[]> f32(Team team) {
    return new SimdKernels(team);
  }

  @Override
  public Kernels<double[]> f64(Team team) {
    return new ScalarDoubleKernels();
  }
}
