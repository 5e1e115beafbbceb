package vae.core.wiring;

import java.util.List;
import java.util.Optional;
import vae.autodiff.array.DType;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.core.model.Sizes;

/**
 * Roots of models, in double precision unless said otherwise, without the components of any slot.
 */
public final class ModelSites {

  private ModelSites() {}

  /** For d data dimensions and m latent ones. */
  public static ModelSite of(int dataSize, int latentSize, int seed) {
    return of(vectors(dataSize, latentSize, dataSize, new double[dataSize]), seed);
  }

  /** With these sizes. */
  public static ModelSite of(Sizes sizes, int seed) {
    return of(DType.F64, sizes, seed);
  }

  /** The root of a model in that precision. */
  public static ModelSite of(DType type, Sizes sizes, int seed) {
    Parameters parameters = Parameters.of(type, Key.of(seed));
    return new Factories(List.of()).site(parameters, sizes, rethrown());
  }

  /** Of examples that are no images, without a condition. */
  public static Sizes vectors(int data, int latent, int output, double[] outputAtMean) {
    return vectors(data, latent, output, outputAtMean, 0);
  }

  /** The same with a condition of c numbers. */
  public static Sizes vectors(int data, int latent, int output, double[] outputAtMean, int c) {
    return new Sizes(data, Optional.empty(), latent, output, Optional.of(outputAtMean), c, 1);
  }

  /** Problems as they are. */
  public static Explanation rethrown() {
    return (_, problem) -> {
      if (problem instanceof Error error) {
        throw error;
      }
      return (RuntimeException) problem;
    };
  }
}
