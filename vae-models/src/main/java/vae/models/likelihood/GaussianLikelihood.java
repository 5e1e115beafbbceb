package vae.models.likelihood;

import java.util.Optional;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Observation;
import vae.core.model.LikelihoodModel;
import vae.core.model.ObservationNoise;
import vae.core.spec.Default;
import vae.core.spec.Describe;

/**
 * Gaussian observations about the decoder's output, \(p(x \mid z) = \mathcal N(f_\theta(z),
 * \sigma_{\mathrm{dec}}^2 I_d)\).
 *
 * <p>For real-valued data. The density is unbounded as σ_dec → 0: log-likelihoods are in nats
 * relative to the data's units and may be positive.
 */
public record GaussianLikelihood(ObservationNoise noise) implements LikelihoodModel {

  @Describe(
      value = "Gaussian observations about the decoder's output, for real-valued data.",
      source = "Kingma and Welling (2014), appendix C.2")
  public record Spec(
      @Default("{\"type\": \"fixed\"}") @Describe("size of the observation noise")
          ObservationNoise.Spec noise)
      implements LikelihoodModel.Spec {

    @Override
    public double[] outputFor(double[] mean) {
      return mean.clone();
    }
  }

  @Override
  public Observation given(Tensor output) {
    return noise.around(output);
  }

  @Override
  public void calibrate(double meanSquaredError) {
    noise.calibrate(meanSquaredError);
  }

  @Override
  public boolean calibrates() {
    return noise.calibrates();
  }

  @Override
  public Optional<String> concern() {
    return noise.concern();
  }
}
