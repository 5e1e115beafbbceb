package vae.autodiff.nn;

import vae.autodiff.array.NdArray;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

/**
 * The first value of a parameter, a pure function of a key.
 *
 * <p>A weight of shape [in, out] has fan-in {@code in} and fan-out {@code out}; a layer with
 * another kind of weight gives its {@link Fan}. Values are drawn in double precision and rounded,
 * so an F32 model starts at the rounded F64 model.
 */
@FunctionalInterface
public interface Initializer {

  void fill(NdArray value, Key key);

  /**
   * Overwrites every element of a weight that is no matrix [in, out].
   *
   * @param fan the connections of the weight's layer; of no concern to initialisers that do not
   *     depend on it
   */
  default void fill(NdArray value, Fan fan, Key key) {
    fill(value, key);
  }

  static Initializer zeros() {
    return constant(0);
  }

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

  /** Normal with mean 0. */
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
    return new FanInitializer(fan -> uniform(Math.sqrt(6.0 / (fan.in() + fan.out()))));
  }

  /** Normal with variance 2 / in, for ReLU layers. Source: He et al. (2015), eq. 10. */
  static Initializer kaimingNormal() {
    return new FanInitializer(fan -> normal(Math.sqrt(2.0 / fan.in())));
  }

  /** Uniform on ±√(6 / in), for ReLU layers. Source: He et al. (2015). */
  static Initializer kaimingUniform() {
    return new FanInitializer(fan -> uniform(Math.sqrt(6.0 / fan.in())));
  }

  /** Normal with variance 1 / in. Source: LeCun et al. (1998), eq. 16. */
  static Initializer lecunNormal() {
    return new FanInitializer(fan -> normal(Math.sqrt(1 / fan.in())));
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
