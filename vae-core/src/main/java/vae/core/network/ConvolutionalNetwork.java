package vae.core.network;

import java.util.function.UnaryOperator;
import vae.autodiff.nn.ConvolutionLayer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.tape.Tensor;
import vae.core.model.ImageShape;
import vae.core.model.Pass;
import vae.core.spec.SpecException;

/**
 * Convolutions, residual blocks and dense layers from images to vectors: x [*, d] → [*, out].
 *
 * <p>Parameters are named {@code convolution.0.weight}, {@code convolution.0.normalization.scale},
 * {@code residual.0.first.weight}, {@code hidden.0.weight}, {@code output.weight}, … below the
 * scope.
 */
public final class ConvolutionalNetwork {

  private final ImageShape image;
  private final FeatureMaps maps;
  private final ConvolutionLayer first;
  private final UnaryOperator<Tensor> layers;
  private final int features;
  private final MultilayerPerceptron dense;

  private ConvolutionalNetwork(
      ImageShape image,
      FeatureMaps maps,
      ConvolutionLayer first,
      int features,
      MultilayerPerceptron dense) {
    this.image = image;
    this.maps = maps;
    this.first = first;
    layers = maps.beginningWith(first);
    this.features = features;
    this.dense = dense;
  }

  /**
   * @param image of d numbers
   * @param settings the layers from the image on
   * @param out outputs, ≥ 1
   * @throws SpecException where an image becomes smaller than a kernel or maps become too large,
   *     with the path of the layer
   */
  public static ConvolutionalNetwork create(
      Parameters scope, ImageShape image, ConvolutionSettings settings, int out) {
    FeatureMaps maps = new FeatureMaps(scope, settings, image.channels());
    ImageShape shape = image;
    for (int i = 0; i < settings.layers().size(); i++) {
      ConvolutionSpec layer = settings.layers().get(i);
      if (!layer.fits(shape.height()) || !layer.fits(shape.width())) {
        throw new SpecException(
            "layers[" + i + "].kernel",
            "a kernel of at most %d for an image that is %d x %d here, with padding"
                .formatted(
                    Math.min(shape.height(), shape.width()) + 2 * layer.padding(),
                    shape.height(),
                    shape.width()),
            Integer.toString(layer.kernel()),
            "Take fewer layers, smaller strides or a smaller kernel.");
      }
      shape =
          FeatureMaps.bounded(
              i, layer.shrunk(shape.height()), layer.shrunk(shape.width()), layer.channels());
      maps.convolution(i, layer);
    }
    maps.residualBlocks();
    MultilayerPerceptron dense =
        MultilayerPerceptron.create(
            scope,
            shape.size(),
            settings.hidden(),
            out,
            settings.activation(),
            settings.initialization());
    return new ConvolutionalNetwork(image, maps, maps.first(), shape.size(), dense);
  }

  /** The same network whose first layer takes a condition of c numbers as constant channels. */
  public ConvolutionalNetwork taking(int c) {
    return beginningWith(first.taking(c));
  }

  public ConvolutionalNetwork given(Pass pass) {
    return pass.condition().map(it -> beginningWith(first.given(it))).orElse(this);
  }

  private ConvolutionalNetwork beginningWith(ConvolutionLayer layer) {
    return new ConvolutionalNetwork(image, maps, layer, features, dense);
  }

  /** x [*, d] → [*, out]. */
  public Tensor apply(Tensor x) {
    int n = x.shape().size() / image.size();
    Tensor images = x.reshape(n, image.height(), image.width(), image.channels());
    Tensor vectors = dense.apply(layers.apply(images).reshape(n, features));
    return vectors.reshape(x.shape().withExtent(-1, vectors.shape().extent(-1)));
  }
}
