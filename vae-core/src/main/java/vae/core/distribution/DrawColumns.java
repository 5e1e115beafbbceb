package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tensor;

/** Draws [*S, B, m] as the columns of one matrix [B, m, S] an entry, for products with factors. */
final class DrawColumns {

  private DrawColumns() {}

  /** [*S, B, m] → [B, m, S], S the product of the leading extents. */
  static Tensor of(Tensor draws) {
    Shape shape = draws.shape();
    int samples = shape.dropLast(2).size();
    return draws.reshape(samples, shape.extent(-2), shape.extent(-1)).permute(1, 2, 0);
  }

  /** [B, m, S] → [S, B, m]. */
  static Tensor toDraws(Tensor columns) {
    return columns.permute(2, 0, 1);
  }

  /** The squared length of every column, [B, m, S] → [*S, B]. */
  static Tensor squaredLengths(Tensor columns, Shape batch) {
    return columns.square().sum(1).transpose().reshape(batch);
  }
}
