package vae.core.model;

import java.util.Optional;
import vae.autodiff.nn.Parameters;
import vae.core.spec.SpecException;

/**
 * What the components of one model share while they are made; injected into factories.
 *
 * @param dataSize d ≥ 1, numbers in an example
 * @param image how the d numbers lie in an image; empty where examples are no images
 * @param latentSize m ≥ 1
 * @param outputSize d · c, numbers that the decoder gives the likelihood
 * @param outputAtMean [d · c], decoder outputs at which the likelihood's mean is the data's mean
 * @param parameters makes parameters; each slot uses the scope of its own name
 */
public record ModelContext(
    int dataSize,
    Optional<ImageShape> image,
    int latentSize,
    int outputSize,
    double[] outputAtMean,
    Parameters parameters) {

  /** For examples that are no images. */
  public ModelContext(
      int dataSize, int latentSize, int outputSize, double[] outputAtMean, Parameters parameters) {
    this(dataSize, Optional.empty(), latentSize, outputSize, outputAtMean, parameters);
  }

  /**
   * The image shape, for components that need one.
   *
   * @throws SpecException where examples are no images, with the path of the component's type
   */
  public ImageShape requireImage() {
    return image.orElseThrow(
        () ->
            SpecException.because(
                "type",
                "convolutions need images, and an example of these data is a vector of %d numbers"
                    .formatted(dataSize),
                "Take {\"type\": \"mlp\"}, or data with the axes [examples, height, width] or"
                    + " [examples, height, width, channels], channels last."));
  }
}
