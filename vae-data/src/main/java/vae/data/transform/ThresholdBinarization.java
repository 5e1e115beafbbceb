package vae.data.transform;

import java.util.Objects;
import vae.autodiff.kernel.NoiseKernels;
import vae.autodiff.random.Key;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/** One where a value reaches the level, zero elsewhere. */
public final class ThresholdBinarization implements Binarization {

  /**
   * The level.
   *
   * @param level finite; 1 where x ≥ level
   */
  @Describe("1 where a value is at least the level, else 0.")
  public record Spec(
      @Describe("Level, in the units of the data after scaling; a finite number.") @Default("0.5")
          double level)
      implements Binarization.Spec {
    public Spec {
      Require.finite("level", level);
    }
  }

  private final double level;

  /** With the level of the spec. */
  public ThresholdBinarization(Spec spec) {
    level = spec.level();
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
    int values = Math.multiplyExact(count, dimension);
    Objects.checkFromIndexSize(offset, values, batch.length);
    for (int i = offset; i < offset + values; i++) {
      batch[i] = batch[i] >= level ? 1 : 0;
    }
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
    int values = Math.multiplyExact(count, dimension);
    Objects.checkFromIndexSize(offset, values, batch.length);
    for (int i = offset; i < offset + values; i++) {
      batch[i] = batch[i] >= level ? 1 : 0;
    }
  }

  @Override
  public boolean stochastic() {
    return false;
  }

  @Override
  public boolean makesBinary() {
    return true;
  }

  @Override
  public boolean needsProbabilities() {
    return false;
  }
}
