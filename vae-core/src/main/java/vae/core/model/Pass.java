package vae.core.model;

import java.util.Optional;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * One pass of a model over a batch: what {@link Encoder#given}, {@link Decoder#given} and {@link
 * Prior#given} may look at.
 *
 * @param tape where the pass is recorded
 * @param condition [B, c]; empty where the model has none
 * @param training the key of the layers' own noise, one for the whole pass; empty in evaluation
 * @param encoder the model's, not yet given any pass: a prior may encode inputs of its own
 */
public record Pass(Tape tape, Optional<Tensor> condition, Optional<Key> training, Encoder encoder) {

  /** The same pass for rows with another condition, [B', c]. */
  public Pass conditionedOn(Tensor other) {
    return new Pass(tape, Optional.of(other), training, encoder);
  }
}
