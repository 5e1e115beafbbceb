package vae.data.transform;

import com.google.inject.Inject;
import vae.autodiff.kernel.NoiseKernels;
import vae.autodiff.random.Key;
import vae.core.spec.ComponentFactory;
import vae.core.spec.Describe;

/** Leaves the values as they are. */
public final class NoBinarization implements Binarization {

  /** No keys. */
  @Describe("Values as they are.")
  public record Spec() implements Binarization.Spec {}

  /** Makes the component from its spec. */
  public static final class Factory implements ComponentFactory<Binarization, Spec> {
    @Inject
    Factory() {}

    @Override
    public NoBinarization create(Spec spec) {
      return new NoBinarization();
    }
  }

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
