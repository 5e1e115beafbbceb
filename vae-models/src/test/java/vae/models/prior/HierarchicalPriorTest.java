package vae.models.prior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.HasDensity;
import vae.core.distribution.MisfitException;
import vae.core.model.Layered;
import vae.core.model.Pass;
import vae.core.model.Prior;
import vae.core.model.PriorContract;
import vae.core.oracle.DoubleTape;
import vae.core.spec.SpecException;
import vae.core.wiring.ModelSite;
import vae.models.layers.SmallNetworks;
import vae.models.posterior.Diagonal;

final class HierarchicalPriorTest extends PriorContract {

  @Override
  protected Prior prior(ModelSite at) {
    int m = at.sizes().latent();
    if (m == 1) {
      return new StandardNormal(1); // one coordinate has no layers
    }
    int m1 = m / 2;
    return SmallNetworks.bent().prior(at.parameters(), m1, m - m1);
  }

  private static double[] moved(Prior prior, double... u) {
    return DoubleTape.compute(
        tape ->
            ((HierarchicalPrior) prior)
                .on(tape)
                .placed(tape.constant(Shape.of(1, u.length), u))
                .toArray()
                .toDoubles());
  }

  /** Pictures move z₁ about its mean given z₂, by its deviations. */
  @Test
  void placesFollowTheWayDown() {
    Parameters all = Parameters.of(DType.F64, Key.of(5));
    Prior prior = SmallNetworks.linear().prior(all, 1, 1);
    for (Parameter p : all.list()) {
      boolean weight = p.name().endsWith("weight"); // [1, 2]: mean, log deviation
      p.value().set(0, weight ? 3 : 1);
      p.value().set(1, weight ? 0 : Math.log(0.5));
    }
    assertArrayEquals(new double[] {1, 0}, moved(prior, 0, 0), 1e-14);
    assertArrayEquals(new double[] {2, 0}, moved(prior, 2, 0), 1e-14);
    assertArrayEquals(new double[] {7, 2}, moved(prior, 0, 2), 1e-14);
  }

  /** z₂ is drawn for each condition, and so is z₁. */
  @Test
  void aPriorOfTheUpperLayerForEachExampleGivesBothForEach() {
    Parameters all = Parameters.of(DType.F64, Key.of(5));
    Prior each =
        new Prior() {
          @Override
          public HasDensity on(Tape tape) {
            Tensor mean = tape.constant(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
            return new DiagonalGaussian(mean, mean.multiply(0));
          }
        };
    Prior prior =
        new HierarchicalPrior(1, each, SmallNetworks.bent().encoder(all, 2, new Diagonal(1)));
    DoubleTape.run(
        tape -> {
          HasDensity p = prior.on(tape);
          assertEquals(Shape.of(3), p.batchShape());
          Tensor z = p.draw(4, Key.of(6).rows(new long[] {7, 8, 9})).z();
          assertEquals(Shape.of(4, 3, 3), z.shape());
          assertEquals(Shape.of(4, 3), p.logProb(z).shape());
        });
  }

  @Test
  void thePriorOfTheUpperLayerSeesNoEncoder() {
    Parameters all = Parameters.of(DType.F64, Key.of(5));
    Prior asking =
        new Prior() {
          @Override
          public Prior given(Pass pass) {
            pass.encoder().encode(pass.tape().full(Shape.of(1, 1), 0));
            return this;
          }

          @Override
          public HasDensity on(Tape tape) {
            throw new AssertionError("is not reached");
          }
        };
    Prior prior =
        new HierarchicalPrior(1, asking, SmallNetworks.bent().encoder(all, 1, new Diagonal(1)));
    DoubleTape.run(
        tape ->
            assertThrows(
                MisfitException.class,
                () ->
                    prior.given(new Pass(tape, Optional.empty(), Optional.empty(), null, prior))));
  }

  /** Of either layer something must be left. */
  @Test
  void halfOfTheCoordinatesAreBelowUnlessTheSpecSays() {
    assertEquals(2, Layered.lowerSize(Optional.empty(), 3));
    assertEquals(1, Layered.lowerSize(Optional.empty(), 2));
    assertEquals(5, Layered.lowerSize(Optional.of(5), 6));
    for (int[] wrong : new int[][] {{5, 5}, {6, 5}, {1, 1}}) {
      SpecException refused =
          assertThrows(
              SpecException.class, () -> Layered.lowerSize(Optional.of(wrong[0]), wrong[1]));
      assertEquals("lowerSize", refused.path());
    }
    SpecException one =
        assertThrows(SpecException.class, () -> Layered.lowerSize(Optional.empty(), 1));
    assertTrue(one.expected().contains("latentSize"), one.expected());
  }
}
