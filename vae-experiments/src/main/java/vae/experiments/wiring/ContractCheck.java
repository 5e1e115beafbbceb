package vae.experiments.wiring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Distribution;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.distribution.HasMarginals;
import vae.core.distribution.HasMean;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Observation;
import vae.core.distribution.Posterior;
import vae.core.model.Claim;
import vae.core.model.Estimate;
import vae.core.model.Pass;
import vae.core.model.Quantity;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.training.Model;
import vae.experiments.training.ModelOnBatch;

/**
 * Tries components of plugins against the contracts of their slots, once, before anything is
 * trained: shapes, finite values, draws against the density, gradients that reach the parameters.
 *
 * <p>Our own components are tested when they are built and are not tried. What is tried here is the
 * cheap part of the contract tests, with the sizes of the run.
 */
final class ContractCheck {

  private static final int MAX_ROWS = 3;
  private static final int DRAWS = 2000;
  private static final int MAX_ELEMENTS = 1 << 20;
  private static final int MAX_COORDINATES = 32;
  private static final double STANDARD_ERRORS = 6;

  /** Draws of which the mean's standard error says nothing: all were the same by chance. */
  private static final double RARE = 20;

  private static final double ROUNDING = 1e-4;

  private final Model model;
  private final ExperimentSpec spec;
  private final Dataset data;
  private final Map<String, List<Parameter>> parameters;
  private final PluginComponents plugins;
  private final Tape tape;
  private final int rows;
  private final int samples;

  private ContractCheck(
      Model model,
      ExperimentSpec spec,
      Dataset data,
      Map<String, List<Parameter>> parameters,
      PluginComponents plugins,
      Tape tape) {
    this.model = model;
    this.spec = spec;
    this.data = data;
    this.parameters = parameters;
    this.plugins = plugins;
    this.tape = tape;
    rows = Math.min(MAX_ROWS, data.train().size());
    samples = rows == 2 ? 3 : 2;
  }

  /**
   * @param parameters those that each slot's component made
   * @throws PluginException naming component, jar and what is wrong
   */
  static void require(
      Model model,
      ExperimentSpec spec,
      Dataset data,
      Map<String, List<Parameter>> parameters,
      PluginComponents plugins) {
    if (plugins.in(spec).isEmpty()) {
      return;
    }
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1);
        Tape tape = Tape.of(kernels, spec.training().dtype())) {
      ContractCheck check = new ContractCheck(model, spec, data, parameters, plugins, tape);
      check.tryOut(spec.prior(), check::prior);
      check.tryOut(spec.encoder(), check::encoder);
      check.tryOut(spec.decoder(), check::decoder);
      check.tryOut(spec.likelihood(), check::likelihood);
      check.tryOut(spec.estimator(), check::estimator);
    }
  }

  private void tryOut(Spec part, Runnable contract) {
    Optional<PluginComponent> component = plugins.in(part);
    if (component.isEmpty()) {
      return;
    }
    tape.reset();
    try {
      contract.run();
    } catch (Breach e) {
      throw new PluginException(
          component.get()
              + " breaks the contract of its slot: "
              + e.getMessage()
              + "\ndocs/plugins.md shows how the slot's contract tests find out more.",
          e);
    } catch (SpecException | MisfitException | PluginException e) {
      throw e;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw plugins.blame(component.get(), e);
    }
  }

  private void prior() {
    Shape batch = model.prior().takesCondition() ? Shape.of(rows) : Shape.SCALAR;
    Shape event = Shape.of(spec.latentSize());
    Shape one = batch.append(event);
    HasDensity p = present("on", model.generative(pass()).prior());
    shapes(p, batch, event);
    Tensor z = finite("draw", shaped("draw", p.draw(rows, Key.of(1)).z(), one.prepend(rows)));
    moments(p, one);
    if (batch.rank() == 0) {
      oneDensityForEach(p, event);
    }
    reaches("prior", "logProb", density("logProb", p, z).sum());
    DrawsAgainstDensity.require(p, tape);
  }

  private void oneDensityForEach(HasDensity p, Shape event) {
    Tensor all =
        p.draw(samples * rows, Key.of(2))
            .z()
            .detach()
            .reshape(event.prepend(rows).prepend(samples));
    Tensor density = density("logProb", p, all);
    Tensor alone = p.logProb(all.slice(1, 0, 1));
    for (int s = 0; s < samples; s++) {
      double expected = alone.get(s);
      double got = density.get(s * rows);
      if (Math.abs(got - expected) > ROUNDING * Math.max(1, Math.abs(expected))) {
        throw new Breach(
            "logProb: expected one number for each z, got %s beside other z and %s alone"
                .formatted(got, expected));
      }
    }
  }

  private void encoder() {
    Shape batch = Shape.of(rows);
    Shape event = Shape.of(spec.latentSize());
    Shape one = batch.append(event);
    Posterior q = present("encode", examples().posterior());
    shapes(q, batch, event);
    moments(q, one);
    Draws draws = present("draw", q.draw(samples, key()));
    Tensor z = finite("draw", shaped("draw", draws.z(), one.prepend(samples)));
    String own = "draw(" + samples + ", …).logProb";
    Tensor density = finite(own, shaped(own, draws.logProb(), batch.prepend(samples)));
    reaches("encoder", "draw", density.sum().add(z.square().sum()));
    if (present("stopGradient", q.stopGradient()) instanceof HasDensity held) {
      density("stopGradient().logProb", held, z);
    }
    if (q instanceof HasDensity known) {
      density("logProb", known, z);
      DrawsAgainstDensity.require(known, tape);
    }
  }

  /** What the distribution claims to know of its moments, in the shape of one draw. */
  private static void moments(Distribution d, Shape one) {
    if (d instanceof HasMean known) {
      finite("mean", shaped("mean", known.mean(), one));
    }
    if (d instanceof HasMarginals known) {
      DiagonalGaussian marginals = present("marginals", known.marginals());
      finite("marginals", shaped("marginals", marginals.mean(), one));
      finite("marginals", shaped("marginals", marginals.logDeviation(), one));
    }
  }

  private void decoder() {
    Tensor z = tape.normal(Key.of(3), Shape.of(samples, rows, spec.latentSize()));
    Tensor output = present("decode", model.decoder().given(pass()).decode(z));
    finite("decode", shaped("decode", output, Shape.of(samples, rows, outputs())));
    reaches("decoder", "decode", output.square().sum());
  }

  private void likelihood() {
    Shape batch = Shape.of(samples, rows);
    Shape event = Shape.of(data.dimension());
    Shape one = batch.append(event);
    Tensor output = tape.normal(Key.of(4), Shape.of(samples, rows, outputs()));
    Observation p = present("given", model.likelihood().given(output));
    shapes(p, batch, event);
    Tensor draws = finite("draw", shaped("draw", p.draw(1, key()).z(), one.prepend(1)));
    finite("mean", shaped("mean", p.mean(), one));
    Tensor x = draws.detach().reshape(samples * rows, data.dimension()).slice(0, 0, rows);
    Tensor density = finite("logProb", shaped("logProb", p.logProb(x), batch));
    finite("logProbEach", shaped("logProbEach", p.logProbEach(x), one));
    reaches("likelihood", "logProb", density.sum());
    drawsHaveTheMean(output.slice(0, 0, 1).slice(1, 0, 1));
  }

  /** output [1, 1, d · c]. */
  private void drawsHaveTheMean(Tensor output) {
    Observation p = model.likelihood().given(output);
    int d = data.dimension();
    int n = Math.clamp(MAX_ELEMENTS / d, 100, DRAWS);
    NdArray draws = p.draw(n, Key.of(5)).z().toArray();
    for (int j = 0; j < Math.min(d, MAX_COORDINATES); j++) {
      double sum = 0;
      double squares = 0;
      for (int s = 0; s < n; s++) {
        double value = draws.get(s * d + j);
        sum += value;
        squares += value * value;
      }
      double mean = sum / n;
      double error = Math.sqrt(Math.max(0, squares / n - mean * mean) / n);
      double expected = p.mean().get(j);
      double bound = STANDARD_ERRORS * error + RARE / n * Math.max(1, Math.abs(expected));
      if (!(Math.abs(mean - expected) <= bound)) {
        throw new Breach(
            "draw: %d draws of coordinate %d have the mean %.4g ± %.2g, and mean() is %.4g"
                .formatted(n, j, mean, error, expected));
      }
    }
  }

  private void estimator() {
    Shape batch = Shape.of(rows);
    Estimate estimate = present("estimate", examples().estimate(model.estimator(), key()));
    Tensor surrogate = estimate.surrogate().perExample();
    finite("surrogate", shaped("surrogate", surrogate, batch));
    estimate.bound().ifPresent(it -> finite("bound", shaped("bound", it.perExample(), batch)));
    estimate.parts().forEach((quantity, it) -> shaped(quantity.name(), it, batch));
    Claim claim = model.estimator().claim();
    Set<Quantity> parts = estimate.parts().keySet();
    if (claim.bound().isPresent() != estimate.bound().isPresent()
        || !Set.copyOf(claim.parts()).equals(parts)) {
      throw new Breach(
          "claim: names the bound %s and the parts %s, and the estimate holds %s bound and the parts %s"
              .formatted(
                  claim.bound().map(Quantity::name).orElse("none"),
                  claim.parts().stream().map(Quantity::name).sorted().toList(),
                  estimate.bound().isPresent() ? "a" : "no",
                  parts.stream().map(Quantity::name).sorted().toList()));
    }
  }

  /** The model on the first examples, made binary where the likelihood needs it. */
  private ModelOnBatch examples() {
    Examples train = data.train();
    int d = data.dimension();
    int[] indices = IntStream.range(0, rows).toArray();
    double[] x = new double[rows * d];
    train.gather(indices, 0, rows, x);
    if (spec.likelihood().needsBinaryData()) {
      for (int i = 0; i < x.length; i++) {
        x[i] = x[i] >= 0.5 ? 1 : 0;
      }
    }
    return model.on(tape.constant(Shape.of(rows, d), x), pass());
  }

  /** With the conditions of the first examples, where there are any. */
  private Pass pass() {
    int c = data.conditionSize();
    double[] conditions = new double[rows * c];
    for (int i = 0; i < conditions.length; i++) {
      conditions[i] = data.train().condition(i / c)[i % c];
    }
    Pass pass = model.pass(tape);
    return c == 0 ? pass : pass.conditionedOn(tape.constant(Shape.of(rows, c), conditions));
  }

  private Key key() {
    return Key.of(6).rows(LongStream.range(0, rows).toArray());
  }

  private int outputs() {
    return spec.likelihood().outputsPerDimension() * data.dimension();
  }

  private static <T> T present(String method, T value) {
    if (value == null) {
      throw new Breach(method + ": expected an object, got null");
    }
    return value;
  }

  private static void shapes(Distribution d, Shape batch, Shape event) {
    same("batchShape", d.batchShape(), batch);
    same("eventShape", d.eventShape(), event);
  }

  /** z [*S, *B, m] → [*S, *B]. */
  private static Tensor density(String method, HasDensity d, Tensor z) {
    int[] extents = new int[z.shape().rank() - 1];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = z.shape().extent(i);
    }
    String what = method + " of " + z.shape();
    return finite(what, shaped(what, d.logProb(z), Shape.of(extents)));
  }

  private static Tensor shaped(String method, Tensor value, Shape expected) {
    same(method, present(method, value).shape(), expected);
    return value;
  }

  private static void same(String method, Shape found, Shape expected) {
    if (!found.equals(expected)) {
      throw new Breach("%s: expected shape %s, got %s".formatted(method, expected, found));
    }
  }

  private static Tensor finite(String method, Tensor value) {
    NdArray array = value.toArray();
    for (int i = 0; i < array.shape().size(); i++) {
      if (!Double.isFinite(array.get(i))) {
        throw new Breach("%s: expected finite numbers, got %s".formatted(method, array.get(i)));
      }
    }
    return value;
  }

  /** Where a slot's component has parameters, some gradient of its values is not 0. */
  private void reaches(String slot, String method, Tensor objective) {
    List<Parameter> own = parameters.getOrDefault(slot, List.of());
    if (own.isEmpty()) {
      return;
    }
    tape.backward(objective);
    for (Parameter parameter : own) {
      NdArray gradient = tape.gradient(parameter);
      for (int i = 0; gradient != null && i < gradient.shape().size(); i++) {
        if (gradient.get(i) != 0) {
          return;
        }
      }
    }
    throw new Breach(
        "%s: gradients reach none of the parameters, such as %s"
            .formatted(method, own.getFirst().name()));
  }
}
