package vae.experiments.report.plot;

import java.util.List;

/** A drawing of the report: its file name without ending, and the words that stand in for it. */
public sealed interface Figure {

  String name();

  String alt();

  /** Short text under the figure; may be empty. */
  String caption();

  /** SVG whose colours are the page's own, light or dark; {@code wide} where it fills a row. */
  record Drawn(String name, String alt, String caption, Drawing drawing, boolean wide)
      implements Figure {}

  /**
   * A PNG whose pixels are shown as squares.
   *
   * @param cssWidth its width where the page has the room
   * @param rows names at the left of rows of equal height, from the top; may be empty
   */
  record Picture(
      String name, String alt, String caption, byte[] png, int cssWidth, List<String> rows)
      implements Figure {

    public Picture(String name, String alt, String caption, byte[] png, int cssWidth) {
      this(name, alt, caption, png, cssWidth, List.of());
    }
  }
}
