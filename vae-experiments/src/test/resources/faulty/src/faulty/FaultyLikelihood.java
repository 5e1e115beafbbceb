package faulty;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.distribution.Laplace;
import vae.core.distribution.Observation;
import vae.core.model.LikelihoodModel;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.wiring.SlotModule;

/** Laplace observations with a fault that their spec names. */
public final class FaultyLikelihood implements LikelihoodModel {

  @Describe("A likelihood with a fault.")
  public record Spec(@Default("\"none\"") @Describe("the fault") String fault)
      implements LikelihoodModel.Spec {
    @Override
    public double[] outputFor(double[] mean) {
      if (fault.equals("throws-in-spec")) {
        throw new IllegalStateException("the spec");
      }
      return mean;
    }
  }

  private final String fault;

  private FaultyLikelihood(String fault) {
    this.fault = fault;
  }

  @Override
  public Observation given(Tensor output) {
    return new Observations(fault, new Laplace(output, output.tape().scalar(-1)));
  }

  private record Observations(String fault, Laplace laplace) implements Observation {

    @Override
    public Shape rows() {
      return laplace.rows();
    }

    @Override
    public Draws draw(int samples, Key key) {
      Tensor draws = laplace.draw(samples, key).z();
      return Draws.of(this, fault.equals("shifted-samples") ? draws.add(0.2) : draws);
    }

    @Override
    public Tensor logProbEach(Tensor x) {
      return laplace.logProbEach(x);
    }

    @Override
    public Tensor logProb(Tensor x) {
      Tensor density = laplace.logProb(x);
      return fault.equals("scalar-density") ? density.sum() : density;
    }

    @Override
    public Tensor mean() {
      return laplace.mean();
    }
  }

  public static final class Slot extends SlotModule<LikelihoodModel> {

    public Slot() {
      super("likelihood", LikelihoodModel.class, LikelihoodModel.Spec.class);
    }

    @Override
    protected void components() {
      component("faulty", Spec.class, (spec, _) -> new FaultyLikelihood(spec.fault()));
    }
  }
}
