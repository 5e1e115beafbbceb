package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * Noise for a batch [*S, B] of events [d]: the key's rows are the entries of the last batch axis.
 */
final class BatchNoise {

  private BatchNoise() {}

  /** Standard normal → [samples, *S, B, d]. */
  static Tensor normal(Tape tape, Key key, int samples, Shape full) {
    return tape.normal(key, rows(samples, full)).reshape(full.prepend(samples));
  }

  /** Uniform on [0, 1) → [samples, *S, B, d]. */
  static Tensor uniform(Tape tape, Key key, int samples, Shape full) {
    return tape.uniform(key, rows(samples, full)).reshape(full.prepend(samples));
  }

  private static Shape rows(int samples, Shape full) {
    int d = full.extent(-1);
    int rows = full.rank() < 2 ? 1 : full.extent(-2);
    int outer = rows * d == 0 ? 0 : full.size() / (rows * d);
    return Shape.of(samples * outer, rows, d);
  }
}
