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
 * @param observed [B, d], 1 where x is known and 0 where it is missing, for the encoder alone;
 *     empty where all is known
 */
public record Pass(
    Tape tape,
    Optional<Tensor> condition,
    Optional<Key> training,
    Encoder encoder,
    Optional<Tensor> observed) {

  /** Of x that is known in full. */
  public Pass(Tape tape, Optional<Tensor> condition, Optional<Key> training, Encoder encoder) {
    this(tape, condition, training, encoder, Optional.empty());
  }

  /** The same pass for rows with another condition, [B', c]. */
  public Pass conditionedOn(Tensor other) {
    return new Pass(tape, Optional.of(other), training, encoder, observed);
  }

  /** The same pass over x that is known in part. */
  public Pass observing(Tensor known) {
    return new Pass(tape, condition, training, encoder, Optional.of(known));
  }

  /** The same pass for what sees no x: prior and decoder. */
  public Pass withoutObserved() {
    return new Pass(tape, condition, training, encoder);
  }
}
