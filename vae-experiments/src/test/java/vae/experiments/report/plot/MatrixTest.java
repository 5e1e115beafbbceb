package vae.experiments.report.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class MatrixTest {

  /** Rows 0, 3, 6 are of the first turn, 1, 4, 7 of the second. */
  @Test
  void rowsOfOneTurnStandSideBySide() {
    Matrix rows = new Matrix(9, 1, new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8});
    Matrix sorted = rows.byTurns(3, 2);
    assertEquals(6, sorted.rows());
    assertArrayEquals(new double[] {0, 3, 1, 4, 2, 5}, sorted.values());
  }
}
