package vae.experiments.run.verification;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import vae.experiments.folder.Folder;

/**
 * Compares a report and its figures with those that this build draws from the files of the run that
 * was made again.
 *
 * <p>Pictures are compared by their pixels, whatever compressed them.
 *
 * @param first the run's folder
 * @param second with the report that was drawn here
 */
public record ReportComparison(String id, Folder first, Folder second) {

  public static final String REPORT = "report.html";

  private static final String FIGURES = "figures/";

  /** Bytes of a page or a figure, at most. */
  public static final int MAX_REPORT = 256 << 20;

  /** Bytes of a PNG file up to the end of its size and kind. */
  private static final int HEADER = 29;

  private static final Pattern PICTURE = Pattern.compile("data:image/png;base64,([A-Za-z0-9+/=]*)");

  public Optional<Verdict.Different> difference() throws IOException {
    String one = page(first);
    String other = page(second);
    if (!one.equals(other)) {
      Optional<Verdict.Different> found = pages(one, other);
      if (found.isPresent()) {
        return found;
      }
    }
    SortedSet<String> names = figures(first);
    if (!names.equals(figures(second))) {
      return different(FIGURES, names, figures(second));
    }
    for (String name : names) {
      byte[] left = first.file(name).bytes(MAX_REPORT);
      byte[] right = second.file(name).bytes(MAX_REPORT);
      if (!Arrays.equals(left, right) && !(name.endsWith(".png") && samePixels(left, right))) {
        return different(name, "the figure that the run's files give", "another");
      }
    }
    return Optional.empty();
  }

  private static String page(Folder folder) throws IOException {
    return folder.file(REPORT).text(MAX_REPORT);
  }

  private static SortedSet<String> figures(Folder folder) throws IOException {
    SortedSet<String> names = new TreeSet<>(folder.walk().files());
    names.removeIf(name -> !name.startsWith(FIGURES));
    return names;
  }

  private Optional<Verdict.Different> different(String what, Object expected, Object got) {
    return Optional.of(
        Verdict.Different.atTheEnd(id, what, String.valueOf(expected), String.valueOf(got)));
  }

  private Optional<Verdict.Different> pages(String one, String other) throws IOException {
    List<String> expected = words(one);
    List<String> got = words(other);
    for (int i = 0; i < Math.max(expected.size(), got.size()); i++) {
      String left = i < expected.size() ? expected.get(i) : "nothing";
      String right = i < got.size() ? got.get(i) : "nothing";
      if (!left.equals(right)) {
        return different(REPORT + " line " + (i + 1), brief(left), brief(right));
      }
    }
    List<String> pictures = pictures(one);
    List<String> drawn = pictures(other);
    for (int i = 0; i < pictures.size(); i++) {
      if (!samePixels(decoded(pictures.get(i)), decoded(drawn.get(i)))) {
        return different(REPORT, "the pictures that the run's files give", "others");
      }
    }
    return Optional.empty();
  }

  /** All but pictures, line by line. */
  private static List<String> words(String page) {
    return PICTURE.matcher(page).replaceAll("picture").lines().toList();
  }

  private static String brief(String line) {
    return line.length() <= 200 ? line : line.substring(0, 200) + "…";
  }

  private static List<String> pictures(String page) {
    return PICTURE.matcher(page).results().map(it -> it.group(1)).toList();
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /**
   * Whether two PNG files show the same. Nothing is decoded that claims another size than the
   * picture that was drawn here.
   */
  private static boolean samePixels(byte[] recorded, byte[] drawn) {
    if (Arrays.equals(recorded, drawn)) {
      return true;
    }
    if (recorded.length < HEADER
        || drawn.length < HEADER
        || Arrays.mismatch(recorded, 0, HEADER, drawn, 0, HEADER) >= 0) {
      return false;
    }
    try {
      BufferedImage got = ImageIO.read(new ByteArrayInputStream(recorded));
      BufferedImage expected = ImageIO.read(new ByteArrayInputStream(drawn));
      return got != null && expected != null && Arrays.equals(pixels(got), pixels(expected));
    } catch (IOException e) {
      return false;
    }
  }

  private static int[] pixels(BufferedImage image) {
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }
}
