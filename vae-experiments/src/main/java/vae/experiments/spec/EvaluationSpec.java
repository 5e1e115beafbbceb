package vae.experiments.spec;

import java.util.List;
import java.util.Optional;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.InSlot;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.core.spec.Spec;

/**
 * What is computed after training, beyond the bound itself.
 *
 * @param draws R, independent draws of the estimator's noise on held-out data, ≥ 1; their spread is
 *     the Monte-Carlo standard error, which is unknown with 1
 * @param nll the negative log-likelihood by importance sampling; not computed where empty
 */
@Describe("What is computed after training, beyond the bound itself.")
public record EvaluationSpec(
    @Default("8") @Describe("Draws of the estimator's noise for the standard error, at least 1.")
        int draws,
    @Describe("Negative log-likelihood of the test data by importance sampling; null for none.")
        Optional<Nll> nll,
    @Since("0.2.0")
        @Default("[]")
        @Describe("Further metrics beside those of every run.")
        @InSlot("metric")
        List<Spec> metrics)
    implements Spec {

  public EvaluationSpec {
    metrics = List.copyOf(metrics);
    Require.atLeast("draws", draws, 1);
  }

  /**
   * How the negative log-likelihood is estimated.
   *
   * @param samples K, importance samples an example, from 1 to a million: the weights of a chunk of
   *     examples are held at once
   */
  @Describe(
      value = "Negative log-likelihood by importance sampling from the posterior.",
      source = "Burda, Grosse and Salakhutdinov (2016), section 5")
  public record Nll(
      @Default("500") @Describe("Importance samples per example, 1 to 1000000.") int samples)
      implements Spec {

    private static final int MAX_SAMPLES = 1_000_000;

    public Nll {
      Require.between("samples", samples, 1, MAX_SAMPLES);
    }
  }
}
