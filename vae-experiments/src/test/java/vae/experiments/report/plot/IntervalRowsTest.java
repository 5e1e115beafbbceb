package vae.experiments.report.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

final class IntervalRowsTest {

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Double> numbers(NodeList elements, String attribute) {
    List<Double> numbers = new ArrayList<>();
    for (int i = 0; i < elements.getLength(); i++) {
      numbers.add(Double.parseDouble(((Element) elements.item(i)).getAttribute(attribute)));
    }
    return numbers;
  }

  /** Circles stand at their means, and a line of an interval is as wide as its numbers. */
  @Test
  void marksAreWhereTheirNumbersAre() throws Exception {
    String svg =
        IntervalRows.svg(
            "x < y",
            List.of(
                new IntervalRows.Mark("a & b", "only", 0, 1),
                new IntervalRows.Mark("c", "only", 10, 2),
                new IntervalRows.Mark("d", "only", 5, 0)));
    Document document = parsed(svg);
    List<Double> x = numbers(document.getElementsByTagName("circle"), "cx");
    assertEquals(3, x.size());
    assertEquals((x.get(0) + x.get(1)) / 2, x.get(2), 0.02);
    double unit = (x.get(1) - x.get(0)) / 10;
    NodeList lines = document.getElementsByTagName("line");
    List<Double> widths = new ArrayList<>();
    for (int i = 0; i < lines.getLength(); i++) {
      Element line = (Element) lines.item(i);
      if (line.getAttribute("class").startsWith("whisker")) {
        widths.add(
            Double.parseDouble(line.getAttribute("x2"))
                - Double.parseDouble(line.getAttribute("x1")));
      }
    }
    assertEquals(2 * unit, widths.get(0), 0.03);
    assertEquals(4 * unit, widths.get(1), 0.03);
    assertEquals(2, widths.size());
    assertTrue(svg.contains("a &amp; b") && svg.contains("x &lt; y"), svg);
  }

  @Test
  void severalSeriesHaveALegendAndMarkersOfTheirOwn() throws Exception {
    String svg =
        IntervalRows.svg(
            "x",
            List.of(
                new IntervalRows.Mark("a", "one", 1, 0.1),
                new IntervalRows.Mark("a", "two", 2, 0.1),
                new IntervalRows.Mark("b", "one", 3, 0.1)));
    assertTrue(svg.contains(">one</text>") && svg.contains(">two</text>"), svg);
    assertEquals(2, parsed(svg).getElementsByTagName("circle").getLength());
    List<Element> others = new ArrayList<>();
    NodeList paths = parsed(svg).getElementsByTagName("path");
    for (int i = 0; i < paths.getLength(); i++) {
      if (((Element) paths.item(i)).getAttribute("transform").startsWith("translate")) {
        others.add((Element) paths.item(i));
      }
    }
    assertEquals(1, others.size(), svg);
    assertEquals("dot s1", others.getFirst().getAttribute("class"));
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> IntervalRows.svg("x", List.of()));
    assertThrows(
        IllegalArgumentException.class, () -> new IntervalRows.Mark("a", "b", Double.NaN, 0));
    assertThrows(IllegalArgumentException.class, () -> new IntervalRows.Mark("a", "b", 0, -1));
  }

  @Test
  void oneMarkAloneIsDrawn() throws Exception {
    parsed(IntervalRows.svg("x", List.of(new IntervalRows.Mark("a", "b", 3, 0))));
  }

  /** Two rows of two pictures of 1 × 2 pixels: the pixels are those that were given. */
  @Test
  void pictureRowsHoldTheirPixels() throws Exception {
    String svg =
        PictureRows.svg(
            1,
            2,
            List.of(
                new PictureRows.Row("first", new double[][] {{0, 1}, {1, 0}}),
                new PictureRows.Row("second", new double[][] {{0.2, 0.4}, {2, -1}})));
    NodeList images = parsed(svg).getElementsByTagName("image");
    assertEquals(2, images.getLength());
    String href = ((Element) images.item(1)).getAttribute("href");
    byte[] png = Base64.getDecoder().decode(href.substring(href.indexOf(',') + 1));
    var image = ImageIO.read(new ByteArrayInputStream(png));
    assertEquals(5, image.getWidth());
    assertEquals(0xff333333, image.getRGB(0, 0));
    assertEquals(0xff666666, image.getRGB(1, 0));
    assertEquals(0xffffffff, image.getRGB(3, 0));
    assertEquals(0xff000000, image.getRGB(4, 0));
  }
}
