package vae.data.transform;

import java.util.Optional;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.core.spec.Describe;
import vae.core.spec.Since;

/**
 * A fresh Bernoulli draw of every value each time an example is used, with the value as the
 * probability of a one.
 *
 * <p>The draw is a function of the caller's key, which names the epoch, and of the example's
 * identity. Held-out data are drawn once: by the experiment's seed, so that results of several
 * seeds differ by the draw too, or by a seed of the data's own. Source: Salakhutdinov and Murray
 * (2008), section 5; Burda, Grosse and Salakhutdinov (2016), section 5.
 */
public final class DynamicBinarization implements Binarization {

  @Describe(
      value = "A fresh Bernoulli(x) draw of every value in every epoch.",
      source = "Burda, Grosse and Salakhutdinov (2016), section 5")
  public record Spec(
      @Describe(
              "Seed of the one draw of held-out images, the same for every experiment; null:"
                  + " another draw for every seed of an experiment.")
          @Since("0.2.0")
          Optional<Long> heldOutSeed)
      implements Binarization.Spec {

    /** Held-out data drawn by the experiment's seed. */
    public Spec() {
      this(Optional.empty());
    }
  }

  private final Optional<Key> heldOut;

  /** Held-out data drawn by the experiment's seed. */
  public DynamicBinarization() {
    this(new Spec());
  }

  public DynamicBinarization(Spec spec) {
    heldOut = spec.heldOutSeed().map(seed -> Key.of(seed).fold("held-out binarization"));
  }

  @Override
  public Key heldOut(Key ofTheExperiment) {
    return heldOut.orElse(ofTheExperiment);
  }

  @Override
  public void apply(KernelSet kernels, NdArray batch, long[] identities, Key key) {
    BernoulliDraw.apply(kernels, batch, identities, key);
  }

  @Override
  public boolean needsProbabilities() {
    return true;
  }
}
