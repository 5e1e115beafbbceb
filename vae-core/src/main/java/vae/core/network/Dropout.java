package vae.core.network;

import java.util.Optional;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * Inverted dropout: in training a unit is 0 with probability r and else multiplied by 1/(1 − r); in
 * evaluation nothing is dropped.
 *
 * <p>x [*S, B, h] → the same shape. The mask is [B, h], a function of the pass's key, the layer,
 * the example and the unit: all draws of an example go through one thinned network, and so do all
 * passes of a step.
 *
 * <p>Source: Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov (2014), section 10 for the
 * scaling in training.
 *
 * @param layer the name of the layer's weight, unique in its model
 * @param rate r, in [0, 1)
 */
record Dropout(String layer, double rate) implements Step {

  @Override
  public Tensor apply(Tensor x, Optional<Key> training) {
    return rate == 0 || training.isEmpty() ? x : x.multiply(mask(x, training.get().fold(layer)));
  }

  private Tensor mask(Tensor x, Key key) {
    Shape shape = x.shape();
    Tape tape = x.tape();
    double kept = 1 / (1 - rate);
    Tensor uniform = tape.uniform(key, Shape.of(1, shape.extent(-2), shape.extent(-1)));
    return tape.full(Shape.SCALAR, rate)
        .greaterThan(uniform)
        .multiply(-kept)
        .add(kept)
        .reshape(shape.extent(-2), shape.extent(-1));
  }
}
