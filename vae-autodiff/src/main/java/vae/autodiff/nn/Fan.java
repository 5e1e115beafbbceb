package vae.autodiff.nn;

import vae.autodiff.array.Shape;

/**
 * How many connections a layer has at each of its elements, which is what keeps the scale of its
 * first weights.
 *
 * @param in products that an element of the output adds up, &gt; 0
 * @param out elements of the output to which an element of the input contributes, &gt; 0
 */
public record Fan(double in, double out) {

  /** Of a matrix [in, out], or of an array whose first two axes are these. */
  public static Fan of(Shape weight) {
    return new Fan(weight.extent(0), weight.extent(1));
  }

  /**
   * Of a convolution with a square kernel, away from the borders: kernel² · in products for each
   * element of the output, and on the average kernel² · out / stride² uses of each element of the
   * input, because only every stride-th window of a direction starts at a pixel.
   */
  public static Fan ofConvolution(int kernel, int stride, int in, int out) {
    double window = (double) kernel * kernel;
    return new Fan(window * in, window * out / ((double) stride * stride));
  }

  public Fan reversed() {
    return new Fan(out, in);
  }
}
