package vae.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvTest {

  private static final Limits LIMITS = new Limits(1 << 20);

  private static Csv.Table parse(String text, boolean header, String labels) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Csv.parse("t.csv", bytes, new Csv.Options(header, labels), LIMITS);
  }

  private static DataException refused(String text, boolean header, String labels) {
    return assertThrows(DataException.class, () -> parse(text, header, labels));
  }

  @Test
  void numbersAreReadAsTheNearestFloat() {
    Csv.Table table = parse("1,-2.5,1e-3\n 4 ,\"5\",+0.1", false, "none");
    assertArrayEquals(new int[] {2, 3}, table.values().shape());
    assertArrayEquals(new float[] {1, -2.5f, 1e-3f, 4, 5, 0.1f}, table.values().floats());
    assertTrue(table.labels().isEmpty());
  }

  @Test
  void lineEndsAndAByteOrderMarkDoNotMatter() {
    RawArray expected = parse("1,2\n3,4\n", false, "none").values();
    for (String text : List.of("1,2\r\n3,4\r\n", "1,2\n3,4", "\uFEFF1,2\n3,4", "1,2\r\n3,4")) {
      assertEquals(expected, parse(text, false, "none").values());
    }
  }

  @Test
  void theLabelColumnIsSetApart() {
    for (String labels : List.of("first", "kind")) {
      Csv.Table table = parse("kind,\"a \"\"b\"\"\",c\n7,1,2\n8,3,4\n", true, labels);
      assertArrayEquals(new float[] {1, 2, 3, 4}, table.values().floats());
      assertArrayEquals(new float[] {7, 8}, table.labels().orElseThrow().floats());
      assertEquals(List.of("a \"b\"", "c"), table.columns());
    }
    Csv.Table last = parse("1,2,7\n3,4,8\n", false, "last");
    assertArrayEquals(new float[] {7, 8}, last.labels().orElseThrow().floats());
  }

  @Test
  void complaintsNameLineColumnAndByte() {
    DataException text = refused("1,2\n3,x\n", false, "none");
    assertEquals(
        "t.csv: byte 6: line 2, column 2: expected a number, got \"x\"."
            + " Every cell must be a decimal number such as 0.25 or 1e-3.",
        text.getMessage());
    assertTrue(refused("1,2\n3\n", false, "none").problem().startsWith("line 2, column 1"));
    assertTrue(refused("1,2\n3,4,5\n", false, "none").problem().startsWith("line 2, column 3"));
    assertTrue(refused("1,2\n\n3,4\n", false, "none").problem().startsWith("line 2"));
    assertTrue(refused("\"a\nb\",c\n1,x\n", true, "none").problem().startsWith("line 3"));
    assertTrue(refused("a,b\n1,2\n", false, "none").fix().contains("header"));
    assertTrue(refused("a,b\n1,2\n", true, "c").problem().contains("[a, b]"));
    assertTrue(refused("1,2\n", false, "c").fix().contains("header"));
  }

  @Test
  void whatOnlyJavaTakesForANumberIsRefused() {
    for (String cell : List.of("NaN", "Infinity", "0x1p3", "1f", "1d", "1e99", "--1", "1_0", "")) {
      refused(cell + ",1\n", false, "none");
    }
    refused("\"1\n", false, "none");
    refused("\"1\"2\n", false, "none");
    refused("1\r2\n", false, "none");
    refused("1,\n", false, "none");
    refused("1".repeat(2000), false, "none");
  }

  @Test
  void damagedTextNeverSurprises() {
    Random random = new Random(41);
    byte[] text = "\"a\",b\r\n1,2\n3.5,\"4\"\n".getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 500; i++) {
      Damage.flipsNeverSurprise(
          text, random, file -> Csv.read(file, new Csv.Options(true, "last"), LIMITS));
    }
  }

  @Test
  void anEmptyTextIsAnEmptyTable() {
    assertEquals(0, parse("", false, "none").values().size());
    assertEquals(0, parse("a,b\n", true, "last").values().size());
  }

  private static byte[] file(String name) throws IOException {
    try (InputStream in = CsvTest.class.getResourceAsStream("/vae/data/cases/csv/" + name)) {
      return in.readAllBytes();
    }
  }

  /** F8: the message names the cause: the separator seen, a comment, a blank line. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          semi.csv         | separated by semicolons: save it
          tab.csv          | separated by tabs
          decimalcomma.csv | decimals by commas
          comment.csv      | line 1, column 1: expected a number, got "# made by hand"
          comment.csv      | Comments are not read
          trailcomma.csv   | line 1, column 7: expected a number, got nothing
          trailcomma.csv   | the comma at the end of the line
          utf16.csv        | Save the file as UTF-8
          nul.csv          | NUL bytes
          escape.csv       | got "\\x1b[31mred
          """)
  void theCauseOfARefusalIsNamed(String name, String expected) throws IOException {
    byte[] text = file(name);
    DataException e =
        assertThrows(
            DataException.class,
            () -> Csv.parse(name, text, new Csv.Options(false, "none"), LIMITS));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertTrue(e.getMessage().chars().noneMatch(Character::isISOControl), e.getMessage());
  }

  /** F8: a blank line ends many files, and is no example. */
  @Test
  void blankLinesAtTheEndAreLeftOut() throws IOException {
    RawArray expected = parse("1,2\n3,4\n", false, "none").values();
    for (String end : List.of("\n", "\n\n \n", "\r\n", "\n\t")) {
      assertEquals(expected, parse("1,2\n3,4\n" + end, false, "none").values());
    }
    Csv.Table table = Csv.parse("t", file("blankend.csv"), new Csv.Options(false, "none"), LIMITS);
    assertEquals(6, table.values().extent(1));
    DataException middle = refused("1,2\n\n\n3,4\n", false, "none");
    assertTrue(middle.problem().startsWith("line 2: "), middle.getMessage());
    assertTrue(middle.problem().contains("blank line"), middle.getMessage());
    assertEquals(2, parse("1\n2\n\n", false, "none").values().size());
  }

  /** F8: 16777216 and 16777217 are one float and two labels. */
  @Test
  void labelsAreExactOrRefused() throws IOException {
    byte[] text = file("lab2p24.csv");
    DataException e =
        assertThrows(
            DataException.class,
            () -> Csv.parse("t", text, new Csv.Options(false, "last"), LIMITS));
    assertTrue(e.problem().startsWith("line 2, column 3: expected a label"), e.getMessage());
    assertTrue(refused("16777217,1\n", false, "first").problem().contains("got 16777217"));
    for (String label : List.of("-1", "0.5", "1e9")) {
      assertTrue(refused("1," + label + "\n", false, "last").problem().contains("label"), label);
    }
    byte[] names = file("labstr.csv");
    e =
        assertThrows(
            DataException.class,
            () -> Csv.parse("t", names, new Csv.Options(false, "last"), LIMITS));
    assertTrue(e.problem().startsWith("line 1, column 7"), e.getMessage());
    float[] exact = parse("16777216,1\n1.0e1,1\n", false, "first").labels().orElseThrow().floats();
    assertArrayEquals(new float[] {16777216, 10}, exact);
  }

  /** F8: the first of two columns was taken silently. */
  @Test
  void twoLabelColumnsOfOneNameAreRefused() throws IOException {
    byte[] text = file("dupcol.csv");
    DataException e =
        assertThrows(
            DataException.class, () -> Csv.parse("t", text, new Csv.Options(true, "y"), LIMITS));
    assertTrue(e.problem().contains("one column \"y\", got [y, x, y]"), e.getMessage());
    assertEquals(3, Csv.parse("t", text, new Csv.Options(true, "none"), LIMITS).values().extent(1));
  }

  /** F8: the row numbers that pandas writes became a feature silently. */
  @Test
  void aColumnWithoutANameIsRefused() throws IOException {
    byte[] text = file("index.csv");
    DataException e =
        assertThrows(
            DataException.class, () -> Csv.parse("t", text, new Csv.Options(true, "none"), LIMITS));
    assertTrue(e.problem().contains("column 1 has no name"), e.getMessage());
    assertTrue(e.fix().contains("index=False"), e.getMessage());
    assertEquals(
        6, Csv.parse("t", text, new Csv.Options(true, "first"), LIMITS).values().extent(1));
  }
}
