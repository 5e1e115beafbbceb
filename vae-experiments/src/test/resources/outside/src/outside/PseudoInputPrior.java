package outside;

import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.HasDensity;
import vae.core.distribution.HasMarginals;
import vae.core.model.Encoder;
import vae.core.model.Pass;
import vae.core.model.Prior;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.wiring.ModelSite;

/**
 * The posterior of one learned input, π(z) = q(z | u), by the model's own encoder. Source: Tomczak
 * and Welling (2018), with one component.
 */
public record PseudoInputPrior(Parameter input, int size, Encoder encoder) implements Prior {

  @Describe("The marginals of the posterior of one learned input.")
  public record Spec(@Default("0.5") @Describe("where the input's numbers start") double start)
      implements Prior.Spec {}

  static PseudoInputPrior of(Spec spec, ModelSite at) {
    Shape one = Shape.of(1, at.sizes().data());
    Parameter input = at.parameters().create("input", one, Initializer.constant(spec.start()));
    return new PseudoInputPrior(input, at.sizes().latent(), null);
  }

  @Override
  public Prior given(Pass pass) {
    return new PseudoInputPrior(input, size, pass.encoder().given(pass));
  }

  @Override
  public HasDensity on(Tape tape) {
    DiagonalGaussian q =
        ((HasMarginals) encoder.encode(tape.parameter(input))).marginals(); // batch [1]
    Shape event = Shape.of(size);
    return new DiagonalGaussian(q.mean().reshape(event), q.logDeviation().reshape(event));
  }
}
