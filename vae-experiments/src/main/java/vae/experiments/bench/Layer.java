package vae.experiments.bench;

/**
 * One layer of a network as a matrix product [rows, in] · [in, out].
 *
 * @param rows of the left operand: examples times samples, and for a convolution times positions
 * @param values that the layer leaves for the next: rows · out, except in a transposed convolution,
 *     whose overlapping products are added
 */
record Layer(double rows, double in, double out, double values) {

  /** A linear layer. */
  static Layer linear(double rows, int in, int out) {
    return new Layer(rows, in, out, rows * out);
  }

  /** Multiplications and additions of one product. */
  double flops() {
    return 2 * rows * in * out;
  }

  double weights() {
    return in * out;
  }
}
