package vae.core.network;

import java.util.List;
import vae.autodiff.kernel.Activation;
import vae.core.spec.Domain;
import vae.core.spec.Require;
import vae.core.spec.SpecException;

/**
 * What a network of convolutions and its transpose are made from.
 *
 * @param layers the convolutions in the order of the network, at least one
 * @param normalization between each convolution and its activation, but for a last one that gives
 *     outputs
 * @param residualBlocks 0 to 1000, at the smallest images
 * @param hidden widths of the dense layers; may be empty
 * @param activation after every layer but the last
 * @param initialization how weights and biases start
 * @param dropout rate behind the dense layers' activations, in [0, 1)
 */
public record ConvolutionSettings(
    List<ConvolutionSpec> layers,
    NormalizationSpec normalization,
    int residualBlocks,
    List<Integer> hidden,
    Activation activation,
    Initialization initialization,
    double dropout) {

  private static final int MAX_BLOCKS = 1000;

  /**
   * Checks the domains.
   *
   * @throws SpecException with the path of the key
   */
  public ConvolutionSettings {
    layers = List.copyOf(layers);
    hidden = List.copyOf(hidden);
    if (layers.isEmpty()) {
      throw new SpecException(
          "layers",
          "at least one convolution",
          "an empty list",
          "A network without convolutions is {\"type\": \"mlp\"}.",
          new Domain.Size(1));
    }
    Require.between("residualBlocks", residualBlocks, 0, MAX_BLOCKS);
    Require.eachAtLeast("hidden", hidden, 1);
    normalization.requireDivisor(layers.stream().map(ConvolutionSpec::channels).toList());
    new Regularization(NormalizationSpec.none(), dropout).requireFit(hidden);
  }

  /** Of the dense layers, whose outputs are not normalised. */
  Regularization ofDense() {
    return new Regularization(NormalizationSpec.none(), dropout);
  }
}
