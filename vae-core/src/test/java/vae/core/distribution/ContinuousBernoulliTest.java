package vae.core.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.oracle.QuadratureRule;

/** Accuracy about logit 0, far from it, and where the series gives way to the closed form. */
final class ContinuousBernoulliTest {

  private static final double[] LOGITS = {
    0, 1e-12, 1e-7, 1e-4, 0.01, 0.3, 0.999, 1, 1.001, 1.7, 3, 9, 30, 200, 900
  };

  /** log p(x), its derivative by the logit, and the mean, at one logit. */
  private record At(double value, double slope, double mean) {}

  private static At at(DType type, double logit, double x) {
    Parameter parameter = new Parameter("logit", NdArray.zeros(type, Shape.of(1, 1)));
    parameter.value().set(0, logit);
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, type)) {
      ContinuousBernoulli p = new ContinuousBernoulli(tape.parameter(parameter));
      Tensor value = p.logProb(tape.full(Shape.of(1, 1), x));
      tape.backward(value.sum());
      return new At(value.get(0), tape.gradient(parameter).get(0), p.mean().get(0));
    }
  }

  /** \(x\ell - \log((e^\ell - 1)/\ell)\), with the larger power taken out. */
  private static double expected(double l, double x) {
    double a = Math.abs(l);
    double y = l < 0 ? x : 1 - x;
    return l == 0 ? 0 : -y * a - Math.log(-Math.expm1(-a) / a);
  }

  /** By quadrature in the coordinate t = y |ℓ|, in which the density is about as wide as 1. */
  private static double expectedMean(double l) {
    double a = Math.abs(l);
    QuadratureRule rule = QuadratureRule.interval(0, Math.min(1, 60 / Math.max(a, 1)), 12);
    double mass = 0;
    double first = 0;
    for (int i = 0; i < rule.weights().length; i++) {
      double y = rule.points()[i][0];
      mass += rule.weights()[i] * Math.exp(-a * y);
      first += rule.weights()[i] * Math.exp(-a * y) * y;
    }
    return l < 0 ? first / mass : 1 - first / mass;
  }

  private static void check(DType type, double bound) {
    for (double magnitude : LOGITS) {
      for (double l : new double[] {magnitude, -magnitude}) {
        double logit = type == DType.F32 ? (float) l : l;
        for (double x : new double[] {0, 0.25, 1}) {
          At found = at(type, logit, x);
          String where = type + " at logit " + logit + ", x " + x;
          double size = Math.max(1, Math.abs(logit));
          assertEquals(expected(logit, x), found.value, bound * size, where);
          assertEquals(expectedMean(logit), found.mean, bound, where);
          assertEquals(x - expectedMean(logit), found.slope, bound, where);
        }
      }
    }
  }

  @Test
  void valuesGradientsAndMeansAreAccurateInDouble() {
    check(DType.F64, 1e-13);
  }

  @Test
  void valuesGradientsAndMeansAreAccurateInFloat() {
    check(DType.F32, 4e-7);
  }

  private static void seam(DType type, double below, double bound) {
    for (double sign : new double[] {1, -1}) {
      At series = at(type, sign * below, 0.3);
      At closed = at(type, sign * LogSinhc.SWITCH, 0.3);
      assertEquals(closed.value, series.value, bound, type + " value");
      assertEquals(closed.slope, series.slope, bound, type + " derivative");
      assertEquals(closed.mean, series.mean, bound, type + " mean");
    }
  }

  @Test
  void thereIsNoSeam() {
    seam(DType.F32, Math.nextDown((float) LogSinhc.SWITCH), 1e-6);
    seam(DType.F64, Math.nextDown(LogSinhc.SWITCH), 1e-12);
  }

  @Test
  void drawsStayInTheUnitInterval() {
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, DType.F32)) {
      Tensor logits = tape.constant(Shape.of(1, 4), -900, 0, 1e-6, 900);
      double[] draws =
          new ContinuousBernoulli(logits).draw(2000, Key.of(4)).z().toArray().toDoubles();
      for (double draw : draws) {
        assertTrue(draw >= 0 && draw <= 1, "draw " + draw);
      }
    }
  }
}
