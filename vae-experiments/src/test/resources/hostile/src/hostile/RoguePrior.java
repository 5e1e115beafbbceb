package hostile;

import vae.autodiff.tape.Tape;
import vae.core.distribution.HasDensity;
import vae.core.distribution.StandardGaussian;
import vae.core.model.Pass;
import vae.core.model.Prior;
import vae.core.spec.Describe;

/** A prior that asks itself, or the model's encoder, without end. */
public record RoguePrior(int size) implements Prior {

  @Describe("A prior that asks itself without end.")
  public record Spec() implements Prior.Spec {}

  @Override
  public Prior given(Pass pass) {
    pass.encoder().given(pass);
    return given(pass.withEncoder(x -> null));
  }

  @Override
  public HasDensity on(Tape tape) {
    return new StandardGaussian(tape, size);
  }
}
