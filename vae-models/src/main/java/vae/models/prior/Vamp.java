package vae.models.prior;

import java.util.Optional;
import vae.autodiff.array.NdArray;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Distribution;
import vae.core.distribution.GaussianMixture;
import vae.core.distribution.HasDensity;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Mixture;
import vae.core.distribution.Posterior;
import vae.core.model.Encoder;
import vae.core.model.ParametricEncoder;
import vae.core.model.Pass;
import vae.core.model.Prior;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/**
 * The mixture of the model's own posteriors at K learned inputs, VampPrior.
 *
 * <p>\[ \pi(z) = \frac1K \sum_{k=1}^K q_\phi(z \mid u_k) \]
 *
 * <p>The pseudo-inputs \(u_k\) [K, d] are held within the range of the training data, as they enter
 * the encoder: a number that has left it gets no gradient and stays. Gradients reach the
 * pseudo-inputs and, through the prior too, the encoder. Pseudo-inputs are encoded without dropout
 * and with the running moments of normalisation, so that \(\pi\) is one distribution.
 *
 * <p>Needs a posterior whose density is known at every z; a diagonal one costs K · m operations for
 * each z, others hold K events of m numbers for each. Refused with a condition that the encoder
 * takes: pseudo-inputs have none. The KL has no closed form.
 *
 * <p>Source: Tomczak and Welling (2018), eq. 8; range, number and start of the pseudo-inputs are
 * those of the authors' code.
 */
public final class Vamp implements Prior {

  @Describe(
      value = "Mixture of the model's own posteriors at learned pseudo-inputs, VampPrior.",
      source = "Tomczak and Welling (2018), eq. 8")
  public record Spec(
      @Default("500") @Describe("K, pseudo-inputs, at least 1") int pseudoInputs,
      @Default("\"random\"")
          @Describe("where they start: random around the mean, or data for training examples")
          PseudoInputStart start,
      @Default("0.05")
          @Describe("mean of a random start, from 0 to 1: a share of the range of the data")
          double mean,
      @Default("0.01")
          @Describe("standard deviation of the noise at the start, a share of the range")
          double deviation)
      implements Prior.Spec {

    public Spec {
      Require.atLeast("pseudoInputs", pseudoInputs, 1);
      Require.between("mean", mean, 0, 1);
      Require.nonNegative("deviation", deviation);
    }
  }

  private final PseudoInputs inputs;

  /** Of the pass; null before {@link #given}. */
  private final Encoder encoder;

  private Vamp(PseudoInputs inputs, Encoder encoder) {
    this.inputs = inputs;
    this.encoder = encoder;
  }

  /**
   * With parameters {@code inputs} [K, d] and {@code range} [2], which no gradient reaches.
   *
   * @throws vae.core.spec.SpecException where there are fewer examples to start from
   */
  public static Vamp of(Spec spec, ModelSite at) {
    return new Vamp(
        PseudoInputs.create(spec.pseudoInputs(), spec.start(), spec.mean(), spec.deviation(), at),
        null);
  }

  @Override
  public Vamp given(Pass pass) {
    if (pass.condition().isPresent() && pass.encoder().takesCondition()) {
      throw new MisfitException(
          "encodes pseudo-inputs, which have no condition, and the encoder takes one",
          "Take a prior that encodes nothing, such as \"mixture\", or the condition \"none\".");
    }
    Pass own =
        new Pass(
            pass.tape(), Optional.empty(), Optional.empty(), pass.encoder(), Vamp::ofTheEncoder);
    return new Vamp(inputs, pass.encoder().given(own));
  }

  /** What an encoder finds that asks for the prior. */
  private static HasDensity ofTheEncoder(Tape tape) {
    throw new MisfitException(
        "is made of the encoder's posteriors, and the encoder is made of the prior",
        "Take an encoder that does not share the prior's networks, such as \"mlp\".");
  }

  @Override
  public HasDensity on(Tape tape) {
    if (encoder == null) {
      throw new IllegalStateException("the prior has no encoder yet; call given(pass) first");
    }
    return mixture(tape, inputs.on(tape), encoder::encode);
  }

  private Mixture mixture(Tape tape, Tensor u, Encoder at) {
    Posterior q = at.encode(u); // batch [K]
    Tensor logWeights = Mixture.equalWeights(tape, u.shape().extent(0));
    return switch (q) {
      case DiagonalGaussian diagonal -> new GaussianMixture(diagonal, logWeights);
      case HasDensity known -> new OfEncoded(known, logWeights, u, at);
      default ->
          throw new MisfitException(
              "needs a posterior whose density is known at every z, and that of %s is known at its"
                      .formatted(q.getClass().getSimpleName())
                  + " own draws only",
              "Take a posterior such as \"diagonal\" or \"full-covariance\", or a prior that"
                  + " encodes nothing, such as \"mixture\".");
    };
  }

  /** Components other than diagonal Gaussians: what is picked is encoded again. */
  private record OfEncoded(HasDensity components, Tensor logWeights, Tensor u, Encoder encoder)
      implements Mixture {

    @Override
    public Distribution picked(int... numbers) {
      return encoder.encode(u.gather(numbers));
    }
  }

  /** Where the encoder gives parameters of a family, they are computed here. */
  @Override
  public Prior settled(Pass pass) {
    if (!(given(pass).encoder instanceof ParametricEncoder parametric)) {
      return this;
    }
    NdArray parameters = parametric.parameters(inputs.on(pass.tape())).toArray(); // [K, P]
    return tape -> mixture(tape, tape.constant(parameters), parametric.family()::of);
  }
}
