package example;

import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tape;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.HasDensity;
import vae.core.model.Prior;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/** The prior N(0, s² I). */
public final class ScaledNormal implements Prior {

  @Describe("A normal prior of one standard deviation for all coordinates.")
  public record Spec(@Default("1.0") @Describe("standard deviation, above 0") double deviation)
      implements Prior.Spec {
    public Spec {
      Require.positive("deviation", deviation);
    }
  }

  private final int size;
  private final double logDeviation;

  ScaledNormal(int size, double deviation) {
    this.size = size;
    this.logDeviation = StrictMath.log(deviation);
  }

  @Override
  public HasDensity on(Tape tape) {
    Shape event = Shape.of(size);
    return new DiagonalGaussian(tape.full(event, 0), tape.full(event, logDeviation));
  }
}
