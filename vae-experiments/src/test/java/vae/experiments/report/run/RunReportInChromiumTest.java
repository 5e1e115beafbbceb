package vae.experiments.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.experiments.report.page.Chromium;
import vae.experiments.report.plot.Palette;

/** Opens the page in a browser, where there is one. */
final class RunReportInChromiumTest {

  @TempDir private static Path folder;

  @BeforeAll
  static void writeReport() throws IOException {
    RunFolderFixture.small(folder.resolve("run"));
    RunReport.write(folder.resolve("run"));
  }

  private static Path page() {
    return folder.resolve("run/report.html");
  }

  @Test
  void sectionsAreInTheDocumentAndNoImageIsBroken() throws Exception {
    String document = Chromium.in(folder).open(page(), "--dump-dom").output();
    for (String section : RunReportTest.SECTIONS) {
      assertTrue(document.contains("<section id=\"" + section + "\""), section);
    }
    assertTrue(document.contains("<h1>digits-diagonal</h1>"));
    assertTrue(document.endsWith("</html>\n"), "the browser had to mend the end of the page");
  }

  /** preferredColorScheme is 0 for dark and 1 for light. */
  @ParameterizedTest
  @CsvSource({"0,1200,dark", "1,420,phone"})
  void screenshotShowsThePage(int scheme, int width, String name) throws Exception {
    Path picture = folder.resolve(name + ".png");
    Chromium.in(folder)
        .open(
            page(),
            "--blink-settings=preferredColorScheme=" + scheme,
            "--window-size=" + width + ",2400",
            "--screenshot=" + picture);
    BufferedImage shot = ImageIO.read(picture.toFile());
    assertEquals(width, shot.getWidth());
    Set<Integer> colours = new HashSet<>();
    long brightness = 0;
    for (int y = 0; y < shot.getHeight(); y++) {
      for (int x = 0; x < shot.getWidth(); x++) {
        int colour = shot.getRGB(x, y);
        colours.add(colour);
        brightness += colour >> 8 & 0xff;
      }
    }
    assertTrue(colours.size() > 100, "a blank page: " + colours.size() + " colours");
    Palette palette = scheme == 1 ? Palette.LIGHT : Palette.DARK;
    assertTrue(colours.contains(palette.ofClass(0).getRGB()), "no line of a chart in its colour");
    double mean = brightness / (double) shot.getWidth() / shot.getHeight();
    assertEquals(scheme == 1, mean > 128, "mean brightness " + mean);
  }
}
