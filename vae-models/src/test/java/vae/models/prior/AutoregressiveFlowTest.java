package vae.models.prior;

final class AutoregressiveFlowTest extends FlowPriorContract {

  AutoregressiveFlowTest() {
    super(FlowPrior.Kind.AUTOREGRESSIVE);
  }
}
