package vae.models.encoder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.LayeredPosterior;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.core.model.Encoder;
import vae.core.model.PosteriorContract;
import vae.core.model.PosteriorFamily;
import vae.core.model.Prior;
import vae.core.oracle.DoubleTape;
import vae.core.wiring.ModelSite;
import vae.models.layers.SmallNetworks;
import vae.models.posterior.Diagonal;
import vae.models.posterior.FullCovariance;
import vae.models.prior.HierarchicalPrior;
import vae.models.prior.StandardNormal;

/** Its posteriors are chosen by x, as those of a family by their parameters. */
final class LadderEncoderTest extends PosteriorContract {

  private static final int DATA = 2;

  @Override
  protected PosteriorFamily family(ModelSite at) {
    int m = at.sizes().latent();
    if (m == 1) {
      return new Diagonal(1); // one coordinate has no layers
    }
    int m1 = m / 2;
    Encoder ladder = SmallNetworks.bent().ladder(at.parameters(), DATA, m1, m - m1);
    Prior prior = SmallNetworks.bent().prior(at.parameters().scope("prior"), m1, m - m1);
    return new PosteriorFamily() {
      @Override
      public int parameterCount() {
        return DATA;
      }

      @Override
      public Posterior of(Tensor x) {
        return SmallNetworks.given(ladder, x.tape(), prior).encode(x);
      }
    };
  }

  /** Precisions add up, and means are weighted by them. */
  @Test
  void gaussiansAreCombinedByPrecision() {
    DoubleTape.run(
        tape -> {
          DiagonalGaussian own =
              new DiagonalGaussian(
                  tape.constant(Shape.of(1, 2), 1, -2),
                  tape.constant(Shape.of(1, 2), Math.log(0.5), 40));
          DiagonalGaussian above =
              new DiagonalGaussian(
                  tape.constant(Shape.of(3, 1, 2), 3, 5, 3, 5, 1, 5),
                  tape.full(Shape.of(3, 1, 2), Math.log(0.25)));
          DiagonalGaussian both = own.times(above);
          assertEquals(Shape.of(3, 1, 2), both.mean().shape());
          assertEquals((4 * 1 + 16 * 3) / 20.0, both.mean().get(0), 1e-14);
          assertEquals(-0.5 * Math.log(20), both.logDeviation().get(0), 1e-14);
          assertEquals(1, both.mean().get(4), 1e-14);
          // A Gaussian as wide as e⁴⁰ says nothing.
          assertEquals(5, both.mean().get(1), 1e-14);
          assertEquals(Math.log(0.25), both.logDeviation().get(1), 1e-14);
        });
  }

  /** What the prior learns of z₁ given z₂ moves the posterior. */
  @Test
  void itsWayDownIsThePriors() {
    Parameters all = Parameters.of(DType.F64, Key.of(3));
    HierarchicalPrior prior = SmallNetworks.linear().prior(all.scope("prior"), 1, 1);
    Encoder ladder = SmallNetworks.linear().ladder(all.scope("encoder"), 1, 1, 1);
    all.list().forEach(p -> p.value().set(0, 0)); // every mean is 0, every deviation 1
    double before = meanOfLower(ladder, prior);
    all.list().stream()
        .filter(p -> p.name().equals("prior.lower.output.bias"))
        .forEach(p -> p.value().set(0, 4));
    assertEquals(before + 2, meanOfLower(ladder, prior), 1e-14);
  }

  private static double meanOfLower(Encoder ladder, Prior prior) {
    return DoubleTape.compute(
        tape -> {
          Tensor zero = tape.full(Shape.of(1, 1), 0);
          LayeredPosterior q =
              (LayeredPosterior) SmallNetworks.given(ladder, tape, prior).encode(zero);
          return ((DiagonalGaussian) q.second().given(zero)).mean().item();
        });
  }

  private static void assertRefused(Prior prior) {
    Parameters all = Parameters.of(DType.F64, Key.of(3));
    Encoder ladder = SmallNetworks.bent().ladder(all, DATA, 2, 1);
    DoubleTape.run(
        tape -> {
          Tensor x = tape.full(Shape.of(2, DATA), 0.5);
          Encoder given = SmallNetworks.given(ladder, tape, prior);
          MisfitException misfit =
              assertThrows(MisfitException.class, () -> given.encode(x).draw(1, Key.of(1)));
          assertTrue(misfit.fix().contains("hierarchical"), misfit.fix());
        });
  }

  @Test
  void priorsWithoutADiagonalLowerLayerAreRefused() {
    SmallNetworks networks = SmallNetworks.bent();
    Parameters all = Parameters.of(DType.F64, Key.of(4));
    assertRefused(new StandardNormal(3));
    assertRefused(networks.prior(all.scope("other"), 1, 2));
    FullCovariance family =
        new FullCovariance(2, new FullCovariance.Spec(FullCovariance.Positive.EXP));
    Encoder full = networks.encoder(all.scope("full"), 1, family);
    assertRefused(new HierarchicalPrior(2, new StandardNormal(1), full));
  }

  @Test
  void withoutAPassThereIsNoPrior() {
    Encoder ladder = SmallNetworks.bent().ladder(Parameters.of(DType.F64, Key.of(3)), 2, 2, 1);
    assertEquals(Optional.empty(), ((LadderEncoder) ladder).pass());
    DoubleTape.run(
        tape -> {
          Tensor x = tape.full(Shape.of(1, 2), 0);
          assertThrows(MisfitException.class, () -> ladder.encode(x));
        });
  }
}
