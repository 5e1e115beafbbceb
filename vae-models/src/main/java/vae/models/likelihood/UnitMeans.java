package vae.models.likelihood;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Means of data in [0, 1] as the start of a decoder's output. */
final class UnitMeans {

  /** Means are held this far from 0 and 1: the outputs of these would be infinite. */
  private static final double MARGIN = 1e-3;

  private UnitMeans() {}

  static double held(double mean) {
    return Math.min(Math.max(mean, MARGIN), 1 - MARGIN);
  }

  /** The output for each mean, [d] → [d]. */
  static double[] outputs(double[] mean, DoubleUnaryOperator output) {
    return Arrays.stream(mean).map(it -> output.applyAsDouble(held(it))).toArray();
  }
}
