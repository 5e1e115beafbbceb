package vae.models.prior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Bijection;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Draws;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.NormalizingFlow;
import vae.core.distribution.StandardGaussian;
import vae.core.model.GenerativeModel;
import vae.core.model.Prior;
import vae.core.model.PriorContract;
import vae.core.network.Initialization;
import vae.core.oracle.BijectionCheck;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.GradientCheck;
import vae.core.wiring.ModelSite;
import vae.core.wiring.ModelSites;
import vae.models.estimator.Dreg;

/** What flow priors of both kinds must satisfy beside the contract of priors. */
abstract class FlowPriorContract extends PriorContract {

  private final FlowPrior.Kind kind;

  FlowPriorContract(FlowPrior.Kind kind) {
    this.kind = kind;
  }

  @Override
  protected final Prior prior(ModelSite at) {
    return moved(at);
  }

  private FlowPrior.Spec spec() {
    return new FlowPrior.Spec(kind, 3, List.of(4), Activation.TANH, Initialization.FAN_IN_UNIFORM);
  }

  /** Away from the start, as training would make it. */
  private FlowPrior moved(ModelSite at) {
    FlowPrior prior = FlowPrior.of(spec(), at);
    MovedParameters.move(at.parameters(), 0.2);
    return prior;
  }

  private NormalizingFlow on(Tape tape, int m) {
    return moved(ModelSites.of(1, m, m).in("prior")).on(tape);
  }

  private static double[] point(int m) {
    double[] z = new double[m];
    Arrays.setAll(z, i -> 1.3 - 0.7 * i);
    return z;
  }

  @Test
  final void volumesAreThoseOfTheNumericJacobian() {
    for (int m = 1; m <= 5; m++) {
      int size = m;
      DoubleTape.run(
          tape -> {
            for (Bijection step : on(tape, size).steps()) {
              BijectionCheck.volume(tape, step, point(size));
            }
          });
    }
  }

  @Test
  final void inversesInvert() {
    for (int m = 1; m <= 8; m++) {
      int size = m;
      DoubleTape.run(
          tape -> {
            for (Bijection step : on(tape, size).steps()) {
              BijectionCheck.inverse(tape, step, 1e-10, point(size));
            }
          });
    }
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.AUTO, 1);
        Tape tape = Tape.of(kernels, DType.F32)) {
      double[] z = new double[8];
      Arrays.setAll(z, i -> (float) point(8)[i]);
      FlowPrior single =
          moved(ModelSites.of(DType.F32, ModelSites.vectors(1, 8, 1, new double[1]), 8));
      for (Bijection step : single.on(tape).steps()) {
        BijectionCheck.inverse(tape, step, 1e-5, z);
      }
    }
  }

  @Test
  final void itStartsAtTheStandardNormal() {
    FlowPrior prior = FlowPrior.of(spec(), ModelSites.of(1, 3, 6).in("prior"));
    DoubleTape.run(
        tape -> {
          Tensor z = tape.normal(Key.of(7), Shape.of(4, 1, 3)).reshape(4, 3);
          NormalizingFlow flow = prior.on(tape);
          double[] expected = new StandardGaussian(tape, 3).logProb(z).toArray().toDoubles();
          assertArrayEquals(expected, flow.logProb(z).toArray().toDoubles(), 1e-14);
          for (Bijection step : flow.steps()) {
            assertEquals(z.get(5), step.forward(z).value().get(5));
          }
        });
  }

  /** What is left of it by the prior is the gradient of the weighted joint, weights and z held. */
  @Test
  final void doublyReparameterisedGradientsReachIt() {
    ModelSite at = ModelSites.of(2, 2, 8);
    FlowPrior prior = moved(at.in("prior"));
    List<Parameter> ofPrior = at.parameters().list();
    Dreg dreg = new Dreg(new Dreg.Spec(3));
    double[] z = DoubleTape.compute(tape -> draws(tape).z().toArray().toDoubles());
    double[] weights =
        DoubleTape.compute(
            tape ->
                model(tape, prior)
                    .logWeights(x(tape), draws(tape))
                    .softmax(0)
                    .toArray()
                    .toDoubles());
    GradientCheck.check(
        "dreg",
        ofPrior,
        tape ->
            dreg.estimate(model(tape, prior), _ -> posterior(tape), x(tape), Key.of(9))
                .surrogate()
                .perExample()
                .sum(),
        tape ->
            model(tape, prior)
                .logJoint(x(tape), tape.constant(Shape.of(3, 2, 2), z))
                .multiply(tape.constant(Shape.of(3, 2), weights))
                .sum());
  }

  private static GenerativeModel model(Tape tape, FlowPrior prior) {
    return new GenerativeModel(
        tape, prior, z -> z, mean -> new IsotropicGaussian(mean, tape.scalar(0)));
  }

  private static Tensor x(Tape tape) {
    return tape.constant(Shape.of(2, 2), 0.3, -1, 0.8, 0.1);
  }

  private static DiagonalGaussian posterior(Tape tape) {
    return new DiagonalGaussian(x(tape), x(tape).multiply(0.3));
  }

  private static Draws draws(Tape tape) {
    return posterior(tape).draw(3, Key.of(9));
  }
}
