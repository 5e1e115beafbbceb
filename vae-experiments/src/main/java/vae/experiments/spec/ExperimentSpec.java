package vae.experiments.spec;

import java.util.Optional;
import vae.core.model.Decoder;
import vae.core.model.Encoder;
import vae.core.model.Estimator;
import vae.core.model.LikelihoodModel;
import vae.core.model.Prior;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Domain;
import vae.core.spec.InSlot;
import vae.core.spec.Require;
import vae.core.spec.Since;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;

/**
 * One experiment: a model, data, an estimator and how to train and evaluate.
 *
 * <p>Only the name is required. The defaults are the usual choices for small images with pixel
 * values between 0 and 1.
 *
 * @param seed of all randomness, within ±(2^53 − 1) so that every JSON reader keeps it exact
 * @param latentSize m, coordinates of z, from 1 to 65536
 * @param prior \(\pi(z)\)
 * @param encoder \(q_\phi(z \mid x)\), with the posterior family in it
 * @param likelihood \(p_\theta(x \mid z)\)
 */
@Describe("One experiment: a model, data, an estimator, and how to train and evaluate.")
public record ExperimentSpec(
    @Describe("Names the run's folder: 1 to 100 letters, digits, dots, underscores and dashes.")
        String name,
    @Default("1") @Describe("Seed of all randomness; another seed is another run.") long seed,
    @Default("{\"type\": \"digits\"}") @Describe("The data set.") @InSlot("data") Spec data,
    @Default("{\"type\": \"none\"}")
        @Since("0.2.0")
        @Describe("What the model is conditioned on: p(x | condition).")
        @InSlot("condition")
        Spec condition,
    @Default("8") @Describe("Coordinates of z, 1 to 65536.") int latentSize,
    @Default("{\"type\": \"standard-normal\"}") @Describe("The prior of z.") Prior.Spec prior,
    @Default("{\"type\": \"mlp\"}") @Describe("From x to the posterior of z, with its family.")
        Encoder.Spec encoder,
    @Default("{\"type\": \"mlp\"}") @Describe("From z to the parameters of the likelihood.")
        Decoder.Spec decoder,
    @Default("{\"type\": \"gaussian\"}") @Describe("The distribution of x given z.")
        LikelihoodModel.Spec likelihood,
    @Default("{\"type\": \"elbo\"}") @Describe("The bound on log p(x) that is maximised.")
        Estimator.Spec estimator,
    @Default("{\"type\": \"adam\"}")
        @Describe("The rule that updates the parameters.")
        @InSlot("optimizer")
        Spec optimizer,
    @Default("{}") @Describe("How long to train and in which steps.") TrainingSpec training,
    @Default("{}") @Describe("What is computed after training.") EvaluationSpec evaluation,
    @Since("0.2.0")
        @Describe("The finished run at whose parameters training starts; null for none.")
        Optional<ParentSpec> from)
    implements Spec {

  private static final String NAME = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}";

  /** Characters of a wrong name that its message repeats. */
  private static final int SHOWN = 120;

  public ExperimentSpec {
    requireName(name);
    Require.between("latentSize", latentSize, 1, 65536);
  }

  /**
   * Checks the name of a run, sweep or study: it names a folder.
   *
   * @throws SpecException at the key {@code name}
   */
  public static void requireName(String name) {
    if (!name.matches(NAME)) {
      String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "…";
      throw new SpecException(
          "name",
          "1 to 100 letters, digits, dots, underscores and dashes, with no dot in front",
          "\"" + shown + "\"",
          "The name becomes the name of the run's folder.",
          new Domain.Text(NAME));
    }
  }
}
