package vae.experiments.report.plot;

import java.math.BigDecimal;
import vae.experiments.report.text.Markup;

/**
 * A drawing made of SVG shapes; what they look like is in {@code chart.css}, by class names.
 *
 * <p>Coordinates are pixels from the upper left corner, written with two decimals. Text is escaped.
 * Letters stay letters: the bytes do not depend on the machine's fonts.
 */
public final class Svg {

  /** Which end of a text stands at its coordinate. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** Width of a character, wide ones among them. */
  private static final double CHARACTER = 6.7;

  /** Circle, square, diamond and triangle around a point. */
  private static final String[] MARKS = {
    "m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
    "m-2.6-2.6h5.2v5.2h-5.2z",
    "m-3.6 0l3.6-3.6 3.6 3.6-3.6 3.6z",
    "m0-3.6l3.3 5.8h-6.6z"
  };

  private final StringBuilder out = new StringBuilder();

  public Svg line(String style, double x1, double y1, double x2, double y2) {
    begin("line", style).number("x1", x1).number("y1", y1).number("x2", x2).number("y2", y2);
    out.append("/>\n");
    return this;
  }

  /** A rectangle with words that are shown where the pointer rests; these may be empty. */
  Svg rectangle(String style, double x, double y, double width, double height, String hint) {
    begin("rect", style).number("x", x).number("y", y);
    number("width", width).number("height", height);
    return end("rect", hint);
  }

  /** A circle with words that are shown where the pointer rests; these may be empty. */
  public Svg circle(String style, double x, double y, double radius, String hint) {
    begin("circle", style).number("cx", x).number("cy", y).number("r", radius);
    return end("circle", hint);
  }

  /** Straight lines from point to point. */
  Svg polyline(String style, double[] x, double[] y, String hint) {
    begin("path", style).attribute("d", "M" + points(x, y, 0, x.length, 1));
    return end("path", hint);
  }

  /** The area between two lines over the same abscissae. */
  Svg area(String style, double[] x, double[] low, double[] high) {
    String there = points(x, high, 0, x.length, 1);
    String back = points(x, low, x.length - 1, -1, -1);
    begin("path", style).attribute("d", "M" + there + "L" + back + "Z");
    return end("path", "");
  }

  /** Small marks at the points, of the number's colour and shape. */
  Svg marks(int style, double[] x, double[] y) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < x.length; i++) {
      path.append('M').append(pixels(x[i])).append(' ').append(pixels(y[i]));
      path.append(shape(style));
    }
    begin("path", "dot s" + style % 10).attribute("d", path.toString());
    return end("path", "");
  }

  /** One such mark, as large as a circle of the radius; its words may be empty. */
  Svg mark(int style, double x, double y, double radius, String hint) {
    if (shape(style).equals(MARKS[0])) {
      return circle("dot s" + style % 10, x, y, radius, hint);
    }
    String place = "translate(%s %s) scale(%s)".formatted(pixels(x), pixels(y), pixels(radius / 3));
    begin("path", "dot s" + style % 10).attribute("transform", place);
    attribute("d", "M0 0" + shape(style));
    return end("path", hint);
  }

  private static String shape(int style) {
    return MARKS[(style + style / 10) % MARKS.length];
  }

  /** One line of text whose baseline is at {@code y}. */
  public Svg text(String style, double x, double y, Anchor anchor, String text) {
    begin("text", style + anchorStyle(anchor)).number("x", x).number("y", y);
    out.append('>');
    Markup.escape(text, out);
    out.append("</text>\n");
    return this;
  }

  Svg upwards(String style, double x, double y, String text) {
    begin("text", style + anchorStyle(Anchor.MIDDLE));
    attribute("transform", "translate(%s %s) rotate(-90)".formatted(pixels(x), pixels(y)));
    out.append('>');
    Markup.escape(text, out);
    out.append("</text>\n");
    return this;
  }

  /** Starts a part of which only what lies inside the rectangle is seen. */
  Svg window(double x, double y, double width, double height) {
    out.append("<svg");
    number("x", x).number("y", y).number("width", width).number("height", height);
    attribute("viewBox", String.join(" ", pixels(x), pixels(y), pixels(width), pixels(height)));
    out.append(">\n");
    return this;
  }

  /** Ends the part begun last. */
  Svg whole() {
    out.append("</svg>\n");
    return this;
  }

  /** Everything that was drawn, for an {@code svg} element. */
  public String shapes() {
    return out.toString();
  }

  /** Text as it stands between tags. */
  public static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    Markup.escape(text, escaped);
    return escaped.toString();
  }

  /** The text, cut to what fits into the width in pixels, with an ellipsis where it was cut. */
  public static String fitted(String text, double width) {
    int most = Math.max(2, (int) (width / CHARACTER));
    return text.length() <= most ? text : text.substring(0, most - 1) + "\u2026";
  }

  /** Pixels that the text takes at most in a usual font of the charts' size. */
  public static double width(String text) {
    return CHARACTER * text.length();
  }

  private static String anchorStyle(Anchor anchor) {
    return switch (anchor) {
      case START -> "";
      case MIDDLE -> " middle";
      case END -> " end";
    };
  }

  private static String points(double[] x, double[] y, int from, int to, int step) {
    StringBuilder points = new StringBuilder();
    for (int i = from; i != to; i += step) {
      points.append(i == from ? "" : "L").append(pixels(x[i])).append(' ').append(pixels(y[i]));
    }
    return points.toString();
  }

  private Svg begin(String element, String style) {
    out.append('<').append(element);
    return attribute("class", style);
  }

  private Svg end(String element, String hint) {
    if (hint.isEmpty()) {
      out.append("/>\n");
    } else {
      out.append("><title>");
      Markup.escape(hint, out);
      out.append("</title></").append(element).append(">\n");
    }
    return this;
  }

  private Svg attribute(String name, String value) {
    out.append(' ').append(name).append("=\"").append(value).append('"');
    return this;
  }

  private Svg number(String name, double value) {
    return attribute(name, pixels(value));
  }

  private static String pixels(double value) {
    long hundredths = Math.round(100 * value);
    return hundredths % 100 == 0
        ? Long.toString(hundredths / 100)
        : BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString();
  }
}
