package vae.models.posterior;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Parameters;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Bijection;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.NormalizingFlow;
import vae.core.model.PosteriorFamily;
import vae.core.network.Initialization;
import vae.core.network.MaskedNetwork;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.Since;

/**
 * Inverse autoregressive flow: a diagonal Gaussian bent by T masked autoregressive networks.
 *
 * <p>\[ z_0 = \mu + \sigma_0 \odot \varepsilon, \qquad z_t = \sigma_t \odot z_{t-1} + (1 -
 * \sigma_t) \odot m_t, \qquad \log q(z_T \mid x) = \log q_0(z_0) - \sum_t 1^\top \log \sigma_t \]
 *
 * <p>with \([s_t, m_t]\) from the network of step t at \(z_{t-1}\) and a context h that the encoder
 * gives beside μ and \(\log\sigma_0\), and \(\sigma_t = \mathrm{sigmoid}(s_t + b)\) for the gate
 * bias b. The order of coordinates is reversed from step to step. The encoder gives 2m + c numbers.
 *
 * <p>Draws take one pass a step, and the KL is that of draws. The density at other points takes m
 * passes a step, one coordinate after another; so does every gradient of the estimators "stl",
 * "dreg" and "rws". With m = 1 it is {@link Diagonal} with more parameters.
 *
 * <p>Source: Kingma et al. (2016), algorithm 1.
 */
public record InverseAutoregressive(int latentSize, Spec spec, List<MaskedNetwork> networks)
    implements PosteriorFamily {

  @Describe(
      value =
          "Gaussian bent by masked autoregressive networks with gates; context from the encoder.",
      source = "Kingma et al. (2016), algorithm 1")
  public record Spec(
      @Default("2") @Describe("T, steps of the flow, at least 1") int steps,
      @Default("[320]")
          @Describe("widths of the hidden layers of each step's network; [] makes it linear")
          List<Integer> hidden,
      @Default("320") @Describe("c, numbers that the encoder gives every network, at least 1")
          int context,
      @Default("2.0") @Describe("b, added to what goes into a gate: large is near the identity")
          double gateBias,
      @Default("\"elu\"") @Describe("activation after every hidden layer") Activation activation,
      @Default("\"glorot-uniform\"") @Describe("how weights start") Initialization initialization,
      @Since("0.2.0")
          @Default("null")
          @Describe("bounds of log σ² of z₀, with gradient 0 outside; null for none")
          Optional<LogVarianceClip> logVarianceClip)
      implements LogVarianceClip.Option {

    public Spec {
      hidden = List.copyOf(hidden);
      Require.atLeast("steps", steps, 1);
      Require.eachAtLeast("hidden", hidden, 1);
      Require.atLeast("context", context, 1);
      Require.finite("gateBias", gateBias);
    }
  }

  /** With parameters named {@code steps.0.hidden.0.weight}, … in the scope. */
  public static InverseAutoregressive of(Spec spec, int latentSize, Parameters scope) {
    MaskedNetwork.Settings settings =
        new MaskedNetwork.Settings(
            spec.hidden(), spec.context(), spec.activation(), spec.initialization(), false);
    List<MaskedNetwork> networks = new ArrayList<>();
    for (int t = 0; t < spec.steps(); t++) {
      networks.add(
          MaskedNetwork.autoregressive(
              scope.scope("steps." + t), settings, latentSize, t % 2 == 1));
    }
    return new InverseAutoregressive(latentSize, spec, List.copyOf(networks));
  }

  /**
   * 2m + c.
   *
   * @throws ArithmeticException where that is more than an int holds
   */
  @Override
  public int parameterCount() {
    return Math.addExact(Math.multiplyExact(2, latentSize), spec.context());
  }

  /** [*S, B, 2m + c]: means of z₀, then logarithms of its standard deviations, then the context. */
  @Override
  public NormalizingFlow of(Tensor parameters) {
    DiagonalGaussian base = LogVarianceClip.gaussian(spec, parameters, latentSize);
    Tensor context = parameters.slice(-1, 2 * latentSize, parameterCount());
    return new NormalizingFlow(
        base,
        networks.stream()
            .<Bijection>map(it -> new GatedStep(it.on(context), spec.gateBias()))
            .toList());
  }
}
