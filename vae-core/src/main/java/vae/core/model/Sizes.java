package vae.core.model;

import java.util.Optional;
import vae.core.spec.SpecException;

/**
 * The sizes that the components of a model are made for.
 *
 * @param data d ≥ 1, numbers in an example
 * @param image how the d numbers lie in an image; empty where examples are no images
 * @param latent m ≥ 1, numbers in all of z
 * @param output d · c, numbers that the decoder gives the likelihood
 * @param outputAtMean [d · c], decoder outputs at which the likelihood's mean is the data's mean;
 *     empty where a decoder gives something else than the likelihood's parameters
 * @param condition numbers in an example's condition; 0 where there is none
 * @param examples n ≥ 1, examples to train on
 */
public record Sizes(
    int data,
    Optional<ImageShape> image,
    int latent,
    int output,
    Optional<double[]> outputAtMean,
    int condition,
    int examples) {

  public Sizes {
    if (image.isPresent() && image.get().size() != data) {
      throw new IllegalArgumentException(
          "image: expected %d numbers, got %s; withData drops the image"
              .formatted(data, image.get()));
    }
    if (outputAtMean.isPresent() && outputAtMean.get().length != output) {
      throw new IllegalArgumentException(
          "outputAtMean: expected %d numbers, got %d; withOutput drops them"
              .formatted(output, outputAtMean.get().length));
    }
  }

  /** For an encoder whose input is a vector of d numbers, not an example. */
  public Sizes withData(int d) {
    return new Sizes(d, Optional.empty(), latent, output, outputAtMean, condition, examples);
  }

  /**
   * For an encoder of x and a number beside each of its d that says whether it is known: behind the
   * channels of a pixel where examples are images.
   */
  public Sizes withMask() {
    Optional<ImageShape> both =
        image.map(it -> new ImageShape(it.height(), it.width(), 2 * it.channels()));
    return new Sizes(2 * data, both, latent, output, outputAtMean, condition, examples);
  }

  /** For a part of z of m numbers. */
  public Sizes withLatent(int m) {
    return new Sizes(data, image, m, output, outputAtMean, condition, examples);
  }

  /** For a decoder that gives something else than the likelihood's parameters. */
  public Sizes withOutput(int size) {
    return new Sizes(data, image, latent, size, Optional.empty(), condition, examples);
  }

  /** For a part that takes no condition. */
  public Sizes withoutCondition() {
    return new Sizes(data, image, latent, output, outputAtMean, 0, examples);
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
                    .formatted(data),
                "Take {\"type\": \"mlp\"}, or data with the axes [examples, height, width] or"
                    + " [examples, height, width, channels], channels last."));
  }
}
