package faulty;

import vae.autodiff.array.Shape;
import vae.autodiff.nn.Initializer;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.distribution.HasMean;
import vae.core.model.Prior;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.wiring.ModelSite;
import vae.core.wiring.SlotModule;

/** A normal, Laplace or uniform prior with a fault that its spec names. */
public final class FaultyPrior implements Prior {

  @Describe("A prior with a fault.")
  public record Spec(
      @Default("\"none\"") @Describe("the fault") String fault,
      @Default("\"normal\"") @Describe("normal, laplace or uniform") String kind)
      implements Prior.Spec {}

  private final Spec spec;
  private final int size;

  private FaultyPrior(Spec spec, int size) {
    this.spec = spec;
    this.size = size;
  }

  @Override
  public HasDensity on(Tape tape) {
    if (spec.fault().equals("throws-on")) {
      throw new UnsupportedOperationException("on purpose");
    }
    return new Variables(spec, size, tape);
  }

  /** Independent variables, batch [], event [m]. */
  private record Variables(Spec spec, int size, Tape tape) implements HasDensity, HasMean {

    @Override
    public Shape batchShape() {
      return Shape.SCALAR;
    }

    @Override
    public Shape eventShape() {
      return Shape.of(size);
    }

    @Override
    public Draws draw(int samples, Key key) {
      Shape shape = Shape.of(samples, size);
      Tensor uniform = tape.uniform(key, Shape.of(samples, 1, size)).reshape(shape);
      Tensor draws =
          switch (spec.kind()) {
            case "uniform" -> uniform.multiply(2).add(-1);
            case "laplace" -> {
              Tensor v = uniform.add(-0.5).add(0x1p-25);
              Tensor sign = v.greaterThan(tape.scalar(0)).multiply(2).add(-1);
              yield v.abs().multiply(-2).log1p().multiply(sign).negate();
            }
            default -> tape.normal(key, Shape.of(samples, 1, size)).reshape(shape);
          };
      return Draws.of(
          this,
          switch (spec.fault()) {
            case "wide-samples" -> draws.multiply(1.3);
            case "shifted-samples" -> draws.add(0.3);
            case "flat-samples" -> draws.sum(-1);
            default -> draws;
          });
    }

    @Override
    public Tensor logProb(Tensor z) {
      Tensor each =
          switch (spec.kind()) {
            case "uniform" -> z.multiply(0).add(-Math.log(2));
            case "laplace" -> z.abs().negate().add(-Math.log(2));
            default -> z.square().multiply(-0.5).add(-0.5 * Math.log(2 * Math.PI));
          };
      return switch (spec.fault()) {
        case "scalar-density" -> each.sum();
        case "joint-density" -> each.sum(-1).sumKeeping(-1);
        case "batch-mean" -> each.sum(-1).multiply(0).add(each.sum(-1).mean());
        case "nan-density" -> each.sum(-1).add(100).negate().log();
        case "misfit" -> each.add(tape.full(Shape.of(size + 1), 0));
        default -> each.sum(-1);
      };
    }

    @Override
    public Tensor mean() {
      return tape.full(eventShape(), 0);
    }
  }

  static FaultyPrior of(Spec spec, ModelSite at) {
    if (spec.fault().equals("throws-in-factory")) {
      throw new IllegalStateException("the factory");
    }
    if (spec.fault().equals("unreached")) {
      at.parameters().create("unreached", Shape.of(2), Initializer.normal(1));
    }
    return new FaultyPrior(spec, at.sizes().latent());
  }

  public static final class Slot extends SlotModule<Prior> {

    public Slot() {
      super("prior", Prior.class, Prior.Spec.class);
    }

    @Override
    protected void components() {
      modelComponent("faulty", Spec.class, FaultyPrior::of);
    }
  }
}
