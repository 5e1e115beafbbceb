package vae.experiments.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import vae.experiments.sweep.table.SeedSummary;

final class TableTest {

  @Test
  void markdownIsAlignedAndNumbersHaveFourDecimals() {
    Table table = new Table(List.of("L", "test ELBO"));
    table.row(1, -31.42);
    table.row(50, "± 0.1");
    assertEquals(
        """
        | L  | test ELBO |
        |----|-----------|
        | 1  | -31.4200  |
        | 50 | ± 0.1     |
        """,
        table.markdown());
    assertEquals(List.of("1", "-31.4200"), table.rows().getFirst());
  }

  /** Four decimals are for the eye; the file keeps every bit. */
  @Test
  void jsonKeepsExactNumbers() {
    Table table = new Table(List.of("a", "b", "c", "d"));
    table.row(1.0 / 3, new SeedSummary(0.1, 0.25, 0.5, 3), 7, "x");
    table.row(Double.NaN, new SeedSummary(2, Double.NaN, Double.NaN, 1), 8L, "");
    assertEquals(
        """
        {"columns":["a","b","c","d"],"rows":[[0.3333333333333333,\
        {"mean":0.1,"deviation":0.25,"halfWidth":0.5,"n":3},7,"x"],\
        ["NaN",{"mean":2.0,"deviation":"NaN","halfWidth":"NaN","n":1},8,""]]}\
        """,
        table.json().toString());
    assertEquals(List.of("0.3333", "0.1000 ± 0.5000", "7", "x"), table.rows().getFirst());
  }

  /** A bar, a backslash before a bar or a line break would end the cell or the table. */
  @Test
  void cellsStayCells() {
    Table table = new Table(List.of("q(z|x)"));
    table.row("a\\|b");
    table.row("two\nlines\r\nand more");
    assertEquals(
        """
        | q(z\\|x)            |
        |--------------------|
        | a\\\\\\|b             |
        | two lines and more |
        """,
        table.markdown());
    assertEquals("a\\|b", table.rows().getFirst().getFirst(), "cells keep their own text");
  }

  @Test
  void theLocaleDoesNotChangeNumbers() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertEquals("-1234.5000", Table.number(-1234.5));
      assertEquals("2.0000", new SeedSummary(2, 1, 1, 1).meanAndInterval());
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aRowOfAnotherWidthIsRefused() {
    Table table = new Table(List.of("a", "b"));
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> table.row(1));
    assertEquals("a row of 1 cells for 2 columns [a, b]", refused.getMessage());
  }

  @Test
  void findingsAreTheClaimAndTheTables() {
    Table table = new Table(List.of("a"));
    table.row(1);
    Findings findings = new Findings("One is enough", List.of(table, table));
    String one = "| a |\n|---|\n| 1 |\n";
    assertEquals("One is enough\n\n" + one + "\n" + one, findings.markdown());
  }
}
