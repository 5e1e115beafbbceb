package vae.core.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.LinearLayer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.model.Pass;

/**
 * Linear layers with an activation between them and none after the last: x [*, in] → [*, out].
 *
 * <p>Between hidden layers may stand what a {@link Regularization} names. In training it takes the
 * rows of a batch from all axes before the last: of z [S, B, m], all S · B.
 *
 * <p>Parameters are named {@code hidden.0.weight}, {@code hidden.0.bias}, …, {@code output.weight},
 * {@code output.bias} below the scope, the first layer's {@code condition} where it takes one, and
 * {@code hidden.0.normalization.scale}, … where layers are normalised.
 *
 * @param after what follows each hidden layer
 * @param training the key of the pass's noise; empty in evaluation
 */
public record MultilayerPerceptron(
    List<LinearLayer> layers, List<Step> after, Optional<Key> training) {

  public MultilayerPerceptron {
    layers = List.copyOf(layers);
    after = List.copyOf(after);
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
    return create(scope, in, hidden, out, activation, initialization, Regularization.none());
  }

  /** The same with what stands between hidden layers. */
  public static MultilayerPerceptron create(
      Parameters scope,
      int in,
      List<Integer> hidden,
      int out,
      Activation activation,
      Initialization initialization,
      Regularization regularization) {
    int last = hidden.isEmpty() ? in : hidden.getLast();
    Initializer outputBias = initialization.bias(last);
    return create(scope, in, hidden, out, activation, initialization, regularization, outputBias);
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
      Regularization regularization,
      Initializer outputBias) {
    return create(
        scope,
        in,
        hidden,
        activation,
        initialization,
        regularization,
        width ->
            LinearLayer.create(
                scope.scope("output"),
                width,
                out,
                Activation.IDENTITY,
                initialization.weight(width),
                outputBias));
  }

  /**
   * The same with a last layer of its own.
   *
   * @param last makes it from the number of its inputs, after the hidden ones
   */
  static MultilayerPerceptron create(
      Parameters scope,
      int in,
      List<Integer> hidden,
      Activation activation,
      Initialization initialization,
      Regularization regularization,
      IntFunction<LinearLayer> last) {
    List<LinearLayer> layers = new ArrayList<>();
    List<Step> after = new ArrayList<>();
    int width = in;
    for (int i = 0; i < hidden.size(); i++) {
      Parameters named = scope.scope("hidden." + i);
      LinearLayer layer =
          LinearLayer.create(
              named,
              width,
              hidden.get(i),
              regularization.fused(activation),
              initialization.weight(width),
              initialization.bias(width));
      layers.add(layer);
      after.add(regularization.after(named, layer, activation));
      width = hidden.get(i);
    }
    layers.add(last.apply(width));
    return new MultilayerPerceptron(layers, after, Optional.empty());
  }

  /** The same network whose first layer takes a condition of c numbers. */
  public MultilayerPerceptron taking(int c) {
    return beginningWith(layers.getFirst().taking(c), training);
  }

  public MultilayerPerceptron given(Pass pass) {
    LinearLayer first = layers.getFirst();
    return beginningWith(pass.condition().map(first::given).orElse(first), pass.training());
  }

  private MultilayerPerceptron beginningWith(LinearLayer first, Optional<Key> key) {
    List<LinearLayer> all = new ArrayList<>(layers);
    all.set(0, first);
    return new MultilayerPerceptron(all, after, key);
  }

  /** x [*, in] → [*, out]; where a condition [B, c] was given, x [*, B, in] → [*, B, out]. */
  public Tensor apply(Tensor x) {
    return output(hidden(x));
  }

  /** x [*, in] → the values of the last hidden layer [*, h]; x itself where there is none. */
  public Tensor hidden(Tensor x) {
    for (int i = 0; i < after.size(); i++) {
      x = after.get(i).apply(layers.get(i).apply(x), training);
    }
    return x;
  }

  /** Values of the last hidden layer [*, h] → [*, out]. */
  public Tensor output(Tensor hidden) {
    return layers.getLast().apply(hidden);
  }
}
