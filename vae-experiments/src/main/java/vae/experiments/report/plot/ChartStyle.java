package vae.experiments.report.plot;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** What the drawings look like: in a page by its variables, in a file by one palette. */
public final class ChartStyle {

  private static final String FONT = "Helvetica, Arial, \"Liberation Sans\", sans-serif";

  private ChartStyle() {}

  /** The style sheet of a page: the colours of light and dark, then the rules. */
  public static String ofPage() {
    return ":root {%s }\n@media (prefers-color-scheme: dark) { :root {%s } }\n%s"
        .formatted(declared(Palette.LIGHT), declared(Palette.DARK), resource("chart.css"));
  }

  /** A drawing as a document of its own. */
  public static String document(Figure.Drawn drawn, Palette palette) {
    String sheet = resource("chart.css").replace("var(--sans)", FONT);
    for (Map.Entry<String, String> colour : palette.variables().entrySet()) {
      sheet = sheet.replace("var(" + colour.getKey() + ")", colour.getValue());
    }
    int width = drawn.drawing().width();
    int height = drawn.drawing().height();
    return """
    <svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 %1$d %2$d" width="%1$d" \
    height="%2$d" role="img">
    <title>%3$s</title>
    <style>
    %4$s</style>
    <rect class="back" width="%1$d" height="%2$d"/>
    %5$s</svg>
    """
        .formatted(width, height, Svg.escaped(drawn.alt()), sheet, drawn.drawing().svg().shapes());
  }

  /** A text file beside this class. */
  public static String resource(String name) {
    try (InputStream file = ChartStyle.class.getResourceAsStream(name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String declared(Palette palette) {
    return palette.variables().entrySet().stream()
        .map(colour -> " " + colour.getKey() + ": " + colour.getValue() + ";")
        .collect(Collectors.joining());
  }
}
