package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.scalar.FloatFunctions;

/** A layer's bias and activation in one pass, and the activation's gradient. */
final class VectorActivations {

  private VectorActivations() {}

  /**
   * y = f(y + bias) for a rectangle inside a matrix whose rows lie stride apart.
   *
   * @param bias of the rectangle's first column is at biasFrom; null adds nothing
   */
  static void rectangle(
      Activation f,
      float[] bias,
      int biasFrom,
      float[] y,
      int yFrom,
      int stride,
      int rows,
      int columns) {
    if (bias != null && f == Activation.RELU) {
      for (int r = 0; r < rows; r++) {
        addBiasAndRectify(bias, biasFrom, y, yFrom + r * stride, columns);
      }
      return;
    }
    if (f == Activation.IDENTITY) {
      addBias(bias, biasFrom, y, yFrom, stride, rows, columns);
      return;
    }
    // Rows without gaps are one run: of its elements few are left behind the last whole vector.
    int rowsOfBlock = stride == columns ? Scratch.rows(columns) : 1;
    Split.Range function = function(f, y);
    for (int r = 0; r < rows; r += rowsOfBlock) {
      int count = Math.min(rowsOfBlock, rows - r);
      int from = yFrom + r * stride;
      addBias(bias, biasFrom, y, from, stride, count, columns);
      int end = from + count * columns;
      int whole = from + Lanes.whole(count * columns);
      Split.alone(function, from, whole);
      for (int i = whole; i < end; i++) {
        y[i] = FloatFunctions.value(f, y[i]);
      }
    }
  }

  private static void addBias(
      float[] bias, int biasFrom, float[] y, int yFrom, int stride, int rows, int columns) {
    for (int r = 0; r < rows && bias != null; r++) {
      addBias(bias, biasFrom, y, yFrom + r * stride, columns);
    }
  }

  /** y = f(y) for ranges of whole vectors; f is not the identity. */
  private static Split.Range function(Activation f, float[] y) {
    return VectorUnary.of(f.function(), (float) f.parameter(), 0, y, y);
  }

  private static void addBias(float[] bias, int biasFrom, float[] y, int yFrom, int columns) {
    int whole = Lanes.whole(columns);
    for (int j = 0; j < whole; j += WIDTH) {
      FloatVector v = fromArray(SPECIES, y, yFrom + j);
      v.add(fromArray(SPECIES, bias, biasFrom + j)).intoArray(y, yFrom + j);
    }
    for (int j = whole; j < columns; j++) {
      y[yFrom + j] += bias[biasFrom + j];
    }
  }

  private static void addBiasAndRectify(
      float[] bias, int biasFrom, float[] y, int yFrom, int columns) {
    FloatVector zero = broadcast(SPECIES, 0f);
    int whole = Lanes.whole(columns);
    for (int j = 0; j < whole; j += WIDTH) {
      FloatVector v = fromArray(SPECIES, y, yFrom + j).add(fromArray(SPECIES, bias, biasFrom + j));
      v.blend(zero, v.compare(LE, zero)).intoArray(y, yFrom + j);
    }
    for (int j = whole; j < columns; j++) {
      y[yFrom + j] = FloatFunctions.value(Activation.RELU, y[yFrom + j] + bias[biasFrom + j]);
    }
  }

  /** y = f(y + bias) for ranges of rows. */
  static Split.Range biasActivation(Activation f, float[] bias, float[] y, int columns) {
    return switch (f) {
      case IDENTITY -> (from, to) -> identity(bias, y, columns, from, to);
      case RELU -> (from, to) -> relu(bias, y, columns, from, to);
      default -> (from, to) -> inBlocks(f, bias, y, columns, from, to);
    };
  }

  private static void identity(float[] bias, float[] y, int columns, int from, int to) {
    int whole = Lanes.whole(columns);
    for (int r = from; r < to; r++) {
      int row = r * columns;
      for (int j = 0; j < whole; j += WIDTH) {
        FloatVector v = fromArray(SPECIES, y, row + j);
        v.add(fromArray(SPECIES, bias, j)).intoArray(y, row + j);
      }
      rest(Activation.IDENTITY, bias, y, row, whole, columns);
    }
  }

  private static void relu(float[] bias, float[] y, int columns, int from, int to) {
    FloatVector zero = broadcast(SPECIES, 0f);
    int whole = Lanes.whole(columns);
    for (int r = from; r < to; r++) {
      int row = r * columns;
      for (int j = 0; j < whole; j += WIDTH) {
        FloatVector v = fromArray(SPECIES, y, row + j).add(fromArray(SPECIES, bias, j));
        v.blend(zero, v.compare(LE, zero)).intoArray(y, row + j);
      }
      rest(Activation.RELU, bias, y, row, whole, columns);
    }
  }

  /** The sums by the row, then the function over the whole block, which is contiguous. */
  private static void inBlocks(
      Activation f, float[] bias, float[] y, int columns, int from, int to) {
    Split.Range function = function(f, y);
    int rows = Scratch.rows(columns);
    for (int r = from; r < to; r += rows) {
      int end = Math.min(to, r + rows);
      identity(bias, y, columns, r, end);
      int first = r * columns;
      int whole = first + Lanes.whole((end - r) * columns);
      Split.alone(function, first, whole);
      for (int i = whole; i < end * columns; i++) {
        y[i] = FloatFunctions.value(f, y[i]);
      }
    }
  }

  private static void rest(Activation f, float[] bias, float[] y, int row, int from, int to) {
    for (int j = from; j < to; j++) {
      y[row + j] = FloatFunctions.value(f, y[row + j] + bias[j]);
    }
  }

  /** dPre = dy · f′ and dBias[j] += Σ dPre, row by row, for ranges of columns. */
  static Split.Range layerGradient(
      Activation f, float[] y, float[] dy, int rows, int columns, float[] dPre, float[] dBias) {
    return (from, to) -> {
      for (int r = 0; r < rows; r++) {
        int row = r * columns;
        Split.alone(gradient(f, y, dy, dPre), row + from, row + to);
      }
      VectorSums.columns(dPre, rows, columns, dBias, from, to);
    };
  }

  /** dx[i] = dy[i] · f′ for ranges of whole vectors. */
  static Split.Range gradient(Activation f, float[] y, float[] dy, float[] dx) {
    return switch (f) {
      case IDENTITY -> (from, to) -> System.arraycopy(dy, from, dx, from, to - from);
      case RELU -> (from, to) -> reluGradient(y, dy, dx, from, to);
      case TANH -> (from, to) -> tanhGradient(y, dy, dx, from, to);
      case SIGMOID -> (from, to) -> sigmoidGradient(y, dy, dx, from, to);
      case LEAKY_RELU -> (from, to) -> leakyReluGradient(f, y, dy, dx, from, to);
      case ELU -> (from, to) -> eluGradient(f, y, dy, dx, from, to);
      case SOFTPLUS -> (from, to) -> softplusGradient(y, dy, dx, from, to);
      case GELU, SILU -> throw new IllegalArgumentException(f + ": its value gives no derivative");
    };
  }

  private static void reluGradient(float[] y, float[] dy, float[] dx, int from, int to) {
    FloatVector zero = broadcast(SPECIES, 0f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector slope = fromArray(SPECIES, dy, i);
      zero.blend(slope, fromArray(SPECIES, y, i).compare(GT, zero)).intoArray(dx, i);
    }
  }

  private static void tanhGradient(float[] y, float[] dy, float[] dx, int from, int to) {
    FloatVector one = broadcast(SPECIES, 1f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, y, i);
      fromArray(SPECIES, dy, i).mul(v.neg().fma(v, one)).intoArray(dx, i);
    }
  }

  private static void sigmoidGradient(float[] y, float[] dy, float[] dx, int from, int to) {
    FloatVector one = broadcast(SPECIES, 1f);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, y, i);
      fromArray(SPECIES, dy, i).mul(v.mul(one.sub(v))).intoArray(dx, i);
    }
  }

  private static void leakyReluGradient(
      Activation f, float[] y, float[] dy, float[] dx, int from, int to) {
    FloatVector slope = broadcast(SPECIES, (float) f.parameter());
    for (int i = from; i < to; i += WIDTH) {
      FloatVector above = fromArray(SPECIES, dy, i);
      slope.mul(above).blend(above, fromArray(SPECIES, y, i).compare(GT, 0f)).intoArray(dx, i);
    }
  }

  private static void eluGradient(
      Activation f, float[] y, float[] dy, float[] dx, int from, int to) {
    FloatVector scale = broadcast(SPECIES, (float) f.parameter());
    for (int i = from; i < to; i += WIDTH) {
      FloatVector v = fromArray(SPECIES, y, i);
      FloatVector above = fromArray(SPECIES, dy, i);
      above.mul(v.add(scale)).blend(above, v.compare(GT, 0f)).intoArray(dx, i);
    }
  }

  private static void softplusGradient(float[] y, float[] dy, float[] dx, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector slope = VectorElementary.expm1(fromArray(SPECIES, y, i).neg()).neg();
      fromArray(SPECIES, dy, i).mul(slope).intoArray(dx, i);
    }
  }
}
