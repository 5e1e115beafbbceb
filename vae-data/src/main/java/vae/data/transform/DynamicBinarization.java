package vae.data.transform;

import com.google.inject.Inject;
import vae.autodiff.kernel.NoiseKernels;
import vae.autodiff.random.Key;
import vae.core.spec.ComponentFactory;
import vae.core.spec.Describe;

/**
 * A fresh Bernoulli draw of every value each time an example is used, with the value as the
 * probability of a one.
 *
 * <p>The draw is a function of the caller's key, which names the epoch, and of the example's
 * identity. Source: Salakhutdinov and Murray (2008), section 5; Burda, Grosse and Salakhutdinov
 * (2016), section 5.
 */
public final class DynamicBinarization implements Binarization {

  /** No keys. */
  @Describe(
      value = "A fresh Bernoulli(x) draw of every value in every epoch.",
      source = "Burda, Grosse and Salakhutdinov (2016), section 5")
  public record Spec() implements Binarization.Spec {}

  /** Makes the component from its spec. */
  public static final class Factory implements ComponentFactory<Binarization, Spec> {
    @Inject
    Factory() {}

    @Override
    public DynamicBinarization create(Spec spec) {
      return new DynamicBinarization();
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
      Key key) {
    BernoulliDraw.apply(noise, batch, offset, count, dimension, identities, key);
  }

  @Override
  public void apply(
      NoiseKernels<double[]> noise,
      double[] batch,
      int offset,
      int count,
      int dimension,
      long[] identities,
      Key key) {
    BernoulliDraw.apply(noise, batch, offset, count, dimension, identities, key);
  }

  @Override
  public boolean stochastic() {
    return true;
  }

  @Override
  public boolean makesBinary() {
    return true;
  }

  @Override
  public boolean needsProbabilities() {
    return true;
  }
}
