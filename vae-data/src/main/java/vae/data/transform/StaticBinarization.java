package vae.data.transform;

import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.core.spec.Default;
import vae.core.spec.Describe;

/**
 * One Bernoulli draw of every value, the same for ever: a data set of its own for every seed.
 *
 * <p>Not the fixed binarized MNIST of Larochelle and Murray (2011), whose draws are a file; like
 * it, the draws do not change between epochs.
 */
public final class StaticBinarization implements Binarization {

  @Describe("One Bernoulli(x) draw of every value, the same in every epoch and run.")
  public record Spec(
      @Describe("Seed of the draws; apart from the experiment's seed.") @Default("0") long seed)
      implements Binarization.Spec {}

  private final Key own;

  public StaticBinarization(Spec spec) {
    own = Key.of(spec.seed()).fold("binarize");
  }

  @Override
  public void apply(KernelSet kernels, NdArray batch, long[] identities, Key key) {
    BernoulliDraw.apply(kernels, batch, identities, own);
  }

  @Override
  public boolean needsProbabilities() {
    return true;
  }
}
