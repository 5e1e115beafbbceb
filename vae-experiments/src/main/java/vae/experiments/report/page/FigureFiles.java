package vae.experiments.report.page;

import java.io.IOException;
import java.util.List;
import vae.experiments.folder.Folder;
import vae.experiments.report.plot.ChartStyle;
import vae.experiments.report.plot.Figure;
import vae.experiments.report.plot.Palette;

/** Writes figures into a folder's {@code figures/}, each in a file that needs no page. */
public final class FigureFiles {

  private static final String FOLDER = "figures/";

  private FigureFiles() {}

  /** Writes charts for light and for dark pages, and pictures. */
  public static void write(Folder folder, List<Section> sections) throws IOException {
    for (Section section : sections) {
      for (Figure figure : section.figures()) {
        switch (figure) {
          case Figure.Drawn drawn -> {
            for (Palette palette : Palette.values()) {
              String svg = ChartStyle.document(drawn, palette);
              folder.file(FOLDER + file(drawn, palette)).write(svg);
            }
          }
          case Figure.Picture picture ->
              folder.file(FOLDER + picture.name() + ".png").write(picture.png());
        }
      }
    }
  }

  private static String file(Figure figure, Palette palette) {
    return figure.name() + palette.suffix() + ".svg";
  }
}
