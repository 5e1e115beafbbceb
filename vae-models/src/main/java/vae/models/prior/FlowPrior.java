package vae.models.prior;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.nn.Initializer;
import vae.autodiff.nn.Parameters;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Bijection;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.NormalizingFlow;
import vae.core.model.Prior;
import vae.core.network.Initialization;
import vae.core.network.MaskedNetwork;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.wiring.ModelSite;

/**
 * A standard normal seen through K learned invertible maps, \(z = f_K \circ \cdots \circ f_1(u)\).
 *
 * <p>\[ \log \pi(z) = \log \mathcal N(u; 0, I_m) - \sum_k \log \lvert \det J_k \rvert, \qquad u =
 * f_1^{-1} \circ \cdots \circ f_K^{-1}(z) \]
 *
 * <p>The maps are couplings, which change every other coordinate by a function of the rest, or
 * masked autoregressive, where a coordinate depends on all before it, in an order that is reversed
 * from map to map. The density takes one pass a map. Draws take one pass a map with couplings, and
 * m with autoregressive maps. The last layer of every network starts at 0, so that training starts
 * at N(0, I). The KL is that of draws.
 *
 * <p>With m = 1 it is a Gaussian. Batch normalisation between the maps, which both papers use, is
 * left out. An autoregressive map has no bound on its scale: where training diverges take
 * couplings, or a lower learning rate.
 *
 * <p>Sources: Dinh, Sohl-Dickstein and Bengio (2017), section 3; Papamakarios, Pavlakou and Murray
 * (2017), section 3.
 */
public final class FlowPrior implements Prior {

  public enum Kind {
    COUPLING,
    AUTOREGRESSIVE
  }

  @Describe(
      value = "Standard normal seen through learned invertible maps.",
      source = "Dinh, Sohl-Dickstein and Bengio (2017); Papamakarios, Pavlakou and Murray (2017)")
  public record Spec(
      @Default("\"coupling\"")
          @Describe("coupling: draws as fast as densities; autoregressive: draws m times slower")
          Kind kind,
      @Default("5") @Describe("K, maps, at least 1") int steps,
      @Default("[100, 100]")
          @Describe("widths of the hidden layers of each map's network; [] makes it linear")
          List<Integer> hidden,
      @Default("\"relu\"") @Describe("activation after every hidden layer") Activation activation,
      @Default("\"glorot-uniform\"") @Describe("how weights of hidden layers start")
          Initialization initialization)
      implements Prior.Spec {

    public Spec {
      hidden = List.copyOf(hidden);
      Require.atLeast("steps", steps, 1);
      Require.eachAtLeast("hidden", hidden, 1);
    }
  }

  /** A map, its parameters not yet on a tape. */
  private interface Step {
    Bijection on(Tape tape);
  }

  private final int latentSize;
  private final List<Step> steps;

  private FlowPrior(int latentSize, List<Step> steps) {
    this.latentSize = latentSize;
    this.steps = steps;
  }

  public static FlowPrior of(Spec spec, ModelSite at) {
    int m = at.sizes().latent();
    MaskedNetwork.Settings settings =
        new MaskedNetwork.Settings(
            spec.hidden(), 0, spec.activation(), spec.initialization(), true);
    List<Step> steps = new ArrayList<>();
    for (int k = 0; k < spec.steps(); k++) {
      Parameters scope = at.parameters().scope("steps." + k);
      boolean odd = k % 2 == 1;
      steps.add(
          switch (spec.kind()) {
            case COUPLING -> coupling(scope, settings, m, odd);
            case AUTOREGRESSIVE -> autoregressive(scope, settings, m, odd);
          });
    }
    return new FlowPrior(m, List.copyOf(steps));
  }

  /** Changes the coordinates 0, 2, …, or 1, 3, … where it is odd. */
  private static Step coupling(
      Parameters scope, MaskedNetwork.Settings settings, int m, boolean odd) {
    int[] changed = IntStream.range(0, m).map(i -> i % 2 == (odd ? 1 : 0) ? 1 : 0).toArray();
    int[] degrees = IntStream.of(changed).map(it -> it + 1).toArray();
    MaskedNetwork network = MaskedNetwork.create(scope, settings, degrees);
    Parameter scale = scope.create("scale", Shape.of(m), Initializer.constant(1));
    double[] mask = IntStream.of(changed).asDoubleStream().toArray();
    return tape ->
        new CouplingStep(network.on(tape), tape.parameter(scale), tape.constant(Shape.of(m), mask));
  }

  private static Step autoregressive(
      Parameters scope, MaskedNetwork.Settings settings, int m, boolean reversed) {
    MaskedNetwork network = MaskedNetwork.autoregressive(scope, settings, m, reversed);
    return tape -> new AutoregressiveStep(network.on(tape));
  }

  @Override
  public NormalizingFlow on(Tape tape) {
    Tensor zero = tape.full(Shape.of(latentSize), 0);
    return new NormalizingFlow(
        new DiagonalGaussian(zero, zero), steps.stream().map(it -> it.on(tape)).toList());
  }
}
