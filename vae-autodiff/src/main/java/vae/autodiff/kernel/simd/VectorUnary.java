package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.Unary;

/** Functions of one element over whole vectors: a loop for each, so that each is compiled alone. */
final class VectorUnary {

  private VectorUnary() {}

  /** y[i] = f(x[i]) for ranges of whole vectors. */
  static Split.Range of(Unary f, float a, float b, float[] x, float[] y) {
    return switch (f) {
      case AFFINE -> (from, to) -> affine(a, b, x, y, from, to);
      case EXP -> (from, to) -> exp(x, y, from, to);
      case LOG -> (from, to) -> log(x, y, from, to);
      case LOG1P -> (from, to) -> log1p(x, y, from, to);
      case SQRT -> (from, to) -> sqrt(x, y, from, to);
      case SQUARE -> (from, to) -> square(x, y, from, to);
      case RECIPROCAL -> (from, to) -> reciprocal(x, y, from, to);
      case ABS -> (from, to) -> abs(x, y, from, to);
      case TANH -> (from, to) -> tanh(x, y, from, to);
      case SIGMOID -> (from, to) -> sigmoid(x, y, from, to);
      case SOFTPLUS -> (from, to) -> softplus(x, y, from, to);
      case RELU -> (from, to) -> relu(x, y, from, to);
      case LEAKY_RELU -> (from, to) -> leakyRelu(a, x, y, from, to);
      case ELU -> (from, to) -> elu(a, x, y, from, to);
      case GELU -> (from, to) -> gelu(x, y, from, to);
      case SILU -> (from, to) -> silu(x, y, from, to);
      case CLAMP -> (from, to) -> clamp(a, b, x, y, from, to);
      case ERF -> (from, to) -> erf(x, y, from, to);
    };
  }

  private static void affine(float a, float b, float[] x, float[] y, int from, int to) {
    FloatVector slope = broadcast(SPECIES, a);
    FloatVector shift = broadcast(SPECIES, b);
    for (int i = from; i < to; i += WIDTH) {
      slope.fma(fromArray(SPECIES, x, i), shift).intoArray(y, i);
    }
  }

  private static void exp(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      VectorElementary.exp(fromArray(SPECIES, x, i)).intoArray(y, i);
    }
  }

  private static void log(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      VectorElementary.log(fromArray(SPECIES, x, i)).intoArray(y, i);
    }
  }

  private static void log1p(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      VectorElementary.log1p(fromArray(SPECIES, x, i)).intoArray(y, i);
    }
  }

  private static void sqrt(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      fromArray(SPECIES, x, i).sqrt().intoArray(y, i);
    }
  }

  private static void square(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, i);
      v.mul(v).intoArray(y, i);
    }
  }

  private static void reciprocal(float[] x, float[] y, int from, int to) {
    FloatVector one = broadcast(SPECIES, 1f);
    for (int i = from; i < to; i += WIDTH) {
      one.div(fromArray(SPECIES, x, i)).intoArray(y, i);
    }
  }

  private static void abs(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      fromArray(SPECIES, x, i).abs().intoArray(y, i);
    }
  }

  private static void tanh(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      VectorElementary.tanh(fromArray(SPECIES, x, i)).intoArray(y, i);
    }
  }

  private static void sigmoid(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      VectorElementary.sigmoid(fromArray(SPECIES, x, i)).intoArray(y, i);
    }
  }

  private static void softplus(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      VectorElementary.softplus(fromArray(SPECIES, x, i)).intoArray(y, i);
    }
  }

  /** y = e^−|x|. */
  static void decay(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      VectorElementary.decay(fromArray(SPECIES, x, i)).intoArray(y, i);
    }
  }

  private static void relu(float[] x, float[] y, int from, int to) {
    FloatVector zero = broadcast(SPECIES, 0f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, i);
      v.blend(zero, v.compare(LE, zero)).intoArray(y, i);
    }
  }

  private static void leakyRelu(float a, float[] x, float[] y, int from, int to) {
    FloatVector slope = broadcast(SPECIES, a);
    FloatVector zero = broadcast(SPECIES, 0f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, i);
      slope.mul(v).blend(v, v.compare(GT, zero)).intoArray(y, i);
    }
  }

  private static void elu(float a, float[] x, float[] y, int from, int to) {
    FloatVector slope = broadcast(SPECIES, a);
    FloatVector zero = broadcast(SPECIES, 0f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, i);
      FloatVector below = slope.mul(VectorElementary.expm1(v));
      below.blend(v, v.compare(GT, zero)).intoArray(y, i);
    }
  }

  private static void gelu(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, i);
      v.mul(VectorElementary.normalCdf(v)).intoArray(y, i);
    }
  }

  private static void silu(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, i);
      v.mul(VectorElementary.sigmoid(v)).intoArray(y, i);
    }
  }

  private static void clamp(float a, float b, float[] x, float[] y, int from, int to) {
    FloatVector low = broadcast(SPECIES, a);
    FloatVector high = broadcast(SPECIES, b);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, i);
      FloatVector below = v.blend(high, v.compare(GT, high));
      below.blend(low, v.compare(LT, low)).intoArray(y, i);
    }
  }

  private static void erf(float[] x, float[] y, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      VectorElementary.erf(fromArray(SPECIES, x, i)).intoArray(y, i);
    }
  }
}
