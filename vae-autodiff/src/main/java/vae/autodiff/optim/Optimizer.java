package vae.autodiff.optim;

import java.util.List;
import java.util.SortedMap;
import vae.autodiff.array.NdArray;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;

/**
 * Changes parameters along their gradients.
 *
 * <p>The state is named arrays, so that a checkpoint can hold it and a resumed run continues bit
 * for bit.
 */
public interface Optimizer {

  /**
   * One step of descent on the objective last differentiated on the tape; parameters that it does
   * not depend on stay as they are.
   *
   * @param rate learning rate, ≥ 0
   */
  void step(Tape tape, List<Parameter> parameters, double rate);

  /**
   * The state by name, live: {@code step}, and arrays named after their parameter, such as {@code
   * encoder.hidden.0.weight.m}.
   */
  SortedMap<String, NdArray> state();

  /**
   * Takes over a state that {@link #state} gave before.
   *
   * @param saved copied
   */
  void restore(SortedMap<String, NdArray> saved);
}
