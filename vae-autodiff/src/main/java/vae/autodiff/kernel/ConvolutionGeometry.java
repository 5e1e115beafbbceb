package vae.autodiff.kernel;

/**
 * The two batches of images that a convolution joins, and how: a <em>wide</em> one [N, H, W, C],
 * from which the kernel reads windows, and a <em>narrow</em> one [N, OH, OW, O] with one pixel for
 * each window. A convolution computes the narrow one from the wide one, a transposed convolution
 * the wide one from the narrow one.
 *
 * <p>Pixel (oy, ox) belongs to the window whose first pixel is (stride · oy − padding, stride · ox
 * − padding). What a window has outside the wide image is zeros.
 *
 * @param batch N, images in both
 * @param height H of the wide images
 * @param width W of the wide images
 * @param channels C of the wide images
 * @param outHeight OH of the narrow images
 * @param outWidth OW of the narrow images
 * @param outChannels O of the narrow images
 * @param kernelHeight kh, rows of a window
 * @param kernelWidth kw, columns of a window
 * @param stride pixels between two windows, ≥ 1, the same in both directions
 * @param padding zeros around the wide images, on all four sides; 0 to kernel − 1
 */
public record ConvolutionGeometry(
    int batch,
    int height,
    int width,
    int channels,
    int outHeight,
    int outWidth,
    int outChannels,
    int kernelHeight,
    int kernelWidth,
    int stride,
    int padding) {

  /** Pixels of all narrow images: N · OH · OW. */
  public int outPixels() {
    return batch * outHeight * outWidth;
  }

  /** Elements of a window: kh · kw · C. */
  public int windowSize() {
    return kernelHeight * kernelWidth * channels;
  }

  /** Elements of the wide images. */
  public int wideSize() {
    return batch * height * width * channels;
  }

  /** Elements of the narrow images. */
  public int narrowSize() {
    return outPixels() * outChannels;
  }

  /** Elements of the weight [kh, kw, C, O]. */
  public int weightSize() {
    return windowSize() * outChannels;
  }

  /** Multiplications of each of the three kernels, those with the padding's zeros included. */
  public long multiplications() {
    return (long) outPixels() * weightSize();
  }
}
