package vae.experiments.wiring;

import tools.jackson.databind.JsonNode;
import vae.experiments.spec.AddedKeys;

/**
 * Resolved experiments from files, with the keys that they leave out because a later version added
 * them: tables and searches find a default by its path in every run.
 */
public final class FilledExperiments {

  private static final class Known {
    private static final AddedKeys KEYS = new AddedKeys(Slots.load(null).catalogue());
  }

  private FilledExperiments() {}

  /** A copy with every added key of the components on the class path; never hash it. */
  public static JsonNode of(JsonNode experiment) {
    return Known.KEYS.filled(experiment);
  }
}
