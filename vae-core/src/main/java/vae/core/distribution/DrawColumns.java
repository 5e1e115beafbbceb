package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tensor;

/**
 * Draws as the columns of one matrix for each entry of the batch, for products with factors.
 *
 * <p>The batch [*S, B] counts as one axis of N entries.
 */
final class DrawColumns {

  private DrawColumns() {}

  /** Factors [*S, B, m, r] → [N, m, r]. */
  static Tensor matrices(Tensor factor) {
    Shape shape = factor.shape();
    return factor.reshape(shape.dropLast(2).size(), shape.extent(-2), shape.extent(-1));
  }

  /** [*, *S, B, m] → [N, m, S'], S' the product of the extents before the batch. */
  static Tensor of(Tensor draws, Shape batch) {
    Shape shape = draws.shape();
    int entries = batch.size();
    int samples = shape.dropLast(1 + batch.rank()).size();
    return draws.reshape(samples, entries, shape.extent(-1)).permute(1, 2, 0);
  }

  /** [N, m, S'] → [S', *S, B, m]. */
  static Tensor toDraws(Tensor columns, Shape batch) {
    Tensor draws = columns.permute(2, 0, 1);
    Shape event = Shape.of(columns.shape().extent(1));
    return draws.reshape(batch.prepend(columns.shape().extent(2)).append(event));
  }

  /** The squared length of every column, [N, m, S'] → [*, *S, B]. */
  static Tensor squaredLengths(Tensor columns, Shape batch) {
    return columns.square().sum(1).transpose().reshape(batch);
  }
}
