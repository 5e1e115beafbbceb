package vae.models.estimator;

import java.util.List;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.core.distribution.DiagonalGaussian;

/** Mean and log deviation of one posterior for each row, all of them parameters. */
record FreeRows(Parameter mean, Parameter logDeviation) {

  static FreeRows of(double[] means, double[] logDeviations, int m) {
    Parameters all = Parameters.of(DType.F64, Key.of(1));
    Shape shape = Shape.of(means.length / m, m);
    return new FreeRows(
        all.create("mean", shape, Initializer.elements(means)),
        all.create("logDeviation", shape, Initializer.elements(logDeviations)));
  }

  List<Parameter> list() {
    return List.of(mean, logDeviation);
  }

  DiagonalGaussian on(Tape tape) {
    return new DiagonalGaussian(tape.parameter(mean), tape.parameter(logDeviation));
  }
}
