package vae.experiments.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import vae.experiments.folder.DurableFile;

/** Writes figures into a folder's {@code figures/}, each in a file that needs no page. */
final class FigureFiles {

  private FigureFiles() {}

  /** Writes charts for light and for dark pages, and pictures. */
  static void write(Path folder, List<Section> sections) throws IOException {
    Path figures = folder.resolve("figures");
    for (Section section : sections) {
      for (Figure figure : section.figures()) {
        switch (figure) {
          case Figure.Chart chart -> {
            DurableFile.write(figures.resolve(file(chart, Palette.LIGHT)), chart.light());
            DurableFile.write(figures.resolve(file(chart, Palette.DARK)), chart.dark());
          }
          case Figure.Drawn drawn -> {
            for (Palette palette : Palette.values()) {
              String svg = ChartStyle.document(drawn, palette);
              DurableFile.write(figures.resolve(file(drawn, palette)), svg);
            }
          }
          case Figure.Picture picture ->
              DurableFile.write(figures.resolve(picture.name() + ".png"), picture.png());
        }
      }
    }
  }

  private static String file(Figure figure, Palette palette) {
    return figure.name() + palette.suffix() + ".svg";
  }
}
