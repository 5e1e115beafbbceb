package vae.experiments.training;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.optim.Elapsed;
import vae.autodiff.optim.Optimizer;
import vae.autodiff.random.Key;
import vae.autodiff.tape.NonFinite;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.Batch;
import vae.core.model.Estimate;
import vae.experiments.training.divergence.DivergedException;
import vae.experiments.training.divergence.Divergence;

/** One step of training: estimate, differentiate, update. */
public final class TrainingStep implements AutoCloseable {

  private static final String LAYERS = "layers";

  private final Model model;
  private final Optimizer optimizer;
  private final List<Parameter> parameters;
  private final Tape tape;
  private final Object sum;
  private double rateFactor = 1;

  public TrainingStep(Model model, DType type, KernelSet kernels) {
    this.model = model;
    optimizer = model.optimizer().clipped();
    parameters = model.parameters().list();
    tape = Tape.of(kernels, type);
    sum = tape.kernels().allocate(1);
  }

  /**
   * Makes one step on a minibatch.
   *
   * @param noise stream of the estimator, with the identities of the rows
   * @return the estimate at the parameters before the step; valid until the next call
   * @throws DivergedException where the objective or a gradient is not finite; the parameters are
   *     left as they are
   */
  public Estimate apply(Batch batch, Key noise, Elapsed elapsed) {
    Estimate estimate = differentiate(batch, noise, elapsed);
    optimizer.step(tape, parameters, rateFactor * model.optimizer().rate(elapsed));
    tape.adopt();
    return estimate;
  }

  /**
   * The step without its update.
   *
   * @throws DivergedException as {@link #apply}
   */
  Estimate differentiate(Batch batch, Key noise, Elapsed elapsed) {
    tape.reset();
    ModelOnBatch on = model.on(tape, batch, Optional.of(noise.fold(LAYERS)));
    Estimate estimate = on.estimate(model.estimator().at(elapsed.fraction()), noise);
    Tensor loss = estimate.surrogate().perExample().mean().negate();
    double value = loss.item();
    if (!Double.isFinite(value)) {
      String what = "the objective is " + value;
      Optional<NonFinite> origin = NonFinite.inValue(loss);
      throw diverged(
          elapsed.step() + 1, what, priorIsNaN(on, noise) ? inPrior(origin) : origin, batch);
    }
    tape.backward(loss);
    Optional<String> broken = brokenGradient();
    if (broken.isPresent()) {
      String what = "the gradient of " + broken.get() + " is not finite";
      throw diverged(elapsed.step() + 1, what, NonFinite.inGradient(loss), batch);
    }
    return estimate;
  }

  /** Whether the prior makes NaN of finite latent vectors, which no encoder is to blame for. */
  private static boolean priorIsNaN(ModelOnBatch on, Key noise) {
    Tensor z = on.posterior().draw(1, noise).z();
    NdArray latent = z.toArray();
    NdArray density = on.generative().prior().logProb(z).toArray();
    return isFinite(latent) && first(density, Double::isNaN).isPresent();
  }

  private static Optional<NonFinite> inPrior(Optional<NonFinite> origin) {
    return origin.map(
        it -> new NonFinite(it.pass(), it.op(), "the prior", true, it.shape(), it.value()));
  }

  private DivergedException diverged(
      long step, String what, Optional<NonFinite> origin, Batch batch) {
    return new DivergedException(Divergence.of(step, what, origin, batch.x(), parameters));
  }

  /**
   * The first parameter whose gradient is not finite. NaN and infinities never add up to a finite
   * sum; a sum that finite elements overflow is looked into.
   */
  private Optional<String> brokenGradient() {
    tape.kernels().set(sum, 0, 0);
    for (Parameter parameter : parameters) {
      NdArray gradient = tape.gradient(parameter);
      if (gradient != null) {
        tape.kernels().sumInto(gradient.storage(), 0, gradient.shape().size(), sum, 0);
      }
    }
    return Double.isFinite(tape.kernels().get(sum, 0))
        ? Optional.empty()
        : parameters.stream()
            .filter(parameter -> !isFinite(tape.gradient(parameter)))
            .map(Parameter::name)
            .findFirst();
  }

  private static boolean isFinite(NdArray array) {
    return array == null || first(array, value -> !Double.isFinite(value)).isEmpty();
  }

  private static OptionalInt first(NdArray array, DoublePredicate what) {
    return IntStream.range(0, array.shape().size())
        .filter(i -> what.test(array.get(i)))
        .findFirst();
  }

  /** Multiplies the learning rate of the steps to come, in (0, 1]. */
  void rateFactor(double factor) {
    rateFactor = factor;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  @Override
  public void close() {
    tape.close();
  }
}
