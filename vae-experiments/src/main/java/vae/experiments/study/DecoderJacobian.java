package vae.experiments.study;

import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.Decoder;

/**
 * The Jacobian of a decoder, exact but for rounding.
 *
 * <p>\[ J_{ik}(z) = \frac{\partial f_i(z)}{\partial z_k} \]
 *
 * <p>One reverse pass for each output serves all rows at once: an output of one row does not depend
 * on the others, so the gradient of its sum over rows holds row i of every Jacobian.
 */
final class DecoderJacobian {

  private DecoderJacobian() {}

  /**
   * J at each row, [n][d · c][m].
   *
   * @param decoder with parameters in double precision
   * @param z [n][m]
   */
  static double[][][] at(Decoder decoder, double[][] z, KernelSet kernels) {
    int n = z.length;
    int m = z[0].length;
    double[] flat = new double[n * m];
    for (int row = 0; row < n; row++) {
      System.arraycopy(z[row], 0, flat, row * m, m);
    }
    Parameter point = new Parameter("z", NdArray.of(Shape.of(n, m), flat));
    try (Tape tape = Tape.of(kernels, DType.F64)) {
      Tensor variable = tape.parameter(point);
      tape.holdParameters(true); // the decoder's own stand still
      Tensor outputs = decoder.decode(variable); // [n, d · c]
      int d = outputs.shape().extent(-1);
      double[][][] jacobians = new double[n][d][m];
      for (int i = 0; i < d; i++) {
        tape.backward(outputs.slice(-1, i, i + 1).sum());
        NdArray gradient = tape.gradient(point);
        for (int row = 0; row < n; row++) {
          for (int k = 0; k < m; k++) {
            jacobians[row][i][k] = gradient.get(row * m + k);
          }
        }
      }
      return jacobians;
    }
  }
}
