package vae.core.network;

import java.util.ArrayList;
import java.util.List;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.LinearLayer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.tape.Tensor;
import vae.core.model.Pass;

/**
 * Gated layers and a linear one behind them: x [*, in] → [*, out].
 *
 * <p>A layer is \(h = (x W + b) \odot \sigma(x V + c)\). Parameters are named {@code
 * hidden.0.weight}, {@code hidden.0.bias}, {@code hidden.0.gate.weight}, {@code
 * hidden.0.gate.bias}, …, {@code output.weight}, {@code output.bias} below the scope. The first
 * layer, and its gate too, has a {@code condition} where it takes one.
 *
 * <p>Source: Tomczak and Welling (2018), after Dauphin et al. (2017).
 */
public record GatedPerceptron(List<Layer> hidden, LinearLayer output) {

  /** x [*, in] → (x W + b) ⊙ σ(x V + c), [*, out]. */
  record Layer(LinearLayer sum, LinearLayer gate) {

    private static Layer create(Parameters scope, int in, int out, Initialization initialization) {
      return new Layer(
          linear(scope, in, out, Activation.IDENTITY, initialization),
          linear(scope.scope("gate"), in, out, Activation.SIGMOID, initialization));
    }

    private Tensor apply(Tensor x) {
      return sum.apply(x).multiply(gate.apply(x));
    }

    private Layer taking(int c) {
      return new Layer(sum.taking(c), gate.taking(c));
    }

    private Layer given(Tensor condition) {
      return new Layer(sum.given(condition), gate.given(condition));
    }
  }

  public GatedPerceptron {
    hidden = List.copyOf(hidden);
  }

  /**
   * @param in inputs, ≥ 1
   * @param hidden widths of the gated layers; may be empty: then it is one linear layer
   * @param out outputs, ≥ 1
   */
  public static GatedPerceptron create(
      Parameters scope, int in, List<Integer> hidden, int out, Initialization initialization) {
    List<Layer> layers = new ArrayList<>();
    int width = in;
    for (int i = 0; i < hidden.size(); i++) {
      layers.add(Layer.create(scope.scope("hidden." + i), width, hidden.get(i), initialization));
      width = hidden.get(i);
    }
    return new GatedPerceptron(
        layers, linear(scope.scope("output"), width, out, Activation.IDENTITY, initialization));
  }

  private static LinearLayer linear(
      Parameters scope, int in, int out, Activation activation, Initialization initialization) {
    return LinearLayer.create(
        scope, in, out, activation, initialization.weight(in), initialization.bias(in));
  }

  /** The same network whose first layer takes a condition of c numbers. */
  public GatedPerceptron taking(int c) {
    return hidden.isEmpty()
        ? new GatedPerceptron(hidden, output.taking(c))
        : beginningWith(hidden.getFirst().taking(c));
  }

  public GatedPerceptron given(Pass pass) {
    return pass.condition().map(this::given).orElse(this);
  }

  private GatedPerceptron given(Tensor condition) {
    return hidden.isEmpty()
        ? new GatedPerceptron(hidden, output.given(condition))
        : beginningWith(hidden.getFirst().given(condition));
  }

  private GatedPerceptron beginningWith(Layer first) {
    List<Layer> all = new ArrayList<>(hidden);
    all.set(0, first);
    return new GatedPerceptron(all, output);
  }

  /** x [*, in] → [*, out]; where a condition [B, c] was given, x [*, B, in] → [*, B, out]. */
  public Tensor apply(Tensor x) {
    for (Layer layer : hidden) {
      x = layer.apply(x);
    }
    return output.apply(x);
  }
}
