package vae.models.prior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.core.model.Encoder;
import vae.core.model.GenerativeModel;
import vae.core.model.Pass;
import vae.core.model.PosteriorFamily;
import vae.core.model.Prior;
import vae.core.model.TrainingExamples;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.oracle.LinearGaussianOracle;
import vae.core.oracle.MonteCarlo;
import vae.core.spec.SpecException;
import vae.core.wiring.Factories;
import vae.core.wiring.ModelSite;
import vae.core.wiring.ModelSites;
import vae.models.estimator.Dreg;
import vae.models.posterior.Diagonal;
import vae.models.posterior.FullCovariance;
import vae.models.posterior.Householder;
import vae.models.posterior.LowRank;

final class VampTest {

  private static final int DATA = 3;
  private static final int LATENT = 2;

  private final ModelSite at = ModelSites.of(DATA, LATENT, 51);
  private final Vamp vamp =
      Vamp.of(new Vamp.Spec(4, PseudoInputStart.RANDOM, 0.5, 0.1), at.in("prior"));

  private static List<PosteriorFamily> families() {
    return List.of(
        new Diagonal(LATENT),
        new FullCovariance(LATENT, new FullCovariance.Spec(FullCovariance.Positive.EXP)),
        new LowRank(LATENT, new LowRank.Spec(1)),
        new Householder(LATENT, new Householder.Spec(2)));
  }

  private static Pass pass(Tape tape, Encoder encoder) {
    return new Pass(tape, Optional.empty(), Optional.empty(), encoder, null);
  }

  private double[] inputs() {
    return parameter("prior.inputs").value().toDoubles();
  }

  private Parameter parameter(String name) {
    return at.parameters().list().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Each posterior by itself, without any mixture of ours. */
  @TestFactory
  Stream<DynamicTest> densityIsTheMeanOverPosteriorsOfTheInputs() {
    return families().stream()
        .map(
            family ->
                DynamicTest.dynamicTest(
                    family.getClass().getSimpleName(),
                    () -> {
                      ModelSite fresh = ModelSites.of(DATA, LATENT, 51);
                      Encoder encoder = VampPriorTest.encoder(fresh, family);
                      DoubleTape.run(tape -> assertMixture(tape, encoder));
                    }));
  }

  private void assertMixture(Tape tape, Encoder encoder) {
    Tensor z = tape.normal(Key.of(2), Shape.of(7, 1, LATENT));
    double[] sum = new double[7];
    for (int k = 0; k < 4; k++) {
      double[] u = Arrays.copyOfRange(inputs(), k * DATA, (k + 1) * DATA);
      HasDensity q = (HasDensity) encoder.encode(tape.constant(Shape.of(1, DATA), u));
      double[] density = q.logProb(z).toArray().toDoubles();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += Math.exp(density[i]) / 4;
      }
    }
    double[] expected = Arrays.stream(sum).map(Math::log).toArray();
    HasDensity prior = vamp.given(pass(tape, encoder)).on(tape);
    assertArrayEquals(expected, prior.logProb(z).toArray().toDoubles(), 1e-12);
    tape.differentiate(false);
    Prior settled = vamp.settled(pass(tape, encoder));
    tape.reset();
    Tensor again = tape.normal(Key.of(2), Shape.of(7, 1, LATENT));
    HasDensity kept = settled.given(pass(tape, encoder)).on(tape);
    assertArrayEquals(expected, kept.logProb(again).toArray().toDoubles(), 1e-12, "settled");
    double[] draws = kept.draw(5, Key.of(3)).z().toArray().toDoubles();
    tape.differentiate(true);
    HasDensity anew = vamp.given(pass(tape, encoder)).on(tape);
    assertArrayEquals(draws, anew.draw(5, Key.of(3)).z().toArray().toDoubles(), 1e-12, "draws");
  }

  @Test
  void gradientsReachInputsAndEncoderAndNoneWhereTheModelIsFrozen() {
    Encoder encoder = VampPriorTest.encoder(at, new Diagonal(LATENT));
    List<Parameter> all = at.parameters().list();
    GradientCheck.check("log p(z)", all, tape -> density(tape, encoder, false));
    for (Parameter parameter : all) {
      double[] free = GradientCheck.gradient(parameter, tape -> density(tape, encoder, false));
      assertEquals(
          !parameter.name().equals("prior.range"),
          Arrays.stream(free).anyMatch(g -> g != 0),
          parameter.name());
      double[] held = GradientCheck.gradient(parameter, tape -> density(tape, encoder, true));
      assertArrayEquals(new double[held.length], held, parameter + " while it is held");
    }
  }

  /** Through z there is a gradient in any case. */
  private Tensor density(Tape tape, Encoder encoder, boolean frozen) {
    GenerativeModel whole =
        new GenerativeModel(tape, vamp.given(pass(tape, encoder)), z -> z, output -> null);
    GenerativeModel p = frozen ? whole.frozen() : whole;
    Parameter point =
        new Parameter("z", NdArray.of(Shape.of(2, LATENT), new double[] {0.3, -0.2, 0.7, 0.1}));
    return p.prior().logProb(tape.parameter(point)).square().sum();
  }

  /**
   * The doubly reparameterised gradient by the inputs, which are parameters of the model alone, is
   * that of log p(x, z) with normalised weights held: the frozen pass adds nothing to it.
   */
  @Test
  void dregTrainsInputsByTheModelsTermAlone() {
    LinearGaussianOracle oracle = LinearGaussianOracle.rotated(4, LATENT, 0.7);
    ModelSite own = ModelSites.of(4, LATENT, 52);
    Encoder encoder = VampPriorTest.encoder(own, new Diagonal(LATENT));
    Vamp prior = Vamp.of(new Vamp.Spec(3, PseudoInputStart.RANDOM, 0.5, 0.1), own.in("prior"));
    Parameter inputs =
        own.parameters().list().stream()
            .filter(it -> it.name().equals("prior.inputs"))
            .findFirst()
            .orElseThrow();
    double[] dreg =
        GradientCheck.gradient(
            inputs,
            tape ->
                new Dreg(new Dreg.Spec(5))
                    .estimate(model(tape, prior, encoder, oracle), encoder, x(tape), Key.of(4))
                    .surrogate()
                    .perExample()
                    .sum());
    double[] byHand =
        GradientCheck.gradient(
            inputs,
            tape -> {
              GenerativeModel p = model(tape, prior, encoder, oracle);
              Draws draws = encoder.encode(x(tape)).draw(5, Key.of(4));
              Tensor weights = p.logWeights(x(tape), draws).softmax(0).detach();
              return weights.multiply(p.logJoint(x(tape), draws.z().detach())).sum();
            });
    assertArrayEquals(byHand, dreg, 1e-12);
    assertTrue(Arrays.stream(dreg).anyMatch(g -> g != 0));
  }

  private static Tensor x(Tape tape) {
    return tape.constant(Shape.of(2, 4), 0.1, 0.9, 0.4, 0.3, 0.8, 0.2, 0.5, 0.6);
  }

  private static GenerativeModel model(
      Tape tape, Vamp prior, Encoder encoder, LinearGaussianOracle oracle) {
    GenerativeModel linear = oracle.on(tape);
    return new GenerativeModel(
        tape, prior.given(pass(tape, encoder)), z -> z, output -> linear.likelihood(output));
  }

  @Test
  void inputsEnterTheEncoderWithinTheRange() {
    Parameter inputs = parameter("prior.inputs");
    inputs.value().set(0, -3);
    inputs.value().set(1, 1.5);
    List<double[]> seen = new ArrayList<>();
    Encoder encoder =
        x -> {
          seen.add(x.toArray().toDoubles());
          return new DiagonalGaussian(x.slice(-1, 0, LATENT), x.slice(-1, 1, 1 + LATENT));
        };
    DoubleTape.run(tape -> vamp.given(pass(tape, encoder)).on(tape));
    assertEquals(0, seen.getFirst()[0]);
    assertEquals(1, seen.getFirst()[1]);
    assertEquals(inputs.value().get(2), seen.getFirst()[2]);
  }

  /** Rows of 7 examples between −2 and 6: example i is i, i + 1, −2 … . */
  private record Seven() implements TrainingExamples {
    @Override
    public int size() {
      return 7;
    }

    @Override
    public Range range() {
      return new Range(-2, 6);
    }

    @Override
    public double[] choose(int count, Key key) {
      double[] rows = new double[count * DATA];
      for (int i = 0; i < count; i++) {
        rows[i * DATA] = i;
        rows[i * DATA + 1] = i + 1;
        rows[i * DATA + 2] = -2;
      }
      return rows;
    }
  }

  private static ModelSite withData() {
    Parameters parameters = Parameters.of(DType.F64, Key.of(9));
    return new Factories(List.of())
        .site(
            parameters,
            ModelSites.vectors(DATA, LATENT, DATA, new double[DATA]),
            Optional.of(new Seven()),
            ModelSites.rethrown());
  }

  @Test
  void inputsStartAtExamplesOrAtAShareOfTheRange() {
    ModelSite data = withData();
    Vamp.of(new Vamp.Spec(5, PseudoInputStart.DATA, 0.05, 0), data.in("prior"));
    double[] rows = data.parameters().list().getFirst().value().toDoubles();
    assertArrayEquals(new Seven().choose(5, Key.of(1)), rows);
    double[] range = data.parameters().list().get(1).value().toDoubles();
    assertArrayEquals(new double[] {-2, 6}, range);
    ModelSite random = withData();
    Vamp.of(new Vamp.Spec(900, PseudoInputStart.RANDOM, 0.25, 0.1), random.in("prior"));
    double[] start = random.parameters().list().getFirst().value().toDoubles();
    MonteCarlo.of(start).assertMean("start", 0);
    MonteCarlo.of(Arrays.stream(start).map(u -> u * u).toArray()).assertMean("squares", 0.64);
  }

  @Test
  void moreInputsThanExamplesAreRefusedWhereTheyStartFromThem() {
    SpecException few =
        assertThrows(
            SpecException.class,
            () -> Vamp.of(new Vamp.Spec(8, PseudoInputStart.DATA, 0, 0), withData().in("prior")));
    assertEquals("pseudoInputs", few.path());
    assertEquals("8", few.got());
  }

  /** A posterior with a density at its own draws alone, as of a flow without an inverse. */
  private record Hidden(DiagonalGaussian inner) implements Posterior {
    @Override
    public Shape batchShape() {
      return inner.batchShape();
    }

    @Override
    public Shape eventShape() {
      return inner.eventShape();
    }

    @Override
    public Draws draw(int samples, Key key) {
      return inner.draw(samples, key);
    }

    @Override
    public Posterior stopGradient() {
      return this;
    }
  }

  @Test
  void aPosteriorWithoutDensityElsewhereIsRefused() {
    Encoder encoder =
        x -> new Hidden(new DiagonalGaussian(x.slice(-1, 0, LATENT), x.slice(-1, 1, 1 + LATENT)));
    DoubleTape.run(
        tape -> {
          Vamp given = vamp.given(pass(tape, encoder));
          MisfitException misfit = assertThrows(MisfitException.class, () -> given.on(tape));
          assertTrue(misfit.getMessage().contains("own draws"), misfit.getMessage());
          assertTrue(misfit.fix().contains("diagonal"), misfit.fix());
        });
  }

  @Test
  void aConditionThatTheEncoderTakesIsRefused() {
    Encoder encoder = VampPriorTest.encoder(at, new Diagonal(LATENT));
    DoubleTape.run(
        tape -> {
          Pass conditional = pass(tape, encoder).conditionedOn(tape.full(Shape.of(2, 1), 1));
          MisfitException misfit =
              assertThrows(MisfitException.class, () -> vamp.given(conditional));
          assertTrue(misfit.getMessage().contains("condition"), misfit.getMessage());
        });
  }
}
