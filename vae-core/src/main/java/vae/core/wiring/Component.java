package vae.core.wiring;

import vae.core.spec.Spec;

/**
 * One line of a slot's module.
 *
 * @param slot the slot's name in JSON, such as {@code prior}
 * @param name the component's type name in JSON, such as {@code standard-normal}: 1 to 100 letters,
 *     digits, dots, underscores and dashes, no dot in front
 */
public record Component(String slot, String name, Class<? extends Spec> specType) {

  private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}";

  /**
   * Checks the name, which stands in files and names folders.
   *
   * @throws IllegalArgumentException where it has other characters, or the spec is no record
   */
  public Component {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException(
          "the name of a component of slot \"%s\", %s: expected 1 to 100 of A-Z a-z 0-9 . _ -, no dot in front, got \"%s\""
              .formatted(slot, specType.getName(), name.replaceAll("\\p{Cntrl}", "?")));
    }
    if (!specType.isRecord()) {
      throw new IllegalArgumentException(
          "the spec of component \"%s\" of slot \"%s\": expected a record, got %s"
              .formatted(name, slot, specType.getName()));
    }
  }
}
