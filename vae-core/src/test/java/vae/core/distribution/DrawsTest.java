package vae.core.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.nn.Initializer;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** The ratio in one pass is that of the two densities, with the same gradient. */
class DrawsTest {

  private static final int LATENT = 5;

  private final KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
  private final Tape tape = Tape.of(kernels, DType.F64);
  private final Parameter mean = parameter("mean");
  private final Parameter logDeviation = parameter("logDeviation");

  private static Parameter parameter(String name) {
    NdArray value = NdArray.zeros(DType.F64, Shape.of(3, LATENT));
    Initializer.normal(0.7).fill(value, Key.of(11).fold(name));
    return new Parameter(name, value);
  }

  @AfterEach
  void close() {
    tape.close();
    kernels.close();
  }

  /** What a way of taking the ratio gives: its values and the gradients of their weighted sum. */
  private double[][] outcome(UnaryOperator<Draws> held, boolean fused) {
    tape.reset();
    DiagonalGaussian q = new DiagonalGaussian(tape.parameter(mean), tape.parameter(logDeviation));
    StandardGaussian prior = new StandardGaussian(tape, LATENT);
    Draws draws = held.apply(q.draw(4, Key.of(3)));
    Tensor ratio =
        fused ? draws.logRatio(prior) : prior.logProb(draws.z()).subtract(draws.logProb());
    // Through the draws and the parameters in another way too, so that both always have a gradient.
    tape.backward(ratio.square().sum().add(q.draw(1, Key.of(4)).z().square().sum()));
    return new double[][] {
      ratio.toArray().toDoubles(),
      tape.gradient(mean).toDoubles(),
      tape.gradient(logDeviation).toDoubles()
    };
  }

  private void assertSameOutcome(UnaryOperator<Draws> held) {
    double[][] expected = outcome(held, false);
    double[][] actual = outcome(held, true);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], actual[i], 1e-9, "part " + i);
    }
  }

  @Test
  void atItsOwnDrawsItIsTheDifferenceOfTheDensities() {
    assertSameOutcome(draws -> draws);
  }

  @Test
  void detachedDrawsKeepTheScore() {
    assertSameOutcome(Draws::detached);
  }

  @Test
  void heldParametersKeepThePath() {
    assertSameOutcome(Draws::stopGradient);
  }

  /** Without gradients nothing is held: the same draws, and so the same pass over their noise. */
  @Test
  void whereNothingIsCutDrawsAreThemselves() {
    tape.differentiate(false);
    DiagonalGaussian q = new DiagonalGaussian(tape.parameter(mean), tape.parameter(logDeviation));
    Draws draws = q.draw(2, Key.of(1));
    assertSame(q, q.stopGradient());
    assertSame(draws, draws.stopGradient());
    assertSame(draws, draws.detached());
    tape.differentiate(true);
    tape.reset();
    Draws own =
        new DiagonalGaussian(tape.parameter(mean), tape.parameter(logDeviation)).draw(2, Key.of(1));
    assertNotSame(own, own.stopGradient());
    assertNotSame(own, own.detached());
  }

  /** Where q is nearly the prior, the KL is \(\sum_j \tfrac12 \mu_j^2 + \log^2 \sigma_j\). */
  @Test
  void divergenceDoesNotCancelNearThePrior() {
    try (Tape single = Tape.of(kernels, DType.F32)) {
      double tiny = 1e-4;
      Tensor logSigma = single.full(Shape.of(1, LATENT), tiny);
      DiagonalGaussian q = new DiagonalGaussian(single.full(Shape.of(1, LATENT), 0), logSigma);
      double kl = Kl.closedForm(q, new StandardGaussian(single, LATENT)).item();
      assertEquals(LATENT * tiny * tiny, kl, 1e-3 * LATENT * tiny * tiny);
    }
  }
}
