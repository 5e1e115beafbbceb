package vae.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Parameter;
import vae.core.distribution.HasDensity;
import vae.core.distribution.Kl;
import vae.core.distribution.Posterior;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.wiring.ModelSite;
import vae.core.wiring.ModelSites;

/**
 * What every {@link Prior} must satisfy; a component is covered by a subclass that makes it.
 *
 * <p>Extend it in a class named {@code …PriorTest} and supply {@link #prior}.
 */
public abstract class PriorContract {

  /** The prior of a run at this site: F64 parameters, one data dimension. */
  protected abstract Prior prior(ModelSite at);

  private ModelSite site(int latentSize) {
    return ModelSites.of(1, latentSize, 41);
  }

  private void forSizes(int largest, Consumer<HasDensity> check) {
    for (int m = 1; m <= largest; m++) {
      Prior prior = prior(site(m).in("prior"));
      DoubleTape.run(tape -> check.accept(prior.on(tape)));
    }
  }

  @Test
  final void shapesAreThoseOfTheInterface() {
    for (int m = 1; m <= 3; m++) {
      int size = m;
      Prior prior = prior(site(m).in("prior"));
      DoubleTape.run(
          tape -> {
            HasDensity on = prior.on(tape);
            DistributionChecks.shapes(on, Shape.SCALAR, Shape.of(size));
            Shape latent = Shape.of(4, 5, size);
            assertEquals(Shape.of(4, 5), on.logProb(tape.full(latent, 0.3)).shape());
          });
    }
  }

  @Test
  final void drawsFollowTheKey() {
    forSizes(3, DistributionChecks::drawsFollowTheKey);
  }

  @Test
  final void densityIntegratesToOne() {
    forSizes(2, on -> DistributionChecks.normalised(on, DistributionChecks.ruleFor(on)));
  }

  @Test
  final void drawsFollowTheDensity() {
    forSizes(2, on -> DistributionChecks.drawsFollowTheDensity(on, DistributionChecks.ruleFor(on)));
  }

  @Test
  final void drawsHaveTheMean() {
    forSizes(5, DistributionChecks::drawsHaveTheMean);
  }

  @Test
  final void entropyIsExpectedSurprise() {
    forSizes(3, DistributionChecks::entropyIsExpectedSurprise);
  }

  @Test
  final void klToItselfIsZero() {
    forSizes(
        3,
        on -> {
          if (on instanceof Posterior q) {
            Kl.find(q, on).ifPresent(kl -> assertEquals(0, kl.item(), 1e-12, "KL to itself"));
          }
        });
  }

  @Test
  final void densityGradientsAgreeWithDifferences() {
    ModelSite at = site(3);
    Prior prior = prior(at.in("prior"));
    Parameter z = at.parameters().create("z", Shape.of(2, 4, 3), (v, k) -> fill(v));
    List<Parameter> all = at.parameters().list();
    GradientCheck.check(
        "log p(z)", all, tape -> prior.on(tape).logProb(tape.parameter(z)).square().sum());
  }

  private static void fill(NdArray value) {
    for (int i = 0; i < value.shape().size(); i++) {
      value.set(i, Math.sin(i + 1.0));
    }
  }
}
