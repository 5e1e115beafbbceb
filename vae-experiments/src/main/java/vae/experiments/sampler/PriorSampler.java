package vae.experiments.sampler;

import java.util.Map;
import java.util.Optional;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.core.distribution.Distribution;
import vae.core.model.Pass;
import vae.experiments.training.Model;

/**
 * The model's own prior, learned or not.
 *
 * <p>\[ z \sim \pi(z) \]
 *
 * <p>Samples from it are those of the model whose likelihood was measured.
 */
public final class PriorSampler implements LatentSampler {

  private static final String SOURCE = "Kingma and Welling (2014), Auto-encoding variational Bayes";

  private final Model model;
  private final Optional<NdArray> condition;
  private final KernelSet kernels;
  private final int latentSize;

  private PriorSampler(Model model, Optional<NdArray> condition, KernelSet kernels) {
    this.model = model;
    this.condition = condition;
    this.kernels = kernels;
    try (Tape tape = tape()) {
      latentSize = prior(tape).eventShape().size();
    }
  }

  /**
   * Draws from the prior of a model; its parameters are read at each draw.
   *
   * @param condition [1, c], of a conditional model
   */
  public static PriorSampler of(Model model, Optional<NdArray> condition, KernelSet kernels) {
    return new PriorSampler(model, condition, kernels);
  }

  @Override
  public NdArray draw(int n, Key key) {
    DrawSize.require("n", n, latentSize);
    try (Tape tape = tape()) {
      return prior(tape).draw(n, key).z().reshape(Shape.of(n, latentSize)).toArray();
    }
  }

  private Tape tape() {
    Tape tape = Tape.of(kernels, model.parameters().type());
    tape.differentiate(false);
    return tape;
  }

  private Distribution prior(Tape tape) {
    Pass pass = model.pass(tape);
    return model
        .generative(condition.map(it -> pass.conditionedOn(tape.constant(it))).orElse(pass))
        .prior();
  }

  @Override
  public int latentSize() {
    return latentSize;
  }

  @Override
  public Description description() {
    return new Description("prior", SOURCE, Map.of(), true);
  }
}
