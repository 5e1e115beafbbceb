package vae.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
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

  /** c, numbers in the condition that it takes; 0 for none. */
  protected int condition() {
    return 0;
  }

  private ModelSite site(int latentSize) {
    return ModelSites.of(ModelSites.vectors(1, latentSize, 1, new double[1], condition()), 41);
  }

  /** The prior of a pass over as many rows, each with a condition of its own. */
  private HasDensity on(Prior prior, Tape tape, int rows) {
    assertEquals(condition() > 0, prior.takesCondition(), "takesCondition");
    if (condition() == 0) {
      return prior.on(tape);
    }
    Shape shape = Shape.of(rows, condition());
    Pass pass = new Pass(tape, Optional.empty(), Optional.empty(), null, null);
    return prior
        .given(pass.conditionedOn(tape.normal(Key.of(3), shape.prepend(1)).reshape(shape)))
        .on(tape);
  }

  private void forSizes(int largest, Consumer<HasDensity> check) {
    for (int m = 1; m <= largest; m++) {
      Prior prior = prior(site(m).in("prior"));
      DoubleTape.run(tape -> check.accept(on(prior, tape, 1)));
    }
  }

  @Test
  final void shapesAreThoseOfTheInterface() {
    for (int m = 1; m <= 3; m++) {
      int size = m;
      Prior prior = prior(site(m).in("prior"));
      DoubleTape.run(
          tape -> {
            HasDensity on = on(prior, tape, 5);
            Shape batch = condition() == 0 ? Shape.SCALAR : Shape.of(5);
            DistributionChecks.shapes(on, batch, Shape.of(size));
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
        "log p(z)", all, tape -> on(prior, tape, 4).logProb(tape.parameter(z)).square().sum());
  }

  private static void fill(NdArray value) {
    for (int i = 0; i < value.shape().size(); i++) {
      value.set(i, Math.sin(i + 1.0));
    }
  }
}
