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

  public boolean isFinite() {
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return false;
      }
    }
    return true;
  }
}
