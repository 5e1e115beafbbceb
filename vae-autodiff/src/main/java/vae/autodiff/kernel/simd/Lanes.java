package vae.autodiff.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import vae.autodiff.kernel.Kernels;

/** The vectors of the element-wise kernels: the machine's own, of at most 16 lanes. */
final class Lanes {

  /** At most {@link Kernels#LANES} lanes, so that whole vectors make up the logical lanes. */
  static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() > Kernels.LANES
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  /** Lanes of a vector; divides {@link Kernels#LANES}. */
  static final int WIDTH = SPECIES.length();

  private Lanes() {}

  /** The largest multiple of {@link #WIDTH} that is at most n. */
  static int whole(int n) {
    return n - n % WIDTH;
  }
}
