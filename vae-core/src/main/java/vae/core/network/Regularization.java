package vae.core.network;

import java.util.List;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.LinearLayer;
import vae.autodiff.nn.Parameters;
import vae.core.spec.Require;
import vae.core.spec.SpecException;

/**
 * What stands between the hidden layers of a network beside their activation.
 *
 * @param normalization before the activation
 * @param dropout rate behind the activation, in [0, 1)
 */
public record Regularization(NormalizationSpec normalization, double dropout) {

  /** Below 1, where nothing would be left. */
  private static final double MAX_RATE = 0.999999;

  /**
   * Checks the domains.
   *
   * @throws SpecException with the path of the key
   */
  public Regularization {
    Require.between("dropout", dropout, 0.0, MAX_RATE);
  }

  public static Regularization none() {
    return new Regularization(NormalizationSpec.none(), 0);
  }

  /**
   * Refuses what hidden layers of these widths cannot have.
   *
   * @throws SpecException with the path of the key
   */
  public void requireFit(List<Integer> hidden) {
    if (hidden.isEmpty() && normalization.normalizes()) {
      throw unused("normalization.type", "\"none\"", normalization.type().toString());
    }
    if (hidden.isEmpty() && dropout > 0) {
      throw unused("dropout", "0", Double.toString(dropout));
    }
    normalization.requireDivisor(hidden);
  }

  private static SpecException unused(String key, String expected, String got) {
    return new SpecException(
        key,
        expected + " in a network without hidden layers",
        got,
        "It acts on hidden layers: list their widths in \"hidden\", or leave it out.");
  }

  /** The activation that the layer computes itself; another where {@link #after} computes it. */
  Activation fused(Activation activation) {
    return normalization.normalizes() ? Activation.IDENTITY : activation;
  }

  /**
   * What follows a hidden layer that was made with the activation {@link #fused}.
   *
   * @param scope of the layer
   */
  Step after(Parameters scope, LinearLayer layer, Activation activation) {
    return activated(scope, layer, activation).then(dropped(layer));
  }

  /** Normalisation and activation alone. */
  Step activated(Parameters scope, LinearLayer layer, Activation activation) {
    if (!normalization.normalizes()) {
      return Step.identity();
    }
    int width = layer.bias().shape().extent(0);
    Step normalize = normalization.create(scope.scope("normalization"), width, 0);
    return (x, training) -> normalize.apply(x, training).activate(activation);
  }

  /** Dropout alone, by masks that the layer's name decides. */
  Step dropped(LinearLayer layer) {
    return new Dropout(layer.weight().name(), dropout);
  }
}
