package vae.autodiff.op;

import java.util.Arrays;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;

/**
 * The log density of every point under every diagonal Gaussian of a list:
 *
 * <p>\[ y_{k, n} = -\tfrac12 \sum_j \Bigl( \frac{z_{n j} - \mu_{k j}}{\sigma_{k j}} \Bigr)^2 -
 * \sum_j \log \sigma_{k j} - \tfrac m2 \log 2\pi \]
 *
 * <p>Inputs: z [N, m], μ [K, m], log σ [K, m]; output [K, N]. Nothing of the size K · N · m is
 * kept.
 */
public record GaussianPairs() implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    boolean fits =
        inputs[0].rank() == 2
            && inputs[1].rank() == 2
            && inputs[1].equals(inputs[2])
            && inputs[0].extent(1) == inputs[1].extent(1);
    if (!fits) {
      throw new ShapeException(
          "gaussianPairs: expected points [N, m], means and log deviations [K, m], got "
              + Arrays.toString(inputs));
    }
    return Shape.of(inputs[1].extent(0), inputs[0].extent(0));
  }

  @Override
  public <A> void forward(Frame<A> f) {
    int components = f.shape().extent(0);
    int points = f.shape().extent(1);
    int columns = f.shape(0).extent(1);
    int n = components * columns;
    A precision = f.differentiates() ? f.saved(n) : f.scratch(n);
    A z = columnsOf(f);
    f.kernels()
        .gaussian()
        .pairs(z, f.value(1), f.value(2), components, points, columns, precision, f.value());
  }

  /** z by columns, [m, N]. */
  private static <A> A columnsOf(Frame<A> f) {
    int points = f.shape(0).extent(0);
    int columns = f.shape(0).extent(1);
    A z = f.scratch(points * columns);
    f.kernels().transpose(f.value(0), 0, points, columns, z, 0);
    return z;
  }

  @Override
  public <A> void backward(Frame<A> f) {
    int components = f.shape().extent(0);
    int points = f.shape().extent(1);
    int columns = f.shape(0).extent(1);
    int n = components * columns;
    A z = columnsOf(f);
    A precision = f.saved(n);
    if (f.wants(0)) {
      A byColumns = f.scratch(points * columns);
      f.kernels()
          .gaussian()
          .pairsPointGradient(
              z, f.value(1), precision, f.gradient(), components, points, columns, byColumns);
      A byRows = f.scratch(points * columns);
      f.kernels().transpose(byColumns, 0, columns, points, byRows, 0);
      f.kernels().accumulate(byRows, 0, f.gradient(0), 0, points * columns);
    }
    if (f.wants(1) || f.wants(2)) {
      A dMean = f.wants(1) ? f.gradient(1) : f.scratch(n);
      A dLogDeviation = f.wants(2) ? f.gradient(2) : f.scratch(n);
      f.kernels()
          .gaussian()
          .pairsComponentGradient(
              z,
              f.value(1),
              precision,
              f.gradient(),
              components,
              points,
              columns,
              dMean,
              dLogDeviation);
    }
  }
}
