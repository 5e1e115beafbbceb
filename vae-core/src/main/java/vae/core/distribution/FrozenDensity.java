package vae.core.distribution;

import java.util.Optional;
import java.util.function.Supplier;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** A density whose parameters are held constant even where it runs a network only when asked. */
public record FrozenDensity(Tape tape, HasDensity of) implements HasDensity {

  /** A density that is made while parameters are held, and stays so. */
  public static FrozenDensity made(Tape tape, Supplier<? extends HasDensity> density) {
    return new FrozenDensity(tape, held(tape, density));
  }

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
    return held(tape, () -> of.draw(samples, key));
  }

  @Override
  public Tensor logProb(Tensor x) {
    return held(tape, () -> of.logProb(x));
  }

  @Override
  public Optional<Tensor> klFrom(Posterior q) {
    return held(tape, () -> Kl.find(q, of));
  }

  private static <T> T held(Tape tape, Supplier<T> value) {
    boolean before = tape.holdParameters(true);
    try {
      return value.get();
    } finally {
      tape.holdParameters(before);
    }
  }
}
