package vae.core.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
class LogRatioTest {

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
  private double[][] outcome(
      UnaryOperator<Tensor> draws, UnaryOperator<Posterior> held, boolean fused) {
    tape.reset();
    Posterior q = new DiagonalGaussian(tape.parameter(mean), tape.parameter(logDeviation));
    StandardGaussian prior = new StandardGaussian(tape, LATENT);
    Tensor z = draws.apply(q.sample(4, Key.of(3)));
    Posterior of = held.apply(q);
    Tensor ratio = fused ? LogRatio.of(prior, of, z) : prior.logProb(z).subtract(of.logProb(z));
    // Through the draws and the parameters in another way too, so that both always have a gradient.
    tape.backward(ratio.square().sum().add(q.sample(1, Key.of(4)).square().sum()));
    return new double[][] {
      ratio.toArray().toDoubles(),
      tape.gradient(mean).toDoubles(),
      tape.gradient(logDeviation).toDoubles()
    };
  }

  private void assertSame(UnaryOperator<Tensor> draws, UnaryOperator<Posterior> held) {
    double[][] expected = outcome(draws, held, false);
    double[][] actual = outcome(draws, held, true);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], actual[i], 1e-9, "part " + i);
    }
  }

  @Test
  void atItsOwnDrawsItIsTheDifferenceOfTheDensities() {
    assertSame(z -> z, q -> q);
  }

  @Test
  void detachedDrawsKeepTheScore() {
    assertSame(Tensor::detach, q -> q);
  }

  @Test
  void heldParametersKeepThePath() {
    assertSame(z -> z, Posterior::stopGradient);
  }

  @Test
  void otherDrawsTakeTheDensities() {
    assertSame(z -> z.multiply(1.5), q -> q);
  }

  @Test
  void onlyOwnDrawsHaveNoise() {
    DiagonalGaussian q = new DiagonalGaussian(tape.parameter(mean), tape.parameter(logDeviation));
    Tensor z = q.sample(2, Key.of(1));
    assertTrue(q.noiseOf(z).isPresent());
    assertTrue(q.noiseOf(z.detach()).isEmpty());
    assertTrue(q.noiseOf(z.multiply(2)).isEmpty());
    assertTrue(q.stopGradient().noiseOf(z).isEmpty());
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
