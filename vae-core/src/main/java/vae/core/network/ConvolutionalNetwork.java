package vae.core.network;

import java.util.Optional;
import vae.autodiff.nn.ConvolutionLayer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
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
  private final Step layers;
  private final int features;
  private final MultilayerPerceptron dense;
  private final Optional<Key> training;

  private ConvolutionalNetwork(
      ImageShape image,
      FeatureMaps maps,
      ConvolutionLayer first,
      int features,
      MultilayerPerceptron dense,
      Optional<Key> training) {
    this.image = image;
    this.maps = maps;
    this.first = first;
    layers = maps.beginningWith(first);
    this.features = features;
    this.dense = dense;
    this.training = training;
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
            settings.initialization(),
            settings.ofDense());
    return new ConvolutionalNetwork(
        image, maps, maps.first(), shape.size(), dense, Optional.empty());
  }

  /** The same network whose first layer takes a condition of c numbers as constant channels. */
  public ConvolutionalNetwork taking(int c) {
    return beginningWith(first.taking(c));
  }

  public ConvolutionalNetwork given(Pass pass) {
    return new ConvolutionalNetwork(
        image,
        maps,
        pass.condition().map(first::given).orElse(first),
        features,
        dense.given(pass),
        pass.training());
  }

  private ConvolutionalNetwork beginningWith(ConvolutionLayer layer) {
    return new ConvolutionalNetwork(image, maps, layer, features, dense, training);
  }

  /** x [*, d] → [*, out]. */
  public Tensor apply(Tensor x) {
    int n = x.shape().size() / image.size();
    Tensor images = x.reshape(n, image.height(), image.width(), image.channels());
    Tensor vectors = layers.apply(images, training).reshape(x.shape().withExtent(-1, features));
    return dense.apply(vectors);
  }
}
