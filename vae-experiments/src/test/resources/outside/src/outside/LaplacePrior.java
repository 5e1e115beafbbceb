package outside;

import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tape;
import vae.core.distribution.HasDensity;
import vae.core.distribution.Laplace;
import vae.core.model.Prior;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/** A prior with heavier tails than the normal one: Laplace(0, b) for each coordinate. */
public record LaplacePrior(int size, double scale) implements Prior {

  @Describe("Independent Laplace coordinates about 0.")
  public record Spec(@Default("1.0") @Describe("scale b, above 0") double scale)
      implements Prior.Spec {
    public Spec {
      Require.positive("scale", scale);
    }
  }

  @Override
  public HasDensity on(Tape tape) {
    return new Laplace(tape.full(Shape.of(size), 0), tape.scalar(StrictMath.log(scale)));
  }
}
