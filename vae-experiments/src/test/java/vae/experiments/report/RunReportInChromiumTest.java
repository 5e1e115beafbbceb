package vae.experiments.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Opens the page in a browser: needs {@code chromium} on the PATH. Without it the tests are
 * skipped, or fail where the environment says {@code VAE_REQUIRE_CHROMIUM=1}.
 */
final class RunReportInChromiumTest {

  @TempDir private static Path folder;

  @BeforeAll
  static void writeReport() throws IOException {
    RunFolderFixture.small(folder.resolve("run"));
    RunReport.write(folder.resolve("run"));
  }

  @Test
  void sectionsAreInTheDocumentAndNoImageIsBroken() throws Exception {
    Path chromium = chromium();
    Path dom = folder.resolve("dom.html");
    run(chromium, dom, "--dump-dom");
    String document = Files.readString(dom);
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
    Path chromium = chromium();
    Path picture = folder.resolve(name + ".png");
    run(
        chromium,
        folder.resolve("out"),
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
    assertTrue(colours.contains(palette.line(0).getRGB()), "no line of a chart in its colour");
    double mean = brightness / (double) shot.getWidth() / shot.getHeight();
    assertEquals(scheme == 1, mean > 128, "mean brightness " + mean);
  }

  private void run(Path chromium, Path output, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(chromium.toString(), "--headless"));
    command.addAll(
        List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--user-data-dir=" + Files.createTempDirectory(folder, "profile")));
    command.addAll(List.of(arguments));
    command.add(folder.resolve("run/report.html").toUri().toString());
    Path errors = folder.resolve("errors");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      fail("chromium did not end within 90 s: " + Files.readString(errors));
    }
    assertEquals(0, process.exitValue(), "chromium failed: " + Files.readString(errors));
  }

  private static Path chromium() {
    Optional<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "chromium"))
            .filter(Files::isExecutable)
            .findFirst();
    String missing = "no chromium on the PATH; on Debian `apt-get install chromium`";
    if (found.isEmpty() && "1".equals(System.getenv("VAE_REQUIRE_CHROMIUM"))) {
      fail(missing + " (VAE_REQUIRE_CHROMIUM=1 makes this a failure)");
    }
    return found.orElseGet(() -> abort("skipped: " + missing));
  }
}
