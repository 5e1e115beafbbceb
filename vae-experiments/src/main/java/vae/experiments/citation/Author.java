package vae.experiments.citation;

/**
 * Who made a run.
 *
 * @param family family name; empty where the name was given as a whole
 */
public record Author(String family, String given) {

  /** Reads {@code Family, Given}, which says what is what, or a whole name. */
  public static Author of(String name) {
    String[] parts = name.strip().split("\\s*,\\s*", 2);
    if (parts.length == 2 && !parts[0].isEmpty() && !parts[1].isEmpty()) {
      return new Author(parts[0], parts[1]);
    }
    return new Author("", name.strip());
  }

  public String name() {
    return family.isEmpty() ? given : given + " " + family;
  }
}
