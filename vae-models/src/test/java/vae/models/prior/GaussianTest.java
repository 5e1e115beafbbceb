package vae.models.prior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.core.distribution.DiagonalGaussian;
import vae.core.model.ModelContext;
import vae.core.model.Prior;
import vae.core.model.PriorContract;
import vae.core.oracle.DoubleTape;

final class GaussianTest extends PriorContract {

  /** Moved from its start, as training would. */
  @Override
  protected Prior prior(ModelContext context) {
    Prior prior = new Gaussian.Factory(context).create(new Gaussian.Spec(true, 0.8));
    for (Parameter parameter : context.parameters().list()) {
      for (int i = 0; i < parameter.shape().size(); i++) {
        parameter.value().set(i, parameter.value().get(i) + 0.3 * (i + 1));
      }
    }
    return prior;
  }

  private static ModelContext context() {
    return new ModelContext(1, 2, 1, new double[1], Parameters.of(DType.F64, Key.of(3)));
  }

  private static void assertStart(ModelContext context, boolean learned) {
    Prior prior = new Gaussian.Factory(context).create(new Gaussian.Spec(learned, 0.5));
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
    ModelContext context = context();
    assertStart(context, true);
    List<String> names = context.parameters().list().stream().map(Parameter::name).toList();
    assertEquals(List.of("prior.logDeviation", "prior.mean"), names);
  }

  @Test
  void aFixedPriorHasNone() {
    ModelContext context = context();
    assertStart(context, false);
    assertEquals(List.of(), context.parameters().list());
  }
}
