package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.Binary;

/**
 * Functions of two elements over whole vectors, in three forms: of two arrays, of one element and
 * an array, of an array and one element.
 *
 * <p>Ranges count from the offsets of the operands. The result may be written over an operand, but
 * must not otherwise overlap with one.
 */
final class VectorBinary {

  private VectorBinary() {}

  /** y[i] = f(a[i], b[i]). */
  static Split.Range of(
      Binary f, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset) {
    return switch (f) {
      case ADD -> (from, to) -> add(a, aOffset, b, bOffset, y, yOffset, from, to);
      case SUBTRACT -> (from, to) -> subtract(a, aOffset, b, bOffset, y, yOffset, from, to);
      case MULTIPLY -> (from, to) -> multiply(a, aOffset, b, bOffset, y, yOffset, from, to);
      case DIVIDE -> (from, to) -> divide(a, aOffset, b, bOffset, y, yOffset, from, to);
      case MAXIMUM -> (from, to) -> maximum(a, aOffset, b, bOffset, y, yOffset, from, to);
      case GREATER -> (from, to) -> greater(a, aOffset, b, bOffset, y, yOffset, from, to);
    };
  }

  /** y[i] = f(a, b[i]). */
  static Split.Range of(Binary f, float a, float[] b, int bOffset, float[] y, int yOffset) {
    return switch (f) {
      case ADD -> (from, to) -> add(a, b, bOffset, y, yOffset, from, to);
      case SUBTRACT -> (from, to) -> subtract(a, b, bOffset, y, yOffset, from, to);
      case MULTIPLY -> (from, to) -> multiply(a, b, bOffset, y, yOffset, from, to);
      case DIVIDE -> (from, to) -> divide(a, b, bOffset, y, yOffset, from, to);
      case MAXIMUM -> (from, to) -> maximum(a, b, bOffset, y, yOffset, from, to);
      case GREATER -> (from, to) -> greater(a, b, bOffset, y, yOffset, from, to);
    };
  }

  /** y[i] = f(a[i], b). */
  static Split.Range of(Binary f, float[] a, int aOffset, float b, float[] y, int yOffset) {
    return switch (f) {
      case ADD -> (from, to) -> add(a, aOffset, b, y, yOffset, from, to);
      case SUBTRACT -> (from, to) -> subtract(a, aOffset, b, y, yOffset, from, to);
      case MULTIPLY -> (from, to) -> multiply(a, aOffset, b, y, yOffset, from, to);
      case DIVIDE -> (from, to) -> divide(a, aOffset, b, y, yOffset, from, to);
      case MAXIMUM -> (from, to) -> maximum(a, aOffset, b, y, yOffset, from, to);
      case GREATER -> (from, to) -> greater(a, aOffset, b, y, yOffset, from, to);
    };
  }

  private static void add(
      float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, a, aOffset + i);
      FloatVector w = fromArray(SPECIES, b, bOffset + i);
      v.add(w).intoArray(y, yOffset + i);
    }
  }

  private static void add(
      float a, float[] b, int bOffset, float[] y, int yOffset, int from, int to) {
    FloatVector v = broadcast(SPECIES, a);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector w = fromArray(SPECIES, b, bOffset + i);
      v.add(w).intoArray(y, yOffset + i);
    }
  }

  private static void add(
      float[] a, int aOffset, float b, float[] y, int yOffset, int from, int to) {
    FloatVector w = broadcast(SPECIES, b);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, a, aOffset + i);
      v.add(w).intoArray(y, yOffset + i);
    }
  }

  private static void subtract(
      float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, a, aOffset + i);
      FloatVector w = fromArray(SPECIES, b, bOffset + i);
      v.sub(w).intoArray(y, yOffset + i);
    }
  }

  private static void subtract(
      float a, float[] b, int bOffset, float[] y, int yOffset, int from, int to) {
    FloatVector v = broadcast(SPECIES, a);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector w = fromArray(SPECIES, b, bOffset + i);
      v.sub(w).intoArray(y, yOffset + i);
    }
  }

  private static void subtract(
      float[] a, int aOffset, float b, float[] y, int yOffset, int from, int to) {
    FloatVector w = broadcast(SPECIES, b);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, a, aOffset + i);
      v.sub(w).intoArray(y, yOffset + i);
    }
  }

  private static void multiply(
      float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, a, aOffset + i);
      FloatVector w = fromArray(SPECIES, b, bOffset + i);
      v.mul(w).intoArray(y, yOffset + i);
    }
  }

  private static void multiply(
      float a, float[] b, int bOffset, float[] y, int yOffset, int from, int to) {
    FloatVector v = broadcast(SPECIES, a);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector w = fromArray(SPECIES, b, bOffset + i);
      v.mul(w).intoArray(y, yOffset + i);
    }
  }

  private static void multiply(
      float[] a, int aOffset, float b, float[] y, int yOffset, int from, int to) {
    FloatVector w = broadcast(SPECIES, b);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, a, aOffset + i);
      v.mul(w).intoArray(y, yOffset + i);
    }
  }

  private static void divide(
      float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, a, aOffset + i);
      FloatVector w = fromArray(SPECIES, b, bOffset + i);
      v.div(w).intoArray(y, yOffset + i);
    }
  }

  private static void divide(
      float a, float[] b, int bOffset, float[] y, int yOffset, int from, int to) {
    FloatVector v = broadcast(SPECIES, a);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector w = fromArray(SPECIES, b, bOffset + i);
      v.div(w).intoArray(y, yOffset + i);
    }
  }

  private static void divide(
      float[] a, int aOffset, float b, float[] y, int yOffset, int from, int to) {
    FloatVector w = broadcast(SPECIES, b);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, a, aOffset + i);
      v.div(w).intoArray(y, yOffset + i);
    }
  }

  private static void maximum(
      float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, a, aOffset + i);
      FloatVector w = fromArray(SPECIES, b, bOffset + i);
      w.blend(v, v.compare(GT, w)).intoArray(y, yOffset + i);
    }
  }

  private static void maximum(
      float a, float[] b, int bOffset, float[] y, int yOffset, int from, int to) {
    FloatVector v = broadcast(SPECIES, a);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector w = fromArray(SPECIES, b, bOffset + i);
      w.blend(v, v.compare(GT, w)).intoArray(y, yOffset + i);
    }
  }

  private static void maximum(
      float[] a, int aOffset, float b, float[] y, int yOffset, int from, int to) {
    FloatVector w = broadcast(SPECIES, b);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, a, aOffset + i);
      w.blend(v, v.compare(GT, w)).intoArray(y, yOffset + i);
    }
  }

  private static void greater(
      float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int from, int to) {
    FloatVector zero = broadcast(SPECIES, 0f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, a, aOffset + i);
      FloatVector w = fromArray(SPECIES, b, bOffset + i);
      zero.blend(1f, v.compare(GT, w)).intoArray(y, yOffset + i);
    }
  }

  private static void greater(
      float a, float[] b, int bOffset, float[] y, int yOffset, int from, int to) {
    FloatVector v = broadcast(SPECIES, a);
    FloatVector zero = broadcast(SPECIES, 0f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector w = fromArray(SPECIES, b, bOffset + i);
      zero.blend(1f, v.compare(GT, w)).intoArray(y, yOffset + i);
    }
  }

  private static void greater(
      float[] a, int aOffset, float b, float[] y, int yOffset, int from, int to) {
    FloatVector w = broadcast(SPECIES, b);
    FloatVector zero = broadcast(SPECIES, 0f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, a, aOffset + i);
      zero.blend(1f, v.compare(GT, w)).intoArray(y, yOffset + i);
    }
  }
}
