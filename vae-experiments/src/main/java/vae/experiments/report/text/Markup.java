package vae.experiments.report.text;

/** Text inside HTML and SVG. */
public final class Markup {

  private Markup() {}

  /** Appends the text so that it is text, in elements and in attributes, whatever it says. */
  public static void escape(String text, StringBuilder out) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        case '\n', '\t' -> out.append(c);
        default -> out.append(c < ' ' || c >= 0x7f && c < 0xa0 || c >= 0xfffe ? '\ufffd' : c);
      }
    }
  }
}
