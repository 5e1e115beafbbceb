package vae.experiments.evaluation.samples;

import java.util.List;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.MisfitException;
import vae.core.model.Quantity;
import vae.core.model.Quantity.Better;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Metric;
import vae.experiments.evaluation.Simulated;
import vae.experiments.evaluation.Subsample;

/**
 * Samples of the model against the reported part of the data: precision, recall, density and
 * coverage by {@link NeighbourBalls}, and the {@link KernelTwoSampleTest}.
 *
 * <p>As many samples as data are compared, in a feature space that the quantities are named by.
 * Data are a keyed subsample of the part. Samples are drawn from the prior through the decoder; a
 * conditional model gets the conditions of the part's examples. Beside coverage stands the value to
 * expect of samples of the data's own law; that of density is 1. Costs 4N² distances, and for the
 * p-value P N² additions.
 *
 * <p>The error of the p-value is that of P permutations, \(\sqrt{p (1 - p) / P}\); that of the
 * others, over samples and data, is not measured.
 */
public final class SamplesAgainstData implements Metric {

  /** What a sample is, given z from the prior. */
  public enum Decoded {
    /** A draw of the likelihood: a sample of the model's own law. */
    DRAWS,
    /** The mean of the likelihood: what pictures show. */
    MEANS
  }

  /**
   * What is compared, and where.
   *
   * @param features the feature space
   * @param decoded what a sample is
   * @param examples the most examples, and as many samples: from 2
   * @param neighbours k ≥ 1
   * @param permutations P ≥ 1
   * @param export whether the features are kept
   */
  @Describe(
      value = "Precision, recall, density, coverage and a kernel two-sample test of samples.",
      source =
          "Kynkäänniemi et al. (2019), section 3; Naeem et al. (2020), section 3; Gretton et al."
              + " (2012), section 3")
  public record Spec(
      @Describe("pixels, or encoder-means: the posterior means of the run's own encoder.")
          @Default("\"pixels\"")
          FeatureSpace features,
      @Describe("draws: x ~ p(x given z); means: E[x given z], which pictures show.")
          @Default("\"draws\"")
          Decoded decoded,
      @Describe("The most examples, and as many samples; from 2 to 50000.") @Default("2000")
          int examples,
      @Describe("Balls reach to the k-th nearest neighbour; at least 1.") @Default("5")
          int neighbours,
      @Describe("Permutations behind the p-value; from 1 to 10000.") @Default("200")
          int permutations,
      @Describe("Write the features of data and samples into evaluation.safetensors.")
          @Default("false")
          boolean export)
      implements Metric.Spec {
    public Spec {
      Require.between("examples", examples, 2, MAX_EXAMPLES);
      Require.between("neighbours", neighbours, 1, MAX_NEIGHBOURS);
      Require.between("permutations", permutations, 1, MAX_PERMUTATIONS);
    }
  }

  private static final int MAX_EXAMPLES = 50_000;
  private static final int MAX_NEIGHBOURS = 1000;
  private static final int MAX_PERMUTATIONS = 10_000;

  /** Share of the largest heap that the features and permutations may take: one of this many. */
  private static final long HEAP_SHARE = 4;

  private final Spec spec;
  private final Quantity precision;
  private final Quantity recall;
  private final Quantity density;
  private final Quantity coverage;
  private final Quantity expected;
  private final Quantity neighbours;
  private final Quantity mmd2;
  private final Quantity p;

  /** With the choices of the spec. */
  public SamplesAgainstData(Spec spec) {
    this.spec = spec;
    precision = quantity("precision", "precision", Better.LARGER, Shown.SUMMARY);
    recall = quantity("recall", "recall", Better.LARGER, Shown.SUMMARY);
    density = quantity("density", "density (1 expected)", Better.NEITHER, Shown.SUMMARY);
    coverage = quantity("coverage", "coverage", Better.LARGER, Shown.SUMMARY);
    expected = quantity("coverage-expected", "coverage expected", Better.NEITHER, Shown.SUMMARY);
    neighbours =
        new Quantity(
            "neighbours." + spec.features().title(),
            "neighbours (" + spec.features().title() + ")",
            Unit.COUNT,
            Better.NEITHER,
            Shown.DETAILS);
    mmd2 = quantity("mmd2", "MMD²", Better.SMALLER, Shown.SUMMARY);
    p = quantity("mmd2-p", "p-value of MMD²", Better.NEITHER, Shown.SUMMARY);
  }

  private Quantity quantity(String name, String title, Better better, Shown shown) {
    String space = spec.features().title();
    return new Quantity(name + "." + space, title + ", " + space, Unit.NUMBER, better, shown);
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(precision, recall, density, coverage, expected, neighbours, mmd2, p);
  }

  @Override
  public boolean everyEpoch() {
    return false;
  }

  @Override
  public void measure(Evaluator on, Measurements out) {
    on.requireComplete("compares samples with whole examples");
    requireMemory(on);
    FeatureSpace space = spec.features();
    double[][] data =
        Subsample.of(on, spec.examples()).rows((model, noise) -> space.of(model, model.x(), noise));
    double[][] samples = samples(on, data.length);
    int k = Math.min(spec.neighbours(), Math.min(data.length, samples.length) - 1);
    out.put(neighbours, Measured.exact(k));
    if (k < 1) {
      return; // one example has no neighbour
    }
    NeighbourBalls balls = NeighbourBalls.of(data, samples, k);
    out.put(precision, Measured.unmeasured(balls.precision()));
    out.put(recall, Measured.unmeasured(balls.recall()));
    out.put(density, Measured.unmeasured(balls.density()));
    out.put(coverage, Measured.unmeasured(balls.coverage()));
    double expectation = NeighbourBalls.expectedCoverage(data.length, samples.length, k);
    out.put(expected, Measured.exact(expectation));
    int permutations = on.affordable(spec.permutations());
    KernelTwoSampleTest test =
        KernelTwoSampleTest.of(data, samples, permutations, on.key("permutations"));
    out.put(mmd2, Measured.unmeasured(test.mmd2()));
    out.put(p, Measured.ofShare(test.p(), permutations));
    if (spec.export()) {
      out.putArray(precision, "data", data);
      out.putArray(precision, "samples", samples);
    }
  }

  /** Before anything is taken. */
  private void requireMemory(Evaluator on) {
    long rows = 2L * Math.min(spec.examples(), on.examples().size());
    long width = on.examples().dimension() + (long) spec.permutations() + spec.neighbours();
    long limit = Runtime.getRuntime().maxMemory() / HEAP_SHARE;
    if (rows * width * Double.BYTES > limit) {
      throw new MisfitException(
          "samples needs %d bytes for %d examples and as many samples, the limit is %d"
              .formatted(rows * width * Double.BYTES, rows / 2, limit),
          "Lower examples or permutations, or run with a larger heap"
              + " (JAVA_TOOL_OPTIONS=-Xmx16g).");
    }
  }

  private double[][] samples(Evaluator on, int count) {
    Simulated simulated = on.simulated(count);
    double[][] features = new double[simulated.chunks().size()][];
    simulated
        .chunks()
        .forEach(
            0,
            HeldOutEvaluator.CHUNK,
            (model, noise, from) -> {
              Tensor x = model.x();
              if (spec.decoded() == Decoded.MEANS) {
                int rows = x.shape().extent(0);
                Tensor z = x.tape().constant(simulated.z()).slice(0, from, from + rows);
                x = model.generative().likelihood(z).mean();
              }
              double[][] each = spec.features().of(model, x, noise).toArray().toRows();
              System.arraycopy(each, 0, features, from, each.length);
            });
    return features;
  }
}
