package vae.experiments.spec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One key of a record's JSON object.
 *
 * @param name the key
 * @param type what its value may be
 * @param fallback the default as JSON; empty where the key is required
 * @param description what it means; empty where nothing is said
 * @param added whether a later version added it: left out of the resolved form at its default
 * @param accessor reads the value from an instance of the record
 */
public record SpecKey(
    String name,
    ValueType type,
    Optional<JsonNode> fallback,
    String description,
    boolean added,
    Method accessor) {

  Object of(Object instance) {
    try {
      return accessor.invoke(instance);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(accessor + " cannot be read", e);
    }
  }
}
