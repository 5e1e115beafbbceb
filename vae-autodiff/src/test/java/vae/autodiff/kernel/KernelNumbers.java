package vae.autodiff.kernel;

import java.util.SplittableRandom;

/** What the arrays of one case hold. */
public enum KernelNumbers {
  MODERATE,
  WITH_SPECIAL_VALUES,
  ANY_BITS;

  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    1f,
    -1f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    1e-30f,
    88.8f,
    -104f
  };

  float[] array(SplittableRandom random, int size) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] =
          switch (this) {
            case MODERATE -> moderate(random);
            case WITH_SPECIAL_VALUES ->
                random.nextInt(4) > 0 ? moderate(random) : SPECIAL[random.nextInt(SPECIAL.length)];
            case ANY_BITS -> Float.intBitsToFloat(random.nextInt());
          };
    }
    return numbers;
  }

  private static float moderate(SplittableRandom random) {
    return (float) random.nextDouble(-1, 1) * (1 << random.nextInt(6));
  }
}
