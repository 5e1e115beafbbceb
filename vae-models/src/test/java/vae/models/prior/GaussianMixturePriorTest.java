package vae.models.prior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.tape.Parameter;
import vae.core.distribution.GaussianMixture;
import vae.core.model.Prior;
import vae.core.model.PriorContract;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.MonteCarlo;
import vae.core.wiring.ModelSite;
import vae.core.wiring.ModelSites;

final class GaussianMixturePriorTest extends PriorContract {

  @Override
  protected Prior prior(ModelSite at) {
    Prior prior = GaussianMixturePrior.of(new GaussianMixturePrior.Spec(4, 0.6, 1, true), at);
    MovedParameters.move(at.parameters(), 0.4);
    return prior;
  }

  @Test
  void startsWithMeansOfTheSpreadAndEqualWeights() {
    ModelSite at = ModelSites.of(1, 50, 3);
    Prior prior =
        GaussianMixturePrior.of(new GaussianMixturePrior.Spec(40, 0.5, 3, true), at.in("prior"));
    List<String> names = at.parameters().list().stream().map(Parameter::name).toList();
    assertEquals(List.of("prior.logDeviation", "prior.logits", "prior.mean"), names);
    DoubleTape.run(
        tape -> {
          GaussianMixture on = (GaussianMixture) prior.on(tape);
          MonteCarlo.of(on.components().mean()).assertMean("means", 0);
          MonteCarlo.of(on.components().mean().square()).assertMean("their squares", 9);
          assertEquals(Math.log(0.5), on.components().logDeviation().get(7), 1e-15);
          double[] weights = on.logWeights().exp().toArray().toDoubles();
          assertArrayEquals(
              new double[] {1.0 / 40, 1.0 / 40}, new double[] {weights[0], weights[39]}, 1e-15);
        });
  }

  @Test
  void equalWeightsAreNoParameters() {
    ModelSite at = ModelSites.of(1, 2, 3).in("prior");
    Prior prior = GaussianMixturePrior.of(new GaussianMixturePrior.Spec(4, 1, 1, false), at);
    assertEquals(2, at.parameters().list().size());
    DoubleTape.run(
        tape ->
            assertEquals(
                Math.log(0.25), ((GaussianMixture) prior.on(tape)).logWeights().get(2), 1e-15));
  }
}
