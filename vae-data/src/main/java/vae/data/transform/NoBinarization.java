package vae.data.transform;

import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.core.spec.Describe;

/** Leaves the values as they are. */
public final class NoBinarization implements Binarization {

  @Describe("Values as they are.")
  public record Spec() implements Binarization.Spec {}

  @Override
  public void apply(KernelSet kernels, NdArray batch, long[] identities, Key key) {}

  @Override
  public boolean makesBinary() {
    return false;
  }
}
