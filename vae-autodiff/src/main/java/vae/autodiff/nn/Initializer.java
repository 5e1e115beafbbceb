package vae.autodiff.nn;

import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

/**
 * The first value of a parameter, a pure function of a key.
 *
 * <p>A weight of shape [in, out] has fan-in {@code in} and fan-out {@code out}. Values are drawn in
 * double precision and rounded, so an F32 model starts at the rounded F64 model.
 */
@FunctionalInterface
public interface Initializer {

  /** Overwrites every element. */
  void fill(NdArray value, Key key);

  /** All zeros. */
  static Initializer zeros() {
    return constant(0);
  }

  /** All equal. */
  static Initializer constant(double constant) {
    return (value, key) -> {
      for (int i = 0; i < value.shape().size(); i++) {
        value.set(i, constant);
      }
    };
  }

  /**
   * The given elements.
   *
   * @param elements as many as the parameter has; not copied
   */
  static Initializer elements(double... elements) {
    return (value, key) -> {
      if (value.shape().size() != elements.length) {
        throw new IllegalArgumentException(
            "%d elements were given for shape %s".formatted(elements.length, value.shape()));
      }
      for (int i = 0; i < elements.length; i++) {
        value.set(i, elements[i]);
      }
    };
  }

  /** Uniform on [−bound, bound). */
  static Initializer uniform(double bound) {
    return (value, key) -> {
      int n = value.shape().size();
      float[] unit = new float[n];
      Noise.uniform(key, 0, 0, unit, 0, n, new int[4]);
      for (int i = 0; i < n; i++) {
        value.set(i, bound * (2 * (double) unit[i] - 1));
      }
    };
  }

  /**
   * Normal with mean 0.
   *
   * @param deviation standard deviation, ≥ 0
   */
  static Initializer normal(double deviation) {
    return (value, key) -> {
      int n = value.shape().size();
      double[] normal = new double[n];
      Noise.normal(key, 0, 0, normal, 0, n, new int[4]);
      for (int i = 0; i < n; i++) {
        value.set(i, deviation * normal[i]);
      }
    };
  }

  /** Uniform on ±√(6 / (in + out)). Source: Glorot and Bengio (2010), eq. 16. */
  static Initializer glorotUniform() {
    return (value, key) -> {
      Shape s = value.shape();
      uniform(Math.sqrt(6.0 / (s.extent(0) + s.extent(1)))).fill(value, key);
    };
  }

  /** Normal with variance 2 / in, for ReLU layers. Source: He et al. (2015), eq. 10. */
  static Initializer kaimingNormal() {
    return (value, key) -> normal(Math.sqrt(2.0 / value.shape().extent(0))).fill(value, key);
  }

  /** Uniform on ±√(6 / in), for ReLU layers. Source: He et al. (2015). */
  static Initializer kaimingUniform() {
    return (value, key) -> uniform(Math.sqrt(6.0 / value.shape().extent(0))).fill(value, key);
  }

  /**
   * Uniform on ±1/√in.
   *
   * @param fanIn the layer's inputs; given, because a bias does not know them
   */
  static Initializer fanInUniform(int fanIn) {
    return uniform(1 / Math.sqrt(fanIn));
  }
}
