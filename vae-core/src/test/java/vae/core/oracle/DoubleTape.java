package vae.core.oracle;

import java.util.function.Consumer;
import java.util.function.Function;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Tape;

/** An F64 tape on plain loops for the duration of a body: the arithmetic of every verification. */
public final class DoubleTape {

  private DoubleTape() {}

  /** Runs the body on a new tape. */
  public static void run(Consumer<Tape> body) {
    compute(
        tape -> {
          body.accept(tape);
          return true;
        });
  }

  /** What the body computes on a new tape; tensors do not outlive it. */
  public static <T> T compute(Function<Tape, T> body) {
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F64)) {
      return body.apply(tape);
    }
  }
}
