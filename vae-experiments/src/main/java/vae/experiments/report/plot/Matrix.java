package vae.experiments.report.plot;

/** Rows of equal width in row-major order: {@code values : [rows, width]}. */
public record Matrix(int rows, int width, double[] values) {

  public double at(int row, int column) {
    return values[row * width + column];
  }

  public double[] column(int column) {
    double[] copy = new double[rows];
    for (int row = 0; row < rows; row++) {
      copy[row] = at(row, column);
    }
    return copy;
  }

  /** The first {@code columns} rounds of rows that take turns, those of one turn side by side. */
  public Matrix byTurns(int turns, int columns) {
    double[] sorted = new double[turns * columns * width];
    for (int i = 0; i < sorted.length; i++) {
      int place = i / width;
      sorted[i] = at(place % columns * turns + place / columns, i % width);
    }
    return new Matrix(turns * columns, width, sorted);
  }

  public boolean isFinite() {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
