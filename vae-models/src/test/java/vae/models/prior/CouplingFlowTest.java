package vae.models.prior;

final class CouplingFlowTest extends FlowPriorContract {

  CouplingFlowTest() {
    super(FlowPrior.Kind.COUPLING);
  }
}
