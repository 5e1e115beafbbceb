package vae.experiments.report.plot;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The colours of a chart on a light or a dark page.
 *
 * <p>The qualitative colours are Paul Tol's schemes "muted" (light page) and "light" (dark page),
 * made to stay apart under the common forms of colour blindness; lines and markers differ in shape
 * too, so that nothing hangs on colour alone. Steps from worst to best grow away from the page's
 * own lightness, so that the best stands out most.
 */
public enum Palette {
  LIGHT(
      "",
      new Color(0xffffff),
      new Color(0x24292f),
      new Color(0x57606a),
      new Color(0xe4e7eb),
      List.of(
          0x332288, 0xcc6677, 0x117733, 0xc8b14a, 0x56b4e0, 0x882255, 0x44aa99, 0x999933, 0xaa4499,
          0x777777),
      List.of(0xb9ddb4, 0x8accbb, 0x55b5c2, 0x2f97c2, 0x2672b2, 0x2b4a9b, 0x1c2a6b)),
  DARK(
      "-dark",
      new Color(0x161b22),
      new Color(0xe6edf3),
      new Color(0x9aa5b1),
      new Color(0x2d343d),
      List.of(
          0x77aadd, 0xee8866, 0x44bb99, 0xeedd88, 0xffaabb, 0x99ddff, 0xbbcc33, 0xaaaa00, 0xc9a0dc,
          0xdddddd),
      List.of(0x2d4a66, 0x2b6a80, 0x2f8b94, 0x4aad9c, 0x7cca9a, 0xb5e09a, 0xf0f2a3));

  private final String suffix;
  private final Color background;
  private final Color text;
  private final Color quiet;
  private final Color grid;
  private final List<Integer> classes;
  private final List<Integer> steps;

  Palette(
      String suffix,
      Color background,
      Color text,
      Color quiet,
      Color grid,
      List<Integer> classes,
      List<Integer> steps) {
    this.suffix = suffix;
    this.background = background;
    this.text = text;
    this.quiet = quiet;
    this.grid = grid;
    this.classes = classes;
    this.steps = steps;
  }

  /** What a figure's file name ends with before the dot. */
  public String suffix() {
    return suffix;
  }

  public Color text() {
    return text;
  }

  /** The colour of the {@code index}-th class; ten, then again from the first. */
  public Color ofClass(int index) {
    return new Color(classes.get(index % classes.size()));
  }

  /** The colours by the names that {@code chart.css} has for them. */
  SequencedMap<String, String> variables() {
    SequencedMap<String, String> variables = new LinkedHashMap<>();
    variables.put("--chart-back", css(background));
    variables.put("--chart-text", css(text));
    variables.put("--chart-quiet", css(quiet));
    variables.put("--chart-grid", css(grid));
    for (int i = 0; i < classes.size(); i++) {
      variables.put("--s" + i, css(ofClass(i)));
    }
    for (int i = 0; i < steps.size(); i++) {
      Color step = new Color(steps.get(i));
      variables.put("--m" + i, css(step));
      variables.put("--n" + i, isBright(step) ? "#111418" : "#ffffff");
    }
    return variables;
  }

  private static String css(Color colour) {
    return "#%06x".formatted(colour.getRGB() & 0xffffff);
  }

  /** Whether dark letters are read better on it than white ones. */
  private static boolean isBright(Color colour) {
    return 2126 * colour.getRed() + 7152 * colour.getGreen() + 722 * colour.getBlue() > 1_150_000;
  }
}
