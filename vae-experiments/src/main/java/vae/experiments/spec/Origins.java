package vae.experiments.spec;

import java.util.HashMap;
import java.util.Map;

/** Where each value of a document is written: a line of a file, or a setting that replaced it. */
final class Origins {

  private final String document;
  private final Map<String, String> places = new HashMap<>();

  Origins(String document) {
    this.document = document;
  }

  /** The value at the path is written in this line of the document. */
  void written(String path, int line) {
    if (!document.equals(SpecSource.BUILT_IN)) {
      places.put(path, document.isEmpty() ? "line " + line : document + ":" + line);
    }
  }

  /** The value at the path, and all below it, comes from elsewhere. */
  void replaced(String path, String place) {
    places.keySet().removeIf(other -> DottedPath.isWithin(path, other));
    places.put(path, place);
  }

  /** The place of the value, or of what holds it where the value itself is not written anywhere. */
  String of(String path) {
    for (String at = path; !at.isEmpty(); at = DottedPath.parent(at)) {
      String place = places.get(at);
      if (place != null) {
        return place;
      }
    }
    return document;
  }
}
