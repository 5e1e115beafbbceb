package vae.experiments.report.plot;

import java.util.function.Function;

/** A drawing of the report: its file name without ending, and the words that stand in for it. */
public sealed interface Figure {

  String name();

  String alt();

  /** Short text under the figure; may be empty. */
  String caption();

  /** An SVG chart, drawn once for light pages and once for dark ones. */
  record Chart(String name, String alt, String caption, byte[] light, byte[] dark, boolean wide)
      implements Figure {

    public static Chart narrow(
        String name, String alt, String caption, Function<Charts, byte[]> draw) {
      return drawn(name, alt, caption, draw, false);
    }

    public static Chart wide(
        String name, String alt, String caption, Function<Charts, byte[]> draw) {
      return drawn(name, alt, caption, draw, true);
    }

    private static Chart drawn(
        String name, String alt, String caption, Function<Charts, byte[]> draw, boolean wide) {
      byte[] light = draw.apply(new Charts(Palette.LIGHT));
      byte[] dark = draw.apply(new Charts(Palette.DARK));
      return new Chart(name, alt, caption, light, dark, wide);
    }
  }

  /** SVG whose colours are the page's own, light or dark; {@code wide} where it fills a row. */
  record Drawn(String name, String alt, String caption, Drawing drawing, boolean wide)
      implements Figure {}

  /** A PNG whose pixels are shown as squares, {@code cssWidth} wide where the page has the room. */
  record Picture(String name, String alt, String caption, byte[] png, int cssWidth)
      implements Figure {}
}
