package vae.experiments.report.plot;

import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Small pictures in labelled rows, one row for each of several models. */
public final class PictureRows {

  private static final int SCALE = 4;
  private static final int GAP = 8;
  private static final double LETTER = 6.7;

  /**
   * One row.
   *
   * @param pictures [count, height · width], grey values from 0 (black) to 1 (white)
   */
  public record Row(String label, double[][] pictures) {}

  private PictureRows() {}

  /**
   * An SVG document with the pictures inside; its text depends on the arguments only.
   *
   * @param rows at least one, all of equally many pictures
   */
  public static String svg(int height, int width, List<Row> rows) {
    PictureShape shape = new PictureShape(height, width, 1, PictureShape.Layout.INTERLEAVED);
    ImageGrid grid = new ImageGrid(shape, 0, 1);
    int longest = rows.stream().mapToInt(row -> row.label().length()).max().orElse(0);
    double left = 16 + LETTER * longest;
    int columns = rows.getFirst().pictures().length;
    int pictureWidth = SCALE * grid.widthOf(columns);
    int pictureHeight = SCALE * height;
    int total = GAP + rows.size() * (pictureHeight + GAP);
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %d\" width=\"%.0f\""
                + " height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">\n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>\n",
            left + pictureWidth + GAP,
            total,
            left + pictureWidth + GAP,
            total));
    for (int i = 0; i < rows.size(); i++) {
      double[] flat = new double[columns * height * width];
      for (int k = 0; k < columns; k++) {
        System.arraycopy(rows.get(i).pictures()[k], 0, flat, k * height * width, height * width);
      }
      byte[] png = grid.plain(new Matrix(columns, height * width, flat), columns, columns);
      int top = GAP + i * (pictureHeight + GAP);
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"end\" fill=\"#24292f\">%s</text>\n"
                  + "<image x=\"%.2f\" y=\"%d\" width=\"%d\" height=\"%d\""
                  + " style=\"image-rendering:pixelated\" href=\"data:image/png;base64,%s\"/>\n",
              left - 8,
              top + pictureHeight / 2.0 + 4,
              Svg.escaped(rows.get(i).label()),
              left,
              top,
              pictureWidth,
              pictureHeight,
              Base64.getEncoder().encodeToString(png)));
    }
    return svg.append("</svg>\n").toString();
  }
}
