package vae.data.transform;

import vae.autodiff.kernel.NoiseKernels;
import vae.autodiff.random.Key;
import vae.core.spec.Describe;

/** Leaves the values as they are. */
public final class NoBinarization implements Binarization {

  /** No keys. */
  @Describe("Values as they are.")
  public record Spec() implements Binarization.Spec {}

  @Override
  public void apply(
      NoiseKernels<float[]> noise,
      float[] batch,
      int offset,
      int count,
      int dimension,
      long[] identities,
      Key key) {}

  @Override
  public void apply(
      NoiseKernels<double[]> noise,
      double[] batch,
      int offset,
      int count,
      int dimension,
      long[] identities,
      Key key) {}

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public boolean makesBinary() {
    return false;
  }

  @Override
  public boolean needsProbabilities() {
    return false;
  }
}
