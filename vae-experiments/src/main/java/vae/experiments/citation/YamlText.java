package vae.experiments.citation;

/** Text as a YAML 1.2 scalar. */
final class YamlText {

  private YamlText() {}

  /**
   * The text in double quotes on one line. All but printable characters are escaped by their code
   * point, so that no text can end the scalar, begin another key or be taken for another type.
   * Source: YAML 1.2.2, sections 5.1 and 5.7.
   */
  static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            point -> {
              if (point == '"' || point == '\\') {
                out.append('\\').appendCodePoint(point);
              } else if (isPrintable(point)) {
                out.appendCodePoint(point);
              } else {
                out.append(
                    "\\U%08x"
                        .formatted(
                            Character.isBmpCodePoint(point) && Character.isSurrogate((char) point)
                                ? 0xFFFD
                                : point));
              }
            });
    return out.append('"').toString();
  }

  private static boolean isPrintable(int point) {
    return point >= 0x20 && point < 0x7f
        || point >= 0xA0 && point <= 0xD7FF && point != 0x2028 && point != 0x2029
        || point >= 0xE000 && point <= 0xFFFD && point != 0xFEFF
        || point >= 0x10000;
  }
}
