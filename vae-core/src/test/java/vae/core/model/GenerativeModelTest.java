package vae.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.Kl;
import vae.core.distribution.Posterior;
import vae.core.distribution.StandardGaussian;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;

final class GenerativeModelTest {

  private static final int LATENT = 2;

  private final Parameters parameters = Parameters.of(DType.F64, Key.of(3));
  private final Parameter scale = parameter("scale", Shape.SCALAR);
  private final Parameter mean = parameter("mean", Shape.of(3, LATENT));

  private Parameter parameter(String name, Shape shape) {
    return parameters.create(name, shape, Initializer.normal(0.5));
  }

  /** Brings its parameter onto the tape only when a density is asked for. */
  private record Late(Tape tape, Parameter scale) implements HasDensity {

    private DiagonalGaussian now() {
      Tensor log = tape.parameter(scale).reshape(1).broadcastTo(Shape.of(LATENT));
      return new DiagonalGaussian(tape.full(Shape.of(LATENT), 0), log);
    }

    @Override
    public Shape batchShape() {
      return Shape.SCALAR;
    }

    @Override
    public Shape eventShape() {
      return Shape.of(LATENT);
    }

    @Override
    public Draws draw(int samples, Key key) {
      return now().draw(samples, key);
    }

    @Override
    public Tensor logProb(Tensor x) {
      return now().logProb(x);
    }

    @Override
    public Optional<Tensor> klFrom(Posterior q) {
      return Kl.find(q, now());
    }
  }

  private GenerativeModel late(Tape tape) {
    return new GenerativeModel(
        tape, on -> new Late(on, scale), z -> z, f -> new IsotropicGaussian(f, tape.scalar(0)));
  }

  private DiagonalGaussian posterior(Tape tape) {
    return new DiagonalGaussian(tape.parameter(mean), tape.full(Shape.of(3, LATENT), -0.5));
  }

  private double[] gradient(Parameter parameter, Function<GenerativeModel, Tensor> of) {
    return GradientCheck.gradient(
        parameter,
        tape -> of.apply(late(tape)).sum().add(tape.parameter(parameter).sum().multiply(1e-30)));
  }

  @Test
  void aFrozenPriorIsHeldWhereItRunsItsNetworkLate() {
    Function<GenerativeModel, Tensor> density =
        p -> p.prior().logProb(p.prior().draw(4, Key.of(1)).z());
    Function<GenerativeModel, Tensor> kl = p -> Kl.closedForm(posterior(tapeOf(p)), p.prior());
    assertNotEquals(0, gradient(scale, kl)[0], 1e-6);
    assertEquals(0, gradient(scale, p -> density.apply(p.frozen()))[0], 1e-20);
    assertEquals(0, gradient(scale, p -> kl.apply(p.frozen()))[0], 1e-20);
    assertArrayEquals(gradient(mean, kl), gradient(mean, p -> kl.apply(p.frozen())));
  }

  private static Tape tapeOf(GenerativeModel p) {
    return p.prior().draw(1, Key.of(2)).z().tape();
  }

  /** One pass or two, they are likelihood and prior over q. */
  @Test
  void logWeightsAreTheJointOverTheDensityOfTheDraws() {
    DoubleTape.run(
        tape -> {
          GenerativeModel p =
              new GenerativeModel(
                  tape,
                  on -> new StandardGaussian(on, LATENT),
                  z -> z,
                  f -> new IsotropicGaussian(f, tape.scalar(0)));
          Tensor x = tape.constant(Shape.of(3, LATENT), 1, 2, 3, 4, 5, 6);
          Draws draws = posterior(tape).draw(4, Key.of(5));
          Tensor expected = p.logJoint(x, draws.z()).subtract(draws.logProb());
          assertArrayEquals(
              expected.toArray().toDoubles(), p.logWeights(x, draws).toArray().toDoubles(), 1e-12);
          Tensor bound = p.distortion(x, draws).add(p.rate(draws)).negate();
          assertArrayEquals(
              p.logWeights(x, draws).mean(0).toArray().toDoubles(),
              bound.toArray().toDoubles(),
              1e-12);
        });
  }
}
