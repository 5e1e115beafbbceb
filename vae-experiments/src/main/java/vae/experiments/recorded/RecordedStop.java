package vae.experiments.recorded;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where and why a callback ended training early.
 *
 * @param epoch epochs done, below {@code training.epochs}
 * @param callback {@code <index>-<type>} in {@code training.callbacks}
 */
public record RecordedStop(int epoch, String callback, String reason) {

  static final String KEY = "stopped";

  static final Pattern CALLBACK = Pattern.compile("[0-9]{1,4}-[A-Za-z0-9._-]{1,100}");

  static Optional<RecordedStop> of(RecordJson result) {
    if (!result.json().has(KEY)) {
      return Optional.empty();
    }
    RecordJson stopped = result.object(KEY);
    return Optional.of(
        new RecordedStop(
            (int) Math.min(Integer.MAX_VALUE, stopped.whole("epoch", 0)),
            stopped.text("callback", CALLBACK, "the index and type of a callback"),
            stopped.line("reason", "")));
  }

  public String text() {
    return "training ended after epoch %d (%s): %s".formatted(epoch, callback, reason);
  }

  public void addTo(ObjectNode result) {
    result.putObject(KEY).put("epoch", epoch).put("callback", callback).put("reason", reason);
  }
}
