package vae.core.network;

import java.util.List;
import java.util.Optional;
import vae.autodiff.nn.LinearLayer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.model.ImageShape;
import vae.core.model.Pass;
import vae.core.spec.SpecException;

/**
 * Dense layers, residual blocks and transposed convolutions from vectors to images: z [*, in] → [*,
 * d · c], with c outputs for each of an image's d numbers.
 *
 * <p>It mirrors {@link ConvolutionalNetwork}: with the layers in reverse order, images have the
 * same extents between the same layers. Where the convolution forgets rows and columns that make no
 * whole step, as many are added at the end. Parameters are named {@code hidden.0.weight}, {@code
 * image.weight}, {@code residual.0.first.weight}, {@code convolution.0.weight}, {@code
 * convolution.0.normalization.scale}, … below the scope.
 *
 * @param dense from the vector to the small image, whose layer has an activation too
 * @param training the key of the pass's noise; empty in evaluation
 */
public record TransposedConvolutionalNetwork(
    MultilayerPerceptron dense, ImageShape small, Step maps, int outputs, Optional<Key> training) {

  /**
   * @param in m ≥ 1
   * @param image of d numbers
   * @param outputsPerNumber c ≥ 1
   * @param settings the layers from the vector on; a layer's channels are those that enter it
   * @throws SpecException where no image becomes the image exactly, or maps become too large, with
   *     the path of the layer
   */
  public static TransposedConvolutionalNetwork create(
      Parameters scope,
      int in,
      ImageShape image,
      int outputsPerNumber,
      ConvolutionSettings settings) {
    List<ConvolutionSpec> layers = settings.layers();
    int last = layers.size() - 1;
    int[] missing = new int[layers.size()];
    int outputs = Math.multiplyExact(image.channels(), outputsPerNumber);
    ImageShape shape = FeatureMaps.bounded(last, image.height(), image.width(), outputs);
    for (int i = last; i >= 0; i--) {
      ConvolutionSpec layer = layers.get(i);
      missing[i] = missing("layers[" + i + "]", layer, shape.height(), shape.width());
      shape =
          FeatureMaps.bounded(
              i, layer.shrunk(shape.height()), layer.shrunk(shape.width()), layer.channels());
    }
    int numbers = shape.size();
    MultilayerPerceptron dense =
        MultilayerPerceptron.create(
            scope,
            in,
            settings.hidden(),
            settings.activation(),
            settings.initialization(),
            settings.ofDense(),
            width -> linear(scope.scope("image"), width, numbers, settings));
    FeatureMaps maps = new FeatureMaps(scope, settings, shape.channels());
    maps.residualBlocks();
    for (int i = 0; i < last; i++) {
      maps.transposed(i, layers.get(i), missing[i], layers.get(i + 1).channels());
    }
    maps.lastTransposed(last, layers.get(last), missing[last], outputs);
    return new TransposedConvolutionalNetwork(
        dense,
        shape,
        maps.all(),
        Math.multiplyExact(image.size(), outputsPerNumber),
        Optional.empty());
  }

  private static LinearLayer linear(
      Parameters scope, int in, int out, ConvolutionSettings settings) {
    return LinearLayer.create(
        scope,
        in,
        out,
        settings.activation(),
        settings.initialization().weight(in),
        settings.initialization().bias(in));
  }

  /** Rows and columns to be added behind what the transposed convolution makes. */
  private static int missing(String path, ConvolutionSpec layer, int height, int width) {
    if (!layer.fits(height) || !layer.fits(width)) {
      throw new SpecException(
          path + ".kernel",
          "a kernel of at most %d to make an image of %d x %d, with padding"
              .formatted(Math.min(height, width) + 2 * layer.padding(), height, width),
          Integer.toString(layer.kernel()),
          "Take fewer layers, smaller strides or a smaller kernel.");
    }
    int missing = layer.missing(height);
    if (layer.missing(width) != missing) {
      int less = width - Math.floorMod(layer.missing(width) - missing, layer.stride());
      throw SpecException.because(
          path + ".stride",
          "a transposed convolution of kernel %d, stride %d and padding %d makes no image of %d x %d"
              .formatted(layer.kernel(), layer.stride(), layer.padding(), height, width),
          "With height %d it makes widths %d and %d; a stride of 1 makes any."
              .formatted(height, less, less + layer.stride()));
    }
    return missing;
  }

  /** The same network whose first dense layer takes a condition of c numbers. */
  public TransposedConvolutionalNetwork taking(int c) {
    return new TransposedConvolutionalNetwork(dense.taking(c), small, maps, outputs, training);
  }

  public TransposedConvolutionalNetwork given(Pass pass) {
    return new TransposedConvolutionalNetwork(
        dense.given(pass), small, maps, outputs, pass.training());
  }

  /** z [*, in] → [*, d · c], the c outputs of a number side by side. */
  public Tensor apply(Tensor z) {
    int n = z.shape().size() / z.shape().extent(-1);
    Tensor images = dense.apply(z).reshape(n, small.height(), small.width(), small.channels());
    return maps.apply(images, training).reshape(z.shape().withExtent(-1, outputs));
  }
}
