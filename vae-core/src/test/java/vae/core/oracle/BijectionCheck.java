package vae.core.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Bijection;
import vae.core.distribution.FlowStep;

/** Compares a step of a flow with its numeric Jacobian, and with its own inverse if it has one. */
public final class BijectionCheck {

  private static final double STEP = 1e-5;

  private BijectionCheck() {}

  /**
   * Fails unless the volume, and that of the inverse where there is one, is the log-determinant of
   * the Jacobian by central differences, to 1e-7.
   *
   * @param z one point, [m]
   */
  public static void volume(Tape tape, FlowStep f, double... z) {
    FlowStep.Image image = f.forward(row(tape, z));
    double expected = Math.log(Math.abs(determinant(jacobian(tape, f, z))));
    assertEquals(expected, image.logVolume().get(0), 1e-7, "log volume");
    if (f instanceof Bijection both) {
      double back = both.inverse(image.value()).logVolume().get(0);
      assertEquals(-expected, back, 1e-7, "log volume of the inverse");
    }
  }

  /** Fails unless each direction undoes the other, to the tolerance at points near 1. */
  public static void inverse(Tape tape, Bijection f, double tolerance, double... z) {
    Tensor at = row(tape, z);
    Tensor back = f.inverse(f.forward(at).value()).value();
    assertArrayEquals(z, back.toArray().toDoubles(), tolerance, "inverse after forward");
    Tensor forth = f.forward(f.inverse(at).value()).value();
    assertArrayEquals(z, forth.toArray().toDoubles(), tolerance, "forward after inverse");
  }

  /** \(\partial f_i / \partial z_j\) by central differences, [m][m]. */
  public static RealMatrix jacobian(Tape tape, FlowStep f, double... z) {
    double[][] rows = new double[z.length][z.length];
    for (int j = 0; j < z.length; j++) {
      double[] above = moved(tape, f, z, j, STEP);
      double[] below = moved(tape, f, z, j, -STEP);
      for (int i = 0; i < z.length; i++) {
        rows[i][j] = (above[i] - below[i]) / (2 * STEP);
      }
    }
    return new Array2DRowRealMatrix(rows);
  }

  private static double[] moved(Tape tape, FlowStep f, double[] z, int j, double step) {
    double[] other = Arrays.copyOf(z, z.length);
    other[j] += step;
    return f.forward(row(tape, other)).value().toArray().toDoubles();
  }

  private static double determinant(RealMatrix matrix) {
    return new LUDecomposition(matrix).getDeterminant();
  }

  private static Tensor row(Tape tape, double... z) {
    return tape.constant(Shape.of(1, z.length), z);
  }
}
