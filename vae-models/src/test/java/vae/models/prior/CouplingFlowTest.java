package vae.models.prior;

import org.junit.jupiter.api.Test;
import vae.core.model.Prior;
import vae.core.model.PriorContract;
import vae.core.wiring.ModelSite;

final class CouplingFlowTest extends PriorContract {

  private static final FlowPrior.Kind KIND = FlowPrior.Kind.COUPLING;

  @Override
  protected Prior prior(ModelSite at) {
    return FlowPriors.moved(KIND, at);
  }

  @Test
  void volumesAreThoseOfTheNumericJacobian() {
    FlowPriors.assertVolumes(KIND);
  }

  @Test
  void inversesInvert() {
    FlowPriors.assertInverses(KIND);
  }

  @Test
  void itStartsAtTheStandardNormal() {
    FlowPriors.assertStart(KIND);
  }

  @Test
  void doublyReparameterisedGradientsReachIt() {
    FlowPriors.assertDoublyReparameterised(KIND);
  }
}
