package vae.experiments.recorded;

/** Text from a file as it may be shown: short, and control characters escaped. */
final class Printable {

  private static final int LONGEST = 120;

  private Printable() {}

  /** At most {@value #LONGEST} characters of the text. */
  static String brief(String text) {
    return text.length() <= LONGEST ? of(text) : of(text.substring(0, LONGEST)) + "…";
  }

  /** The text with everything escaped that a terminal could act on. */
  static String of(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              int type = Character.getType(point);
              boolean shown =
                  type != Character.CONTROL
                      && type != Character.FORMAT
                      && type != Character.SURROGATE
                      && type != Character.LINE_SEPARATOR
                      && type != Character.PARAGRAPH_SEPARATOR
                      && type != Character.UNASSIGNED
                      && type != Character.PRIVATE_USE;
              if (shown) {
                out.appendCodePoint(point);
              } else {
                out.append("\\u{").append(Integer.toHexString(point)).append('}');
              }
            });
    return out.toString();
  }
}
