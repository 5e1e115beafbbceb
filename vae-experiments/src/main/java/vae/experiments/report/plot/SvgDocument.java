package vae.experiments.report.plot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.internal.chartpart.IChart;

/**
 * A chart as a small SVG document whose bytes depend on the chart only.
 *
 * <p>The encoder writes coordinates of 16 digits, a style on every marker, and clip names that are
 * hash codes; here coordinates keep two decimals, styles become classes, clips are numbered, and
 * the document type, which names an address outside, is left out. A chart shrinks to a third.
 */
final class SvgDocument {

  private static final Pattern LONG_DECIMAL = Pattern.compile("-?\\d+\\.\\d{3,}(?![\\dE])");
  private static final Pattern STYLE = Pattern.compile(" style=\"([^\"]*)\"");
  private static final Pattern CLIP = Pattern.compile("clip-?\\d+");

  private SvgDocument() {}

  static byte[] of(IChart chart) {
    String svg;
    try {
      svg = new String(ChartEncoder.getBytes(chart, "svg"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tidy(svg).getBytes(StandardCharsets.UTF_8);
  }

  private static String tidy(String svg) {
    String text = svg.substring(svg.indexOf("<svg")).replace("\r", "");
    text = text.replaceAll(">\\s+<", ">\n<");
    text = LONG_DECIMAL.matcher(text).replaceAll(number -> shortened(number.group()));
    text = renamed(CLIP, text, "clip", new LinkedHashMap<>(), 0);
    Map<String, String> classes = new LinkedHashMap<>();
    text = renamed(STYLE, text, "s", classes, 1);
    StringBuilder sheet = new StringBuilder("<style>");
    classes.forEach(
        (style, name) -> sheet.append('.').append(name).append('{').append(style).append("}"));
    sheet.append("</style>\n");
    int body = text.indexOf(">\n") + 2;
    return text.substring(0, body) + sheet + text.substring(body);
  }

  private static String shortened(String number) {
    BigDecimal rounded = new BigDecimal(number).setScale(2, RoundingMode.HALF_EVEN);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  /** Replaces every match by a name numbered in order of first occurrence. */
  private static String renamed(
      Pattern pattern, String text, String prefix, Map<String, String> names, int group) {
    Matcher matcher = pattern.matcher(text);
    return matcher.replaceAll(
        match -> {
          String name = names.computeIfAbsent(match.group(group), _ -> prefix + (names.size() + 1));
          return group == 0 ? name : " class=\"" + name + "\"";
        });
  }
}
