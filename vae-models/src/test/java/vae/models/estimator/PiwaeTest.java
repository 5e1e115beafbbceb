package vae.models.estimator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.IsotropicGaussian;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.EstimatorContract;
import vae.core.model.GenerativeModel;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;

final class PiwaeTest extends EstimatorContract {

  private static final Key KEY = Key.of(5);

  private final Parameters all = parameters();

  @Override
  protected Estimator estimator() {
    return new Piwae(new Piwae.Spec(2, 3));
  }

  /** The encoder's part ascends another. */
  @Override
  protected boolean surrogateAscendsTheBound() {
    return false;
  }

  /** Those of the model: decoder, noise and a prior that is learned; then the encoder's. */
  private static Parameters parameters() {
    Parameters all = Parameters.of(DType.F64, Key.of(1));
    all.create("p.weight", Shape.of(2, 3), Initializer.normal(0.6));
    all.create("p.noise", Shape.of(1), Initializer.constant(-0.4));
    all.create("p.prior", Shape.of(2), Initializer.normal(0.5));
    all.create("q.mean", Shape.of(3, 2), Initializer.normal(0.6));
    all.create("q.logDeviation", Shape.of(3, 2), Initializer.normal(0.4));
    return all;
  }

  private Tensor on(Tape tape, String name) {
    return tape.parameter(
        all.list().stream().filter(it -> it.name().equals(name)).findFirst().orElseThrow());
  }

  private Estimate estimate(Estimator estimator, Tape tape) {
    GenerativeModel p =
        new GenerativeModel(
            tape,
            t -> new DiagonalGaussian(on(t, "p.prior"), on(t, "p.prior").tanh()),
            z -> z.linear(on(tape, "p.weight"), null, Activation.TANH),
            f -> new IsotropicGaussian(f, on(tape, "p.noise").reshape()));
    Tensor x = tape.constant(Shape.of(2, 3), 0.1, -0.4, 0.9, 0.3, 0.2, -1);
    return estimator.estimate(
        p,
        data ->
            new DiagonalGaussian(
                data.linear(on(tape, "q.mean"), null, Activation.IDENTITY),
                data.linear(on(tape, "q.logDeviation"), null, Activation.TANH)),
        x,
        KEY);
  }

  private double[] gradient(Estimator estimator, Parameter by) {
    return GradientCheck.gradient(
        by, tape -> estimate(estimator, tape).surrogate().perExample().sum());
  }

  /** To rounding, for every parameter; the two bounds' own gradients differ. */
  @Test
  void theModelAscendsTheBoundOfAllSamplesAndTheEncoderTheMeanOfSmallerOnes() {
    Estimator piwae = new Piwae(new Piwae.Spec(3, 4));
    Estimator iwae = new Iwae(new Iwae.Spec(12));
    Estimator miwae = new Miwae(new Miwae.Spec(3, 4));
    for (Parameter by : all.list()) {
      double[] ofIwae = gradient(iwae, by);
      double[] ofMiwae = gradient(miwae, by);
      boolean ofModel = by.name().startsWith("p.");
      assertArrayEquals(ofModel ? ofIwae : ofMiwae, gradient(piwae, by), 1e-12, by.name());
      double difference = 0;
      for (int i = 0; i < ofIwae.length; i++) {
        difference = Math.max(difference, Math.abs(ofIwae[i] - ofMiwae[i]));
      }
      assertTrue(difference > 1e-3, by.name() + " tells the two apart: " + difference);
    }
  }

  @Test
  void itsBoundIsThatOfAllSamplesBitForBit() {
    DoubleTape.run(
        tape ->
            assertArrayEquals(
                values(estimate(new Iwae(new Iwae.Spec(6)), tape)),
                values(estimate(new Piwae(new Piwae.Spec(2, 3)), tape))));
  }

  private static double[] values(Estimate estimate) {
    return estimate.bound().orElseThrow().perExample().toArray().toDoubles();
  }
}
