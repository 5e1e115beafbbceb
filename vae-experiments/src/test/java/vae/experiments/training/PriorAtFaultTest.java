package vae.experiments.training;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.optim.Elapsed;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.model.Batch;
import vae.core.model.Prior;
import vae.experiments.run.SmallRun;
import vae.experiments.training.divergence.DivergedException;

/** NaN is put down to what makes it (U3). */
final class PriorAtFaultTest {

  private static final Key KEY = Key.of(1).rows(new long[] {0, 1});

  private record WithNaN(HasDensity of) implements HasDensity {

    @Override
    public Shape batchShape() {
      return of.batchShape();
    }

    @Override
    public Shape eventShape() {
      return of.eventShape();
    }

    @Override
    public Draws draw(int samples, Key key) {
      return Draws.of(this, of.draw(samples, key).z());
    }

    @Override
    public Tensor logProb(Tensor z) {
      return of.logProb(z).subtract(z.square().sum(-1).add(1).negate().log());
    }
  }

  private static String message(NdArray x, boolean faultyPrior) {
    Model sound =
        SmallRun.model(
            SmallRun.read(
                SmallRun.GAUSSIAN.replaceFirst(
                    "[{]", "{ \"estimator\": {\"type\": \"elbo-mc\"},")));
    Prior prior = faultyPrior ? tape -> new WithNaN(sound.prior().on(tape)) : sound.prior();
    Model model =
        new Model(
            prior,
            sound.encoder(),
            sound.decoder(),
            sound.likelihood(),
            sound.estimator(),
            sound.optimizer(),
            sound.parameters());
    try (var kernels = SmallRun.scalar();
        TrainingStep step = new TrainingStep(model, DType.F32, kernels)) {
      return assertThrows(
              DivergedException.class, () -> step.apply(Batch.of(x), KEY, Elapsed.of(0, 10)))
          .getMessage();
    }
  }

  @Test
  void aPriorThatMakesNaNIsNamed() {
    String message = message(NdArray.of(Shape.of(2, 64), new float[128]), true);
    assertTrue(message.contains("log made NaN of finite numbers, in the prior"), message);
    assertFalse(message.contains("encoder"), message);
  }

  @Test
  void aPriorOfNaNIsNotToBlame() {
    float[] x = new float[128];
    x[3] = Float.NaN;
    String message = message(NdArray.of(Shape.of(2, 64), x), false);
    assertFalse(message.contains("prior"), message);
  }
}
