package vae.core.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.LinearLayer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.model.Pass;

/**
 * Gated layers and a linear one behind them: x [*, in] → [*, out].
 *
 * <p>A layer is \(h = (x W + b) \odot \sigma(x V + c)\). A {@link Regularization} normalises the
 * sum \(x W + b\) and the gate's \(x V + c\), each by itself, and drops units of h. Parameters are
 * named {@code hidden.0.weight}, {@code hidden.0.bias}, {@code hidden.0.gate.weight}, {@code
 * hidden.0.gate.bias}, …, {@code output.weight}, {@code output.bias} below the scope, and {@code
 * hidden.0.normalization.scale}, {@code hidden.0.gate.normalization.scale}, … where layers are
 * normalised. The first layer, and its gate too, has a {@code condition} where it takes one.
 *
 * <p>Source: Tomczak and Welling (2018), after Dauphin et al. (2017); regularised as {@link
 * MultilayerPerceptron} is, which is ours.
 *
 * @param training the key of the pass's noise; empty in evaluation
 */
public record GatedPerceptron(List<Layer> hidden, LinearLayer output, Optional<Key> training) {

  /** A linear layer, and what computes its activation where the layer itself does not. */
  record Branch(LinearLayer layer, Step after) {

    private static Branch create(
        Parameters scope,
        int in,
        int out,
        Activation activation,
        Initialization initialization,
        Regularization regularization) {
      LinearLayer layer = linear(scope, in, out, regularization.fused(activation), initialization);
      return new Branch(layer, regularization.activated(scope, layer, activation));
    }

    private Tensor apply(Tensor x, Optional<Key> training) {
      return after.apply(layer.apply(x), training);
    }

    private Branch taking(int c) {
      return new Branch(layer.taking(c), after);
    }

    private Branch given(Tensor condition) {
      return new Branch(layer.given(condition), after);
    }
  }

  /** x [*, in] → (x W + b) ⊙ σ(x V + c), [*, out]. */
  record Layer(Branch sum, Branch gate, Step dropout) {

    private static Layer create(
        Parameters scope,
        int in,
        int out,
        Initialization initialization,
        Regularization regularization) {
      Branch sum =
          Branch.create(scope, in, out, Activation.IDENTITY, initialization, regularization);
      Branch gate =
          Branch.create(
              scope.scope("gate"), in, out, Activation.SIGMOID, initialization, regularization);
      return new Layer(sum, gate, regularization.dropped(sum.layer()));
    }

    private Tensor apply(Tensor x, Optional<Key> training) {
      return dropout.apply(sum.apply(x, training).multiply(gate.apply(x, training)), training);
    }

    private Layer taking(int c) {
      return new Layer(sum.taking(c), gate.taking(c), dropout);
    }

    private Layer given(Tensor condition) {
      return new Layer(sum.given(condition), gate.given(condition), dropout);
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
      Parameters scope,
      int in,
      List<Integer> hidden,
      int out,
      Initialization initialization,
      Regularization regularization) {
    List<Layer> layers = new ArrayList<>();
    int width = in;
    for (int i = 0; i < hidden.size(); i++) {
      Parameters named = scope.scope("hidden." + i);
      layers.add(Layer.create(named, width, hidden.get(i), initialization, regularization));
      width = hidden.get(i);
    }
    return new GatedPerceptron(
        layers,
        linear(scope.scope("output"), width, out, Activation.IDENTITY, initialization),
        Optional.empty());
  }

  private static LinearLayer linear(
      Parameters scope, int in, int out, Activation activation, Initialization initialization) {
    return LinearLayer.create(
        scope, in, out, activation, initialization.weight(in), initialization.bias(in));
  }

  /** The same network whose first layer takes a condition of c numbers. */
  public GatedPerceptron taking(int c) {
    return beginningWith(layer -> layer.taking(c), linear -> linear.taking(c), training);
  }

  public GatedPerceptron given(Pass pass) {
    return pass.condition()
        .map(
            it ->
                beginningWith(
                    layer -> layer.given(it), linear -> linear.given(it), pass.training()))
        .orElseGet(() -> new GatedPerceptron(hidden, output, pass.training()));
  }

  private GatedPerceptron beginningWith(
      UnaryOperator<Layer> layer, UnaryOperator<LinearLayer> linear, Optional<Key> key) {
    if (hidden.isEmpty()) {
      return new GatedPerceptron(hidden, linear.apply(output), key);
    }
    List<Layer> all = new ArrayList<>(hidden);
    all.set(0, layer.apply(hidden.getFirst()));
    return new GatedPerceptron(all, output, key);
  }

  /** x [*, in] → [*, out]; where a condition [B, c] was given, x [*, B, in] → [*, B, out]. */
  public Tensor apply(Tensor x) {
    for (Layer layer : hidden) {
      x = layer.apply(x, training);
    }
    return output.apply(x);
  }
}
