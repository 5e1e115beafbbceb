package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.Unary;

/** Gradients of the functions of one element over whole vectors: a loop for each derivative. */
final class VectorUnaryGradients {

  private static final float TWO_OVER_SQRT_PI = 1.1283791670955126f;
  private static final float INV_SQRT_TWO_PI = 0.3989422804014327f;

  private VectorUnaryGradients() {}

  /** dx[i] += dy[i] · f′(x[i]) for ranges of whole vectors. */
  static Split.Range of(Unary f, float a, float b, float[] x, float[] y, float[] dy, float[] dx) {
    return switch (f) {
      case AFFINE -> (from, to) -> affine(a, dy, dx, from, to);
      case EXP -> (from, to) -> exp(y, dy, dx, from, to);
      case LOG -> (from, to) -> log(x, dy, dx, from, to);
      case LOG1P -> (from, to) -> log1p(x, dy, dx, from, to);
      case SQRT -> (from, to) -> sqrt(y, dy, dx, from, to);
      case SQUARE -> (from, to) -> square(x, dy, dx, from, to);
      case RECIPROCAL -> (from, to) -> reciprocal(y, dy, dx, from, to);
      case ABS -> (from, to) -> abs(x, dy, dx, from, to);
      case TANH -> (from, to) -> tanh(y, dy, dx, from, to);
      case SIGMOID -> (from, to) -> sigmoid(y, dy, dx, from, to);
      case SOFTPLUS -> (from, to) -> softplus(x, dy, dx, from, to);
      case RELU -> (from, to) -> leakyRelu(0, x, dy, dx, from, to);
      case LEAKY_RELU -> (from, to) -> leakyRelu(a, x, dy, dx, from, to);
      case ELU -> (from, to) -> elu(a, x, y, dy, dx, from, to);
      case GELU -> (from, to) -> gelu(x, dy, dx, from, to);
      case SILU -> (from, to) -> silu(x, dy, dx, from, to);
      case CLAMP -> (from, to) -> clamp(a, b, x, dy, dx, from, to);
      case ERF -> (from, to) -> erf(x, dy, dx, from, to);
    };
  }

  private static void affine(float a, float[] dy, float[] dx, int from, int to) {
    FloatVector slope = broadcast(SPECIES, a);
    for (int i = from; i < to; i += WIDTH) {
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  private static void exp(float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector slope = fromArray(SPECIES, y, i);
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  private static void log(float[] x, float[] dy, float[] dx, int from, int to) {
    FloatVector one = broadcast(SPECIES, 1f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector slope = one.div(fromArray(SPECIES, x, i));
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  private static void log1p(float[] x, float[] dy, float[] dx, int from, int to) {
    FloatVector one = broadcast(SPECIES, 1f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector slope = one.div(one.add(fromArray(SPECIES, x, i)));
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  private static void sqrt(float[] y, float[] dy, float[] dx, int from, int to) {
    FloatVector half = broadcast(SPECIES, 0.5f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector slope = half.div(fromArray(SPECIES, y, i));
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  private static void square(float[] x, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, i);
      fromArray(SPECIES, dy, i).fma(v.add(v), fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  private static void reciprocal(float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, y, i);
      FloatVector slope = v.mul(v).neg();
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  private static void abs(float[] x, float[] dy, float[] dx, int from, int to) {
    FloatVector zero = broadcast(SPECIES, 0f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, i);
      FloatVector slope = zero.blend(1f, v.compare(GT, zero)).blend(-1f, v.compare(LT, zero));
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  private static void tanh(float[] y, float[] dy, float[] dx, int from, int to) {
    FloatVector one = broadcast(SPECIES, 1f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, y, i);
      FloatVector slope = v.neg().fma(v, one);
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  private static void sigmoid(float[] y, float[] dy, float[] dx, int from, int to) {
    FloatVector one = broadcast(SPECIES, 1f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, y, i);
      FloatVector slope = v.mul(one.sub(v));
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  private static void softplus(float[] x, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector slope = VectorElementary.sigmoid(fromArray(SPECIES, x, i));
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  private static void leakyRelu(float a, float[] x, float[] dy, float[] dx, int from, int to) {
    FloatVector below = broadcast(SPECIES, a);
    FloatVector above = broadcast(SPECIES, 1f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector slope = below.blend(above, fromArray(SPECIES, x, i).compare(GT, 0f));
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  private static void elu(float a, float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    FloatVector shift = broadcast(SPECIES, a);
    FloatVector above = broadcast(SPECIES, 1f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector below = fromArray(SPECIES, y, i).add(shift);
      FloatVector slope = below.blend(above, fromArray(SPECIES, x, i).compare(GT, 0f));
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  /** The density in a loop of its own: the two functions in one are more than C2 inlines. */
  private static void gelu(float[] x, float[] dy, float[] dx, int from, int to) {
    Scratch scratch = Scratch.ofThread();
    for (int first = from; first < to; first += Scratch.BLOCK) {
      int n = Math.min(Scratch.BLOCK, to - first);
      halfSquares(x, first, scratch.values, n);
      scratch.apply(Unary.EXP, n);
      gelu(x, first, scratch.values, dy, dx, n);
    }
  }

  private static void halfSquares(float[] x, int offset, float[] y, int n) {
    for (int i = 0; i < n; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, offset + i);
      v.mul(v).mul(-0.5f).intoArray(y, i);
    }
  }

  private static void gelu(
      float[] x, int offset, float[] exponentials, float[] dy, float[] dx, int n) {
    FloatVector root = broadcast(SPECIES, INV_SQRT_TWO_PI);
    for (int i = 0; i < n; i += WIDTH) {
      int at = offset + i;
      FloatVector v = fromArray(SPECIES, x, at);
      FloatVector cdf = VectorElementary.normalCdf(v);
      FloatVector slope = v.fma(root.mul(fromArray(SPECIES, exponentials, i)), cdf);
      fromArray(SPECIES, dy, at).fma(slope, fromArray(SPECIES, dx, at)).intoArray(dx, at);
    }
  }

  private static void silu(float[] x, float[] dy, float[] dx, int from, int to) {
    FloatVector one = broadcast(SPECIES, 1f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, i);
      FloatVector s = VectorElementary.sigmoid(v);
      FloatVector slope = s.mul(v.fma(one.sub(s), one));
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  private static void clamp(float a, float b, float[] x, float[] dy, float[] dx, int from, int to) {
    FloatVector low = broadcast(SPECIES, a);
    FloatVector high = broadcast(SPECIES, b);
    FloatVector one = broadcast(SPECIES, 1f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, i);
      FloatVector slope = one.blend(0f, v.compare(LT, low)).blend(0f, v.compare(GT, high));
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }

  private static void erf(float[] x, float[] dy, float[] dx, int from, int to) {
    FloatVector factor = broadcast(SPECIES, TWO_OVER_SQRT_PI);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, i);
      FloatVector slope = factor.mul(VectorElementary.exp(v.mul(v).neg()));
      fromArray(SPECIES, dy, i).fma(slope, fromArray(SPECIES, dx, i)).intoArray(dx, i);
    }
  }
}
