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
 * @param prior the model's, not yet given any pass: an encoder may share its networks
 * @param observed [B, d], 1 where x is known and 0 where it is missing, for the encoder alone;
 *     empty where all is known
 */
public record Pass(
    Tape tape,
    Optional<Tensor> condition,
    Optional<Key> training,
    Encoder encoder,
    Prior prior,
    Optional<Tensor> observed) {

  /** Of x that is known in full. */
  public Pass(
      Tape tape, Optional<Tensor> condition, Optional<Key> training, Encoder encoder, Prior prior) {
    this(tape, condition, training, encoder, prior, Optional.empty());
  }

  /** The same pass for rows with another condition, [B', c]. */
  public Pass conditionedOn(Tensor other) {
    return new Pass(tape, Optional.of(other), training, encoder, prior, observed);
  }

  /** The same pass over x that is known in part. */
  public Pass observing(Tensor known) {
    return new Pass(tape, condition, training, encoder, prior, Optional.of(known));
  }

  /** The same pass for what sees no x: prior, decoder, and an encoder of another layer. */
  public Pass withoutObserved() {
    return new Pass(tape, condition, training, encoder, prior);
  }

  /** The same pass for a part that takes no condition. */
  public Pass unconditioned() {
    return new Pass(tape, Optional.empty(), training, encoder, prior, observed);
  }

  /** The same pass for a part that sees another encoder. */
  public Pass withEncoder(Encoder other) {
    return new Pass(tape, condition, training, other, prior, observed);
  }
}
