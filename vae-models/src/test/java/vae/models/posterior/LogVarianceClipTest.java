package vae.models.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.model.PosteriorFamily;
import vae.core.network.Initialization;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.spec.SpecException;

/** With m = 3 the numbers 3 to 5 of an encoder's output are what is clipped, in every family. */
final class LogVarianceClipTest {

  private static final int M = 3;
  private static final double MIN = -3;
  private static final double MAX = 1;
  private static final Optional<LogVarianceClip> CLIP = Optional.of(new LogVarianceClip(MIN, MAX));

  /**
   * @param least the number whose log variance is the lower bound
   * @param most that of the upper bound
   */
  private record Case(PosteriorFamily plain, PosteriorFamily clipped, double least, double most) {

    @Override
    public String toString() {
      return clipped.toString();
    }
  }

  private static Stream<Case> cases() {
    FullCovariance.Positive exp = FullCovariance.Positive.EXP;
    FullCovariance.Positive softplus = FullCovariance.Positive.SOFTPLUS;
    double least = MIN / 2;
    double most = MAX / 2;
    return Stream.of(
        new Case(new Diagonal(M), new Diagonal(M, new Diagonal.Spec(CLIP)), least, most),
        new Case(
            new LowRank(M, new LowRank.Spec(2)),
            new LowRank(M, new LowRank.Spec(2, CLIP)),
            least,
            most),
        new Case(
            new Householder(M, new Householder.Spec(2)),
            new Householder(M, new Householder.Spec(2, CLIP)),
            least,
            most),
        new Case(
            new FullCovariance(M, new FullCovariance.Spec(exp)),
            new FullCovariance(M, new FullCovariance.Spec(exp, CLIP)),
            least,
            most),
        new Case(
            new FullCovariance(M, new FullCovariance.Spec(softplus)),
            new FullCovariance(M, new FullCovariance.Spec(softplus, CLIP)),
            Math.log(Math.expm1(Math.exp(least))),
            Math.log(Math.expm1(Math.exp(most)))),
        new Case(iaf(Optional.empty()), iaf(CLIP), least, most),
        new Case(
            new Planar(M, new Planar.Spec(2)),
            new Planar(M, new Planar.Spec(2, CLIP)),
            least,
            most));
  }

  private static InverseAutoregressive iaf(Optional<LogVarianceClip> clip) {
    return InverseAutoregressive.of(
        new InverseAutoregressive.Spec(
            2, List.of(4), 2, 1, Activation.TANH, Initialization.GLOROT_UNIFORM, clip),
        M,
        Parameters.of(DType.F64, Key.of(3)));
  }

  /** Below, within and above the bounds. */
  private static Parameter outputs(PosteriorFamily family, double low, double high) {
    Parameters all = Parameters.of(DType.F64, Key.of(1));
    Shape shape = Shape.of(1, family.parameterCount());
    Parameter outputs = all.create("outputs", shape, Initializer.normal(0.7));
    outputs.value().set(M, low);
    outputs.value().set(M + 1, -0.4);
    outputs.value().set(M + 2, high);
    return outputs;
  }

  /** A function of draws and of their density. */
  private static Tensor drawn(Tape tape, PosteriorFamily family, Parameter outputs) {
    Draws draws = family.of(tape.parameter(outputs)).draw(2, Key.of(2));
    return draws.logProb().add(draws.z().square().sum(-1)).sum();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void numbersOutsideCountAsTheNearerBound(Case each) {
    Parameter outside = outputs(each.plain(), -9, 9);
    Parameter atBounds = outputs(each.plain(), each.least(), each.most());
    DoubleTape.run(
        tape ->
            assertEquals(
                drawn(tape, each.plain(), atBounds).item(),
                drawn(tape, each.clipped(), outside).item(),
                1e-12));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void numbersOutsideGetNoGradientAndOthersTheSame(Case each) {
    Parameter outside = outputs(each.plain(), -9, 9);
    Parameter atBounds = outputs(each.plain(), each.least(), each.most());
    double[] expected =
        GradientCheck.gradient(atBounds, tape -> drawn(tape, each.plain(), atBounds));
    expected[M] = 0;
    expected[M + 2] = 0;
    double[] gradient =
        GradientCheck.gradient(outside, tape -> drawn(tape, each.clipped(), outside));
    assertArrayEquals(expected, gradient, 1e-12);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void numbersWithinAreTheSameBits(Case each) {
    Parameter within = outputs(each.plain(), -0.2, 0.1);
    DoubleTape.run(
        tape ->
            assertEquals(
                drawn(tape, each.plain(), within).item(),
                drawn(tape, each.clipped(), within).item()));
  }

  @Test
  void boundsOutOfOrderAreRefused() {
    SpecException wrong = assertThrows(SpecException.class, () -> new LogVarianceClip(2, 2));
    assertEquals("max", wrong.path());
    assertEquals("a number above min, 2", wrong.expected());
    assertThrows(SpecException.class, () -> new LogVarianceClip(Double.NEGATIVE_INFINITY, 2));
    assertThrows(SpecException.class, () -> new LogVarianceClip(-6, Double.NaN));
  }
}
