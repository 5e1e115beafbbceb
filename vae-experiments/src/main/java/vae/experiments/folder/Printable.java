package vae.experiments.folder;

import java.nio.file.Path;

/** Text that came from a file or a name, without anything that steers a terminal. */
public final class Printable {

  private Printable() {}

  /**
   * The text with control and formatting characters, line breaks and halves of surrogate pairs
   * written as in Java, such as {@code \}{@code n} and {@code \}{@code u001b}; all else unchanged.
   */
  public static String of(String text) {
    if (text.codePoints().allMatch(Printable::isPlain)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (isPlain(point)) {
                out.appendCodePoint(point);
              } else {
                out.append(escape(point));
              }
            });
    return out.toString();
  }

  public static String of(Path path) {
    return of(path.toString());
  }

  /** Whether a terminal shows the text as it is. */
  public static boolean isPlain(String text) {
    return text.codePoints().allMatch(Printable::isPlain);
  }

  private static boolean isPlain(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  private static String escape(int point) {
    return switch (point) {
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case '\t' -> "\\t";
      default -> point <= 0xffff ? "\\u%04x".formatted(point) : "\\u{%x}".formatted(point);
    };
  }
}
