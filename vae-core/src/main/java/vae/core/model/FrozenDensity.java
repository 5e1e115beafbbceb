package vae.core.model;

import java.util.Optional;
import java.util.function.Supplier;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.distribution.Kl;
import vae.core.distribution.Posterior;

/** A density whose parameters are held constant even where it runs a network only when asked. */
record FrozenDensity(Tape tape, HasDensity of) implements HasDensity {

  @Override
  public Shape batchShape() {
    return of.batchShape();
  }

  @Override
  public Shape eventShape() {
    return of.eventShape();
  }

  @Override
  public Draws draw(int samples, Key key) {
    return held(() -> of.draw(samples, key));
  }

  @Override
  public Tensor logProb(Tensor x) {
    return held(() -> of.logProb(x));
  }

  @Override
  public Optional<Tensor> klFrom(Posterior q) {
    return held(() -> Kl.find(q, of));
  }

  private <T> T held(Supplier<T> value) {
    boolean before = tape.holdParameters(true);
    try {
      return value.get();
    } finally {
      tape.holdParameters(before);
    }
  }
}
