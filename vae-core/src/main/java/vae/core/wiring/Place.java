package vae.core.wiring;

/**
 * A path, and how much of it belongs to the component that stands around it.
 *
 * @param path of the site: {@code component}, or below it
 */
record Place(String component, String path) {

  static final Place ROOT = new Place("", "");

  Place in(String key) {
    boolean plain = path.isEmpty() || key.startsWith("[");
    return new Place(component, path + (plain ? "" : ".") + key);
  }

  /** The same path as that of a component of its own. */
  Place ofComponent() {
    return new Place(path, path);
  }

  /** The path as the component's own complaints write it. */
  String withinComponent() {
    String below = path.substring(component.length());
    return below.startsWith(".") ? below.substring(1) : below;
  }
}
