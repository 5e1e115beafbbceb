package vae.experiments.training;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.core.model.Batch;
import vae.core.model.GenerativeModel;
import vae.core.model.Pass;

/**
 * The model at the parameters that it is evaluated at, with examples to show what it makes of them.
 *
 * @param tape differentiates nothing; it is closed when the showing is over
 * @param batch the first examples of a held-out part, as it is evaluated on
 * @param key of draws that are the same at every showing
 */
public record Shown(Model model, Tape tape, Batch batch, Key key) {

  /** Bound to the examples. */
  public ModelOnBatch on() {
    return model.on(tape, batch);
  }

  /** The generative half, given the examples' conditions. */
  public GenerativeModel generative() {
    Pass pass = model.pass(tape);
    return model.generative(
        batch.condition().map(tape::constant).map(pass::conditionedOn).orElse(pass));
  }
}
