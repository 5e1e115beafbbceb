package vae.models.layers;

import java.util.List;
import java.util.Optional;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Parameters;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.core.model.Encoder;
import vae.core.model.Pass;
import vae.core.model.PosteriorFamily;
import vae.core.model.Prior;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.models.decoder.HierarchicalDecoder;
import vae.models.decoder.MlpDecoder;
import vae.models.encoder.HierarchicalEncoder;
import vae.models.encoder.LadderEncoder;
import vae.models.encoder.MlpEncoder;
import vae.models.posterior.Diagonal;
import vae.models.prior.HierarchicalPrior;
import vae.models.prior.StandardNormal;

/** Parts of models of two layers from networks of three hidden units, or none. */
public final class SmallNetworks {

  private static final double SCALE = 0.5;

  private final List<Integer> hidden;

  private SmallNetworks(List<Integer> hidden) {
    this.hidden = hidden;
  }

  public static SmallNetworks bent() {
    return new SmallNetworks(List.of(3));
  }

  public static SmallNetworks linear() {
    return new SmallNetworks(List.of());
  }

  /** Weights are small, so that no conditional deviation is far from the others. */
  private MultilayerPerceptron network(Parameters scope, int in, int out) {
    MultilayerPerceptron network =
        MultilayerPerceptron.create(
            scope, in, hidden, out, Activation.TANH, Initialization.GLOROT_UNIFORM);
    for (Parameter parameter : scope.list()) {
      for (int i = 0; i < parameter.shape().size(); i++) {
        parameter.value().set(i, SCALE * parameter.value().get(i));
      }
    }
    return network;
  }

  public Encoder encoder(Parameters scope, int in, PosteriorFamily family) {
    return new MlpEncoder(network(scope, in, family.parameterCount()), family);
  }

  public HierarchicalEncoder bottomUp(
      Parameters scope, int data, PosteriorFamily lower, int m1, PosteriorFamily upper, int m2) {
    return new HierarchicalEncoder(
        m1,
        m2,
        encoder(scope.scope("lower"), data, lower),
        encoder(scope.scope("upper"), m1, upper));
  }

  public HierarchicalEncoder bottomUp(Parameters scope, int data, int m1, int m2) {
    return bottomUp(scope, data, new Diagonal(m1), m1, new Diagonal(m2), m2);
  }

  public LadderEncoder ladder(Parameters scope, int data, int m1, int m2) {
    int width = hidden.isEmpty() ? data : hidden.getLast();
    return new LadderEncoder(
        m1,
        m2,
        network(scope.scope("lower"), data, 2 * m1),
        network(scope.scope("upper"), width, 2 * m2),
        Optional.empty());
  }

  public HierarchicalPrior prior(Parameters scope, int m1, int m2) {
    return new HierarchicalPrior(
        m1, new StandardNormal(m2), encoder(scope.scope("lower"), m2, new Diagonal(m1)));
  }

  public HierarchicalDecoder decoder(Parameters scope, int m1, int data) {
    return new HierarchicalDecoder(m1, new MlpDecoder(network(scope.scope("lower"), m1, data)));
  }

  /** An encoder in an evaluation of a model with that prior. */
  public static Encoder given(Encoder encoder, Tape tape, Prior prior) {
    return encoder.given(new Pass(tape, Optional.empty(), Optional.empty(), encoder, prior));
  }
}
