package vae.autodiff.kernel.scalar;

import vae.autodiff.kernel.FingerprintKernels;

/** Fingerprints of doubles by plain loops. */
public final class ScalarDoubleFingerprints implements FingerprintKernels<double[]> {

  @Override
  public long fingerprint(double[] x, int n) {
    int plain = 0;
    int weighted = 0;
    int position = 0;
    for (int i = 0; i < n; i++) {
      long bits = Double.doubleToRawLongBits(x[i]);
      position += POSITION;
      int lower = FingerprintKernels.mixed((int) bits, position);
      plain += lower;
      weighted += lower * (position | 1);
      position += POSITION;
      int upper = FingerprintKernels.mixed((int) (bits >>> 32), position);
      plain += upper;
      weighted += upper * (position | 1);
    }
    return FingerprintKernels.joined(weighted, plain);
  }
}
