package vae.autodiff.kernel.scalar;

import vae.autodiff.kernel.FingerprintKernels;

/** Fingerprints of floats by plain loops. */
public final class ScalarFloatFingerprints implements FingerprintKernels<float[]> {

  @Override
  public long fingerprint(float[] x, int n) {
    int plain = 0;
    int weighted = 0;
    int position = 0;
    for (int i = 0; i < n; i++) {
      position += POSITION;
      int mixed = FingerprintKernels.mixed(Float.floatToRawIntBits(x[i]), position);
      plain += mixed;
      weighted += mixed * (position | 1);
    }
    return FingerprintKernels.joined(weighted, plain);
  }
}
