package vae.experiments.recorded;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which epoch's parameters a run ended with where they are not those of its last.
 *
 * @param epoch below the last one of training
 * @param callback that kept them, {@code <index>-<type>} in {@code training.callbacks}
 */
public record RecordedKept(int epoch, String callback) {

  static final String KEY = "kept";

  static Optional<RecordedKept> of(RecordJson result) {
    if (!result.json().has(KEY)) {
      return Optional.empty();
    }
    RecordJson kept = result.object(KEY);
    return Optional.of(
        new RecordedKept(
            (int) Math.min(Integer.MAX_VALUE, kept.whole("epoch", 0)),
            kept.text("callback", RecordedStop.CALLBACK, "the index and type of a callback")));
  }

  public String text() {
    return "of epoch %d, the best one (%s)".formatted(epoch, callback);
  }

  public void addTo(ObjectNode result) {
    result.putObject(KEY).put("epoch", epoch).put("callback", callback);
  }
}
