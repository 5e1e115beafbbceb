package vae.autodiff.nn;

import java.util.function.Function;
import vae.autodiff.array.NdArray;
import vae.autodiff.random.Key;

/**
 * An initialiser whose scale depends on the connections of the layer.
 *
 * @param scaled what fills the weights of a layer with these connections
 */
record FanInitializer(Function<Fan, Initializer> scaled) implements Initializer {

  @Override
  public void fill(NdArray value, Key key) {
    fill(value, Fan.of(value.shape()), key);
  }

  @Override
  public void fill(NdArray value, Fan fan, Key key) {
    scaled.apply(fan).fill(value, key);
  }
}
