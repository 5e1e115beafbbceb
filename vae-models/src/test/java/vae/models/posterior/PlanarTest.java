package vae.models.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.distribution.FlowStep;
import vae.core.distribution.ForwardFlow;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.core.model.PosteriorContract;
import vae.core.model.PosteriorFamily;
import vae.core.oracle.BijectionCheck;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.QuadratureRule;
import vae.core.wiring.ModelSite;

final class PlanarTest extends PosteriorContract {

  private static final int STEPS = 3;

  /** With steps that bend gently: thin ridges would take more draws than the contract's. */
  @Override
  protected PosteriorFamily family(ModelSite at) {
    Planar planar = new Planar(at.sizes().latent(), new Planar.Spec(STEPS));
    return new PosteriorFamily() {
      @Override
      public int parameterCount() {
        return planar.parameterCount();
      }

      @Override
      public Posterior of(Tensor parameters) {
        return planar.of(parameters.multiply(0.5));
      }
    };
  }

  /** Numbers of an encoder for one example, whose density 300 points a side resolve. */
  private static double[] outputs(int m) {
    int count = new Planar(m, new Planar.Spec(STEPS)).parameterCount();
    return DoubleTape.compute(
        tape ->
            tape.normal(Key.of(6).fold(m), Shape.of(1, 1, count))
                .multiply(0.7)
                .toArray()
                .toDoubles());
  }

  private static ForwardFlow flow(Tape tape, int m) {
    double[] numbers = outputs(m);
    return new Planar(m, new Planar.Spec(STEPS))
        .of(tape.constant(Shape.of(1, numbers.length), numbers));
  }

  private static PlanarStep step(Tape tape, double[] u, double[] w, double b) {
    Shape row = Shape.of(1, u.length);
    return PlanarStep.of(
        tape.constant(row, u), tape.constant(row, w), tape.constant(Shape.of(1, 1), b));
  }

  /** û and w of a step, by the paper's formula. */
  private record Paper(double[] shift, double[] w, double b) {

    static Paper of(double[] u, double[] w, double b) {
      double product = dot(u, w);
      double along = (Math.log1p(Math.exp(product)) - 1 - product) / dot(w, w);
      double[] shift = u.clone();
      Arrays.setAll(shift, i -> u[i] + along * w[i]);
      return new Paper(shift, w, b);
    }

    /** From numbers of an encoder, the last step first. */
    static List<Paper> backwards(double[] outputs, int m) {
      return IntStream.range(0, STEPS)
          .map(t -> 2 * m + (STEPS - 1 - t) * (2 * m + 1))
          .mapToObj(
              at ->
                  of(
                      Arrays.copyOfRange(outputs, at, at + m),
                      Arrays.copyOfRange(outputs, at + m, at + 2 * m),
                      outputs[at + 2 * m]))
          .toList();
    }

    /** The z with f(z) = y: wᵀz = s where s + wᵀû tanh(s + b), which increases with s, is wᵀy. */
    double[] inverse(double[] y) {
      double target = dot(w, y);
      double slope = dot(w, shift);
      double low = target - Math.abs(slope);
      double high = target + Math.abs(slope);
      for (int i = 0; i < 80; i++) {
        double s = 0.5 * (low + high);
        if (s + slope * Math.tanh(s + b) < target) {
          low = s;
        } else {
          high = s;
        }
      }
      double h = Math.tanh(0.5 * (low + high) + b);
      double[] z = new double[y.length];
      Arrays.setAll(z, i -> y[i] - shift[i] * h);
      return z;
    }

    private static double dot(double[] a, double[] b) {
      return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }
  }

  @Test
  void volumesAreThoseOfTheNumericJacobian() {
    for (int m = 1; m <= 5; m++) {
      double[] point = new double[m];
      Arrays.setAll(point, i -> 1.3 - 0.7 * i);
      int size = m;
      DoubleTape.run(
          tape ->
              flow(tape, size).steps().forEach(step -> BijectionCheck.volume(tape, step, point)));
    }
  }

  /**
   * Over a grid of y: each has one origin, found by bisection in each step, from where the flow
   * comes back to y; and the density there integrates to 1.
   */
  @Test
  void theFlowIsOntoAndItsDensityIntegratesToOne() {
    for (int m = 1; m <= 2; m++) {
      QuadratureRule line = QuadratureRule.interval(-16, 16, 30);
      QuadratureRule rule = m == 1 ? line : line.times(line);
      List<Paper> steps = Paper.backwards(outputs(m), m);
      double[][] origins = rule.points().clone();
      for (Paper step : steps) {
        Arrays.setAll(origins, i -> step.inverse(origins[i]));
      }
      QuadratureRule there = new QuadratureRule(origins, rule.weights());
      int size = m;
      DoubleTape.run(
          tape -> {
            ForwardFlow flow = flow(tape, size);
            Tensor z = there.on(tape);
            Tensor density = flow.base().logProb(z);
            for (FlowStep step : flow.steps()) {
              FlowStep.Image image = step.forward(z);
              z = image.value();
              density = density.subtract(image.logVolume());
            }
            double[] expected = rule.on(tape).toArray().toDoubles();
            assertArrayEquals(expected, z.toArray().toDoubles(), 1e-10, "onto");
            assertEquals(0, rule.logIntegral(density), 1e-9, "mass of size " + size);
          });
    }
  }

  /** Two steps by the paper's formula. */
  @Test
  void numbersAreMeansThenLogDeviationsThenUAndWAndBOfEachStep() {
    Planar family = new Planar(2, new Planar.Spec(2));
    assertEquals(14, family.parameterCount());
    double[] one = {0.4, -0.3};
    double[] other = {0.5, 0.8};
    double[] z = {0.7, -0.9};
    double[] origin = Paper.of(one, other, 0.1).inverse(Paper.of(other, one, -0.2).inverse(z));
    DoubleTape.run(
        tape -> {
          ForwardFlow q =
              family.of(
                  tape.constant(
                      Shape.of(1, 14),
                      3,
                      4,
                      0.5,
                      0.6,
                      0.4,
                      -0.3,
                      0.5,
                      0.8,
                      0.1,
                      0.5,
                      0.8,
                      0.4,
                      -0.3,
                      -0.2));
          assertArrayEquals(new double[] {3, 4}, q.base().mean().toArray().toDoubles());
          assertArrayEquals(new double[] {0.5, 0.6}, q.base().logDeviation().toArray().toDoubles());
          Tensor back = tape.constant(Shape.of(1, 2), origin);
          for (FlowStep step : q.steps()) {
            back = step.forward(back).value();
          }
          assertArrayEquals(z, back.toArray().toDoubles(), 1e-12);
        });
  }

  /** Where u is far against w, 1 + wᵀû underflows as a difference and not as what it is. */
  @Test
  void determinantsStayPositiveInSinglePrecision() {
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.AUTO, 1);
        Tape tape = Tape.of(kernels, DType.F32)) {
      FlowStep step = step(tape, new double[] {-40, 3}, new double[] {1, 0}, 0);
      double atBend = step.forward(tape.constant(Shape.of(1, 2), 0, 1)).logVolume().get(0);
      assertEquals(-40, atBend, 1e-3);
      double beyond = step.forward(tape.constant(Shape.of(1, 2), 30, 1)).logVolume().get(0);
      assertEquals(0, beyond, 1e-6);
    }
  }

  /** An encoder may give exact zeros, as for a black image before biases are learned. */
  @Test
  void zerosAreTheIdentityAndSmallWAreNearIt() {
    DoubleTape.run(
        tape -> {
          double[] point = {0.6, -1.1};
          Tensor z = tape.constant(Shape.of(1, 2), point);
          FlowStep.Image image = step(tape, new double[] {5, 7}, new double[2], 0.8).forward(z);
          assertArrayEquals(point, image.value().toArray().toDoubles());
          assertEquals(0, image.logVolume().get(0));
          for (double size : new double[] {1e-5, 4e-4, 5e-4, 1e-2}) {
            double[] w = {size, -2 * size};
            BijectionCheck.volume(tape, step(tape, new double[] {-3, 7}, w, 0.8), point);
            FlowStep steep = step(tape, new double[] {-1e4, 1e4}, w, 0);
            double least = steep.forward(tape.full(Shape.of(1, 2), 0)).logVolume().get(0);
            assertTrue(Double.isFinite(least), () -> size + ": " + least);
          }
        });
  }

  @Test
  void gradientsAtZeroAreFinite() {
    Planar family = new Planar(2, new Planar.Spec(2));
    Parameters all = Parameters.of(DType.F64, Key.of(5));
    Parameter outputs =
        all.create("outputs", Shape.of(1, family.parameterCount()), Initializer.zeros());
    DoubleTape.run(
        tape -> {
          Draws draws = family.of(tape.parameter(outputs)).draw(3, Key.of(6));
          tape.backward(draws.z().sum(-1).add(draws.logProb()).sum());
          double[] gradient = tape.gradient(outputs).toDoubles();
          assertTrue(Arrays.stream(gradient).allMatch(Double::isFinite), "finite");
          assertTrue(gradient[0] != 0, "the mean has one");
        });
  }

  /** As constants they may be held, since nothing changes. */
  @Test
  void onlyDifferentiatedDrawsRefuseToBeHeld() {
    Parameters all = Parameters.of(DType.F64, Key.of(5));
    Planar family = new Planar(2, new Planar.Spec(1));
    Parameter outputs =
        all.create("outputs", Shape.of(1, family.parameterCount()), Initializer.normal(1));
    DoubleTape.run(
        tape -> {
          Draws constant = flow(tape, 2).draw(2, Key.of(7));
          assertEquals(constant, constant.stopGradient());
          assertEquals(constant, constant.detached());
          Draws moving = family.of(tape.parameter(outputs)).draw(2, Key.of(7));
          assertThrows(MisfitException.class, moving::stopGradient);
          assertThrows(MisfitException.class, moving::detached);
        });
  }
}
