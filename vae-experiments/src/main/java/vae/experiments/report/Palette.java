package vae.experiments.report;

import java.awt.Color;
import java.util.List;

/**
 * The colours of a chart on a light or a dark page.
 *
 * <p>The qualitative colours are Paul Tol's schemes "muted" (light page) and "light" (dark page),
 * made to stay apart under the common forms of colour blindness; lines and markers differ in shape
 * too, so that nothing hangs on colour alone.
 */
enum Palette {
  LIGHT(
      "",
      new Color(0xffffff),
      new Color(0x24292f),
      new Color(0x57606a),
      new Color(0xe4e7eb),
      List.of(0x004488, 0xbb5566, 0xb08a00),
      List.of(
          0x332288, 0xcc6677, 0x117733, 0xc8b14a, 0x56b4e0, 0x882255, 0x44aa99, 0x999933, 0xaa4499,
          0x777777)),
  DARK(
      "-dark",
      new Color(0x161b22),
      new Color(0xe6edf3),
      new Color(0x9aa5b1),
      new Color(0x2d343d),
      List.of(0x77aadd, 0xee8866, 0xeedd88),
      List.of(
          0x77aadd, 0xee8866, 0x44bb99, 0xeedd88, 0xffaabb, 0x99ddff, 0xbbcc33, 0xaaaa00, 0xc9a0dc,
          0xdddddd));

  private final String suffix;
  private final Color background;
  private final Color text;
  private final Color quiet;
  private final Color grid;
  private final List<Integer> lines;
  private final List<Integer> classes;

  Palette(
      String suffix,
      Color background,
      Color text,
      Color quiet,
      Color grid,
      List<Integer> lines,
      List<Integer> classes) {
    this.suffix = suffix;
    this.background = background;
    this.text = text;
    this.quiet = quiet;
    this.grid = grid;
    this.lines = lines;
    this.classes = classes;
  }

  /** What a figure's file name ends with before the dot. */
  String suffix() {
    return suffix;
  }

  Color background() {
    return background;
  }

  Color text() {
    return text;
  }

  /** Of axis labels. */
  Color quiet() {
    return quiet;
  }

  Color grid() {
    return grid;
  }

  /** The colour of the {@code index}-th line; there are three. */
  Color line(int index) {
    return new Color(lines.get(index % lines.size()));
  }

  /** The colour of the {@code index}-th class; ten, then again from the first. */
  Color ofClass(int index) {
    return new Color(classes.get(index % classes.size()));
  }
}
