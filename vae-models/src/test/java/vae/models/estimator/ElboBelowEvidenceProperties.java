package vae.models.estimator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Parameters;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.model.Decoder;
import vae.core.model.Encoder;
import vae.core.model.GenerativeModel;
import vae.core.model.LikelihoodModel;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.core.oracle.DoubleTape;
import vae.core.oracle.MonteCarlo;
import vae.core.oracle.QuadratureOracle;
import vae.core.oracle.QuadratureOracle.LogEvidence;
import vae.models.decoder.MlpDecoder;
import vae.models.encoder.MlpEncoder;
import vae.models.likelihood.BernoulliLikelihood;
import vae.models.likelihood.FixedNoise;
import vae.models.likelihood.GaussianLikelihood;
import vae.models.posterior.Diagonal;
import vae.models.prior.StandardNormal;

/** The bound of small random networks against their evidence by quadrature. */
final class ElboBelowEvidenceProperties {

  private static final int DATA = 4;
  private static final int COPIES = 4000;

  /** x [1, d] is drawn from the model; the bound is estimated for many copies of it. */
  private static void belowEvidence(int seed, int m, LikelihoodModel likelihood) {
    Parameters all = Parameters.of(DType.F64, Key.of(seed));
    Decoder decoder = new MlpDecoder(network(all.scope("decoder"), m, DATA));
    Diagonal family = new Diagonal(m);
    Encoder encoder =
        new MlpEncoder(network(all.scope("encoder"), DATA, family.parameterCount()), family);
    DoubleTape.run(
        tape -> {
          GenerativeModel p = new GenerativeModel(tape, new StandardNormal(m), decoder, likelihood);
          Tensor z = tape.normal(Key.of(seed).fold("z"), Shape.of(1, 1, m));
          Tensor drawn = p.likelihood(z).draw(1, Key.of(seed).fold("x")).z();
          Tensor x = drawn.detach().reshape(1, DATA);
          LogEvidence evidence = new QuadratureOracle(m).logEvidence(tape, p, x);
          assertTrue(evidence.error() < 1e-4, "the rule is too coarse: " + evidence);
          Tensor copies = x.broadcastTo(Shape.of(COPIES, DATA));
          Tensor bounds =
              new Elbo(new Elbo.Spec(1))
                  .estimate(p, encoder, copies, Key.of(seed))
                  .bound()
                  .orElseThrow()
                  .perExample();
          MonteCarlo.of(bounds).assertAtMost("ELBO", evidence.value() + evidence.error());
        });
  }

  private static MultilayerPerceptron network(Parameters scope, int in, int out) {
    return MultilayerPerceptron.create(
        scope, in, List.of(6), out, Activation.TANH, Initialization.KAIMING_NORMAL);
  }

  @Property(tries = 10, seed = "301")
  void forGaussianObservations(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 2) int m) {
    belowEvidence(seed, m, new GaussianLikelihood(new FixedNoise(0.5)));
  }

  @Property(tries = 10, seed = "302")
  void forBinaryObservations(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 2) int m) {
    belowEvidence(seed, m, new BernoulliLikelihood());
  }
}
