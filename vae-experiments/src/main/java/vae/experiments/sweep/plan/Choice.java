package vae.experiments.sweep.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;

/**
 * What one parameter is in one cell.
 *
 * @param place the path in the sweep's file of what was chosen, such as {@code
 *     parameters.latentSize.values[1]}
 */
public record Choice(String place, SequencedMap<String, JsonNode> settings) {

  /** Whether it is a case of linked values, whose settings have paths of their own. */
  boolean linked() {
    return place.endsWith("]") && place.contains(".cases[");
  }

  public Choice {
    settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
  }
}
