package vae.models.prior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.tape.Parameter;
import vae.core.distribution.DiagonalGaussian;
import vae.core.model.Prior;
import vae.core.model.PriorContract;
import vae.core.oracle.DoubleTape;
import vae.core.wiring.ModelSite;
import vae.core.wiring.ModelSites;

final class GaussianTest extends PriorContract {

  /** Moved from its start, as training would. */
  @Override
  protected Prior prior(ModelSite at) {
    Prior prior = Gaussian.of(new Gaussian.Spec(true, 0.8), at);
    for (Parameter parameter : at.parameters().list()) {
      for (int i = 0; i < parameter.shape().size(); i++) {
        parameter.value().set(i, parameter.value().get(i) + 0.3 * (i + 1));
      }
    }
    return prior;
  }

  private static void assertStart(ModelSite at, boolean learned) {
    Prior prior = Gaussian.of(new Gaussian.Spec(learned, 0.5), at.in("prior"));
    DoubleTape.run(
        tape -> {
          DiagonalGaussian on = (DiagonalGaussian) prior.on(tape);
          assertArrayEquals(new double[2], on.mean().toArray().toDoubles());
          double log = Math.log(0.5);
          assertArrayEquals(
              new double[] {log, log}, on.logDeviation().toArray().toDoubles(), 1e-15);
        });
  }

  @Test
  void aLearnedPriorHasParametersOfItsSlot() {
    ModelSite at = ModelSites.of(1, 2, 3);
    assertStart(at, true);
    List<String> names = at.parameters().list().stream().map(Parameter::name).toList();
    assertEquals(List.of("prior.logDeviation", "prior.mean"), names);
  }

  @Test
  void aFixedPriorHasNone() {
    ModelSite at = ModelSites.of(1, 2, 3);
    assertStart(at, false);
    assertEquals(List.of(), at.parameters().list());
  }
}
