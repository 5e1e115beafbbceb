package vae.models.prior;

import java.util.List;
import vae.autodiff.kernel.Activation;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.HasDensity;
import vae.core.model.Pass;
import vae.core.model.Prior;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.SpecException;
import vae.core.wiring.ModelSite;

/**
 * A Gaussian prior with independent coordinates that depends on the condition, \(\pi(z \mid y) =
 * \mathcal N(\nu(y), \mathrm{diag}\, \tau^2(y))\).
 *
 * <p>A multilayer perceptron takes y [B, c] to \((\nu, \log\tau)\), 2m numbers: batch [B], event
 * [m]. Without hidden layers both are linear in y; of one-hot labels that is any mean and deviation
 * for each class, and hidden layers add nothing. The KL from Gaussian posteriors is in closed form.
 * With a decoder that ignores y, all that y says of x goes through z.
 *
 * <p>Source: Sohn, Lee and Yan (2015), section 4.1.
 *
 * @param y [B, c]; null until a pass gives it
 */
public record Conditional(MultilayerPerceptron network, int latentSize, Tensor y) implements Prior {

  @Describe(
      value = "Gaussian prior whose mean and deviation are a network of the condition.",
      source = "Sohn, Lee and Yan (2015), section 4.1")
  public record Spec(
      @Default("[]")
          @Describe("widths of the hidden layers, condition's side first; [] makes it linear")
          List<Integer> hidden,
      @Default("\"tanh\"") @Describe("activation after every hidden layer") Activation activation,
      @Default("\"glorot-uniform\"") @Describe("how weights start") Initialization initialization)
      implements Prior.Spec {

    public Spec {
      hidden = List.copyOf(hidden);
      Require.eachAtLeast("hidden", hidden, 1);
    }
  }

  /**
   * @throws SpecException where the experiment has no condition
   */
  public static Conditional of(Spec spec, ModelSite at) {
    int c = at.sizes().condition();
    if (c == 0) {
      throw SpecException.because(
          "type",
          "a conditional prior needs a condition, and the experiment has none",
          "Add \"condition\": {\"type\": \"labels\"}, or take {\"type\": \"standard-normal\"}.");
    }
    int m = at.sizes().latent();
    MultilayerPerceptron network =
        MultilayerPerceptron.create(
            at.parameters(), c, spec.hidden(), 2 * m, spec.activation(), spec.initialization());
    return new Conditional(network, m, null);
  }

  @Override
  public HasDensity on(Tape tape) {
    if (y == null) {
      throw new IllegalStateException("the pass gives the conditional prior no condition");
    }
    return DiagonalGaussian.ofOutputs(network.apply(y), latentSize);
  }

  @Override
  public Prior given(Pass pass) {
    return new Conditional(network, latentSize, pass.condition().orElse(null));
  }

  @Override
  public boolean takesCondition() {
    return true;
  }
}
