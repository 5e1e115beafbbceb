package vae.data.transform;

import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/** One where a value reaches the level, zero elsewhere. */
public record ThresholdBinarization(Spec spec) implements Binarization {

  @Describe("1 where a value is at least the level, else 0.")
  public record Spec(
      @Describe("Level, in the units of the data after scaling; a finite number.") @Default("0.5")
          double level)
      implements Binarization.Spec {
    public Spec {
      Require.finite("level", level);
    }
  }

  @Override
  public void apply(KernelSet kernels, NdArray batch, long[] identities, Key key) {
    for (int i = 0; i < batch.shape().size(); i++) {
      batch.set(i, batch.get(i) >= spec.level() ? 1 : 0);
    }
  }
}
