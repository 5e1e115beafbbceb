package vae.models.prior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.FullGaussian;
import vae.core.distribution.GaussianPosterior;
import vae.core.distribution.HasDensity;
import vae.core.distribution.HouseholderGaussian;
import vae.core.distribution.Kl;
import vae.core.distribution.LowRankGaussian;
import vae.core.model.Pass;
import vae.core.model.Prior;
import vae.core.model.PriorContract;
import vae.core.network.Initialization;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.MonteCarlo;
import vae.core.spec.SpecException;
import vae.core.wiring.ModelSite;
import vae.core.wiring.ModelSites;

final class ConditionalTest extends PriorContract {

  private static final Conditional.Spec LINEAR = spec(List.of());

  private static Conditional.Spec spec(List<Integer> hidden) {
    return new Conditional.Spec(hidden, Activation.TANH, Initialization.GLOROT_UNIFORM);
  }

  @Override
  protected int condition() {
    return 2;
  }

  @Override
  protected Prior prior(ModelSite at) {
    return Conditional.of(spec(List.of(3)), at);
  }

  private static ModelSite site(int latent, int c) {
    return ModelSites.of(ModelSites.vectors(1, latent, 1, new double[1], c), 5);
  }

  private static HasDensity given(Prior prior, Tape tape, double[][] y) {
    Tensor rows =
        tape.constant(
            Shape.of(y.length, y[0].length),
            Arrays.stream(y).flatMapToDouble(Arrays::stream).toArray());
    Pass pass = new Pass(tape, Optional.empty(), Optional.empty(), null, null);
    return prior.given(pass.conditionedOn(rows)).on(tape);
  }

  @Test
  void withoutHiddenLayersOneHotLabelsChooseARowOfTheWeightAndNothingElse() {
    ModelSite at = site(2, 3);
    Prior prior = Conditional.of(LINEAR, at.in("prior"));
    List<Parameter> all = at.parameters().list();
    assertEquals(
        List.of("prior.output.bias", "prior.output.weight"),
        all.stream().map(Parameter::name).toList());
    double[] weight = all.get(1).value().toDoubles(); // [3, 4]
    DoubleTape.run(
        tape -> {
          DiagonalGaussian on =
              (DiagonalGaussian) given(prior, tape, new double[][] {{0, 0, 1}, {1, 0, 0}});
          assertArrayEquals(
              new double[] {weight[8], weight[9], weight[0], weight[1]},
              on.mean().toArray().toDoubles());
          assertArrayEquals(
              new double[] {weight[10], weight[11], weight[2], weight[3]},
              on.logDeviation().toArray().toDoubles());
        });
  }

  /** Every Gaussian family, and each example's own prior: closed form against draws. */
  @Test
  void klFromGaussianPosteriorsIsTheMeanLogRatioOfDraws() {
    Prior prior = Conditional.of(LINEAR, site(2, 3));
    DoubleTape.run(
        tape -> {
          HasDensity p = given(prior, tape, new double[][] {{0, 0, 1}, {1, 0, 0}, {0.5, -1, 2}});
          Tensor mean = normal(tape, 1, 3, 2);
          Tensor spread = normal(tape, 2, 3, 2).multiply(0.3);
          DiagonalGaussian diagonal = new DiagonalGaussian(mean, spread);
          Tensor factor =
              tape.constant(
                  Shape.of(3, 2, 2), new double[] {1, 0, .5, .8, .6, 0, -.9, 1.2, 1.4, 0, .1, .3});
          for (GaussianPosterior q :
              List.of(
                  diagonal,
                  new FullGaussian(mean, factor),
                  new HouseholderGaussian(diagonal, normal(tape, 3, 3, 1, 2)),
                  new LowRankGaussian(mean, spread, normal(tape, 4, 3, 2, 1)))) {
            Tensor kl = Kl.closedForm(q, p);
            assertEquals(Shape.of(3), kl.shape());
            Tensor ratio = q.draw(20_000, Key.of(6)).logRatio(p).negate();
            for (int i = 0; i < 3; i++) {
              String what = q.getClass().getSimpleName() + " [" + i + "]";
              MonteCarlo.ofEntry(ratio, i).assertMean(what, kl.get(i));
            }
          }
        });
  }

  private static Tensor normal(Tape tape, int key, int... extents) {
    Shape shape = Shape.of(extents);
    return tape.normal(Key.of(key), Shape.of(1, 1, shape.size())).reshape(shape);
  }

  @Test
  void withoutAConditionItIsRefusedWithAWayOut() {
    SpecException refused =
        assertThrows(SpecException.class, () -> Conditional.of(LINEAR, site(2, 0)));
    assertEquals("type", refused.path());
    assertTrue(refused.fix().contains("\"condition\": {\"type\": \"labels\"}"), refused.fix());
  }

  @Test
  void aPassWithoutAConditionIsAFaultThatSaysSo() {
    Prior prior = Conditional.of(LINEAR, site(2, 3));
    DoubleTape.run(
        tape -> {
          Pass pass = new Pass(tape, Optional.empty(), Optional.empty(), null, null);
          Prior given = prior.given(pass);
          var e = assertThrows(IllegalStateException.class, () -> given.on(tape));
          assertTrue(e.getMessage().contains("no condition"), e.getMessage());
        });
  }
}
