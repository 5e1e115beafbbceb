package vae.core.network;

import java.util.ArrayList;
import java.util.List;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.LinearLayer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.tape.Tensor;
import vae.core.model.Pass;

/**
 * Linear layers with an activation between them and none after the last: x [*, in] → [*, out].
 *
 * <p>Parameters are named {@code hidden.0.weight}, {@code hidden.0.bias}, …, {@code output.weight},
 * {@code output.bias} below the scope, and the first layer's {@code condition} where it takes one.
 */
public record MultilayerPerceptron(List<LinearLayer> layers) {

  public MultilayerPerceptron {
    layers = List.copyOf(layers);
  }

  /**
   * @param in inputs, ≥ 1
   * @param hidden widths of the hidden layers; may be empty: then it is one linear layer
   * @param out outputs, ≥ 1
   */
  public static MultilayerPerceptron create(
      Parameters scope,
      int in,
      List<Integer> hidden,
      int out,
      Activation activation,
      Initialization initialization) {
    int last = hidden.isEmpty() ? in : hidden.getLast();
    return create(scope, in, hidden, out, activation, initialization, initialization.bias(last));
  }

  /**
   * The same with an output bias that starts as given.
   *
   * @param outputBias for [out]
   */
  public static MultilayerPerceptron create(
      Parameters scope,
      int in,
      List<Integer> hidden,
      int out,
      Activation activation,
      Initialization initialization,
      Initializer outputBias) {
    List<LinearLayer> layers = new ArrayList<>();
    int width = in;
    for (int i = 0; i < hidden.size(); i++) {
      layers.add(
          LinearLayer.create(
              scope.scope("hidden." + i),
              width,
              hidden.get(i),
              activation,
              initialization.weight(width),
              initialization.bias(width)));
      width = hidden.get(i);
    }
    layers.add(
        LinearLayer.create(
            scope.scope("output"),
            width,
            out,
            Activation.IDENTITY,
            initialization.weight(width),
            outputBias));
    return new MultilayerPerceptron(layers);
  }

  /** The same network whose first layer takes a condition of c numbers. */
  public MultilayerPerceptron taking(int c) {
    return beginningWith(layers.getFirst().taking(c));
  }

  public MultilayerPerceptron given(Pass pass) {
    return pass.condition().map(it -> beginningWith(layers.getFirst().given(it))).orElse(this);
  }

  private MultilayerPerceptron beginningWith(LinearLayer first) {
    List<LinearLayer> all = new ArrayList<>(layers);
    all.set(0, first);
    return new MultilayerPerceptron(all);
  }

  /** x [*, in] → [*, out]; where a condition [B, c] was given, x [*, B, in] → [*, B, out]. */
  public Tensor apply(Tensor x) {
    for (LinearLayer layer : layers) {
      x = layer.apply(x);
    }
    return x;
  }
}
