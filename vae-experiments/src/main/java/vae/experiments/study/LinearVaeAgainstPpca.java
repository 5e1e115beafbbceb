package vae.experiments.study;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import vae.autodiff.random.Key;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.core.spec.SpecException;
import vae.data.source.Examples;
import vae.experiments.run.RunResult;
import vae.experiments.spec.Resolved;
import vae.experiments.study.linear.DiagonalGap;
import vae.experiments.study.linear.LinearVae;
import vae.experiments.study.linear.ProbabilisticPca;
import vae.models.encoder.MlpEncoder;
import vae.models.posterior.LowRank;

/**
 * Does a linear auto-encoder reach the maximum likelihood of probabilistic PCA?
 *
 * <p>No evidence lower bound of a linear decoder exceeds the maximum in closed form of {@link
 * ProbabilisticPca} on the data that it is trained on, and each of the posterior families can reach
 * it. The bound of each run is computed from its final parameters without a draw, see {@link
 * LinearModel#elbo}.
 *
 * <p>Source: Lucas, Tucker, Grosse and Norouzi (2019), "Don't blame the ELBO! A linear VAE
 * perspective on posterior collapse".
 */
public record LinearVaeAgainstPpca(Spec spec) implements Experiment {

  /**
   * @param latentSizes m, each from 1 to below the number of values an example
   * @param posteriors types of posterior families; a low rank is lowered to m where it is above
   */
  @Describe(
      value = "Compares linear auto-encoders with the closed-form maximum of probabilistic PCA.",
      source = "Lucas, Tucker, Grosse and Norouzi (2019)")
  public record Spec(
      @Default("[1, 2, 8]") @Describe("latent sizes, at least one") List<Integer> latentSizes,
      @Default("[\"diagonal\", \"full-covariance\", \"low-rank\"]")
          @Describe("diagonal, full-covariance, low-rank or householder, at least one of them")
          List<String> posteriors,
      @Default("[1]") @Describe("training seeds, at least one") List<Long> seeds,
      @Default("5") @Describe("random rotations in the table of gaps, at least 1") int rotations,
      @Default("0.05") @Describe("how far below the maximum a run may stay, in nats, above 0")
          double tolerance)
      implements Experiment.Spec {

    public Spec {
      latentSizes = List.copyOf(latentSizes);
      posteriors = List.copyOf(posteriors);
      seeds = List.copyOf(seeds);
      Require.eachAtLeast("latentSizes", latentSizes, 1);
      Require.some("latentSizes", latentSizes, 1);
      Require.some("posteriors", posteriors, 1);
      Require.some("seeds", seeds, 1);
      Require.atLeast("rotations", rotations, 1);
      Require.positive("tolerance", tolerance);
    }
  }

  /** Rounding of the closed forms themselves, in nats: above it a bound exceeds the maximum. */
  private static final double ROUNDING = 1e-9;

  private record Cell(int latentSize, String posterior, Resolved experiment) {}

  @Override
  public Findings run(Lab lab) throws IOException {
    List<Cell> cells = cells(lab.base());
    double[][] rows = rows(lab.data(lab.base()).train());
    int width = rows[0].length;
    for (int m : spec.latentSizes()) {
      if (m >= width || width > ProbabilisticPca.MAX_WIDTH) {
        throw SpecException.because(
            "",
            "needs fewer latent variables than values an example, at most %d: m = %d, %d values"
                .formatted(ProbabilisticPca.MAX_WIDTH, m, width),
            "Take smaller latentSizes, or other data.");
      }
    }
    ProbabilisticPca pca = new ProbabilisticPca(rows);
    Table runs =
        lab.table(
            "m",
            "posterior",
            "seed",
            "pPCA maximum",
            "ELBO of the run",
            "maximum − ELBO",
            "KL to the exact posterior",
            "evidence of the run's model",
            "run",
            "digest");
    List<Double> below = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    List<Double> heights = new ArrayList<>();
    for (Cell cell : cells) {
      double maximum = pca.maximum(cell.latentSize());
      for (long seed : spec.seeds()) {
        RunResult run = lab.run(cell.experiment().with("seed", seed));
        if (run.status() == RunResult.Status.DIVERGED) {
          below.add(Double.POSITIVE_INFINITY);
          runs.row(
              cell.latentSize(),
              cell.posterior(),
              seed,
              maximum,
              "diverged",
              "",
              "",
              "",
              run.id(),
              shortened(run.digest()));
          continue;
        }
        LinearVae.Means means = LinearVae.read(cell.experiment(), run).means(rows);
        below.add(maximum - means.elbo());
        labels.add(label(cell));
        heights.add(maximum - means.elbo());
        runs.row(
            cell.latentSize(),
            cell.posterior(),
            seed,
            maximum,
            means.elbo(),
            maximum - means.elbo(),
            means.divergence(),
            means.evidence(),
            run.id(),
            shortened(run.digest()));
      }
    }
    return lab.findings(claim(below), runs, gaps(lab, pca))
        .with(
            StudyFigure.bars(
                "linear-vae-below-the-maximum",
                "Distance of each run's exact ELBO to the pPCA maximum.",
                "posterior and latent size",
                "maximum − ELBO (nats)",
                labels,
                heights));
  }

  /** Short enough to stand under a bar: "full 8". */
  private static String label(Cell cell) {
    String word = cell.posterior().replaceFirst("-.*", "");
    return word.substring(0, Math.min(4, word.length())) + " " + cell.latentSize();
  }

  private List<Cell> cells(Resolved base) {
    LinearVae.require(base);
    List<Cell> cells = new ArrayList<>();
    for (int m : spec.latentSizes()) {
      for (String posterior : spec.posteriors()) {
        Resolved cell = base.with("latentSize", m).with("encoder.posterior.type", posterior);
        if (((MlpEncoder.Spec) cell.spec().encoder()).posterior() instanceof LowRank.Spec lowRank
            && lowRank.rank() > m) {
          cell = cell.with("encoder.posterior.rank", m);
        }
        LinearVae.require(cell);
        cells.add(new Cell(m, posterior, cell));
      }
    }
    return cells;
  }

  /** The examples as they are, [N, d]. */
  static double[][] rows(Examples examples) {
    double[][] rows = new double[examples.size()][examples.dimension()];
    for (int i = 0; i < rows.length; i++) {
      examples.gather(new int[] {i}, 0, 1, rows[i]);
    }
    return rows;
  }

  /** What the differences to the maximum show, in one sentence. */
  private String claim(List<Double> below) {
    int n = below.size();
    long reached = below.stream().filter(it -> it <= spec.tolerance()).count();
    long above = below.stream().filter(it -> it < -ROUNDING).count();
    double most = below.stream().mapToDouble(it -> it).max().orElseThrow();
    String largest = Double.isFinite(most) ? Table.number(most) + " nats" : "unknown (diverged)";
    return ("%s: %d of %d linear auto-encoders come within %s nats of the pPCA maximum of their "
            + "training data (largest difference %s), and %s exceeds it.")
        .formatted(
            reached == n && above == 0 ? "The claim holds" : "The claim does not hold",
            reached,
            n,
            spec.tolerance(),
            largest,
            above == 0 ? "none" : above + " of them");
  }

  private Table gaps(Lab lab, ProbabilisticPca pca) {
    Table table =
        lab.table("m", "gap at R = I", "rotations", "mean gap", "smallest gap", "largest gap");
    for (int m : spec.latentSizes()) {
      if (m > 1) {
        double[] precision = pca.precision(m);
        Key key = Key.of(lab.base().spec().seed()).fold("rotation").fold(m);
        double[] gaps = new double[spec.rotations()];
        for (int i = 0; i < gaps.length; i++) {
          gaps[i] = DiagonalGap.of(precision, DiagonalGap.rotation(key.fold(i), m));
        }
        var summary = new DescriptiveStatistics(gaps);
        double unturned = DiagonalGap.of(precision, identity(m));
        table.row(m, unturned, gaps.length, summary.getMean(), summary.getMin(), summary.getMax());
      }
    }
    return table;
  }

  /** The first 16 digits, enough to compare by eye. */
  private static String shortened(String digest) {
    String digits = digest.substring(digest.indexOf(':') + 1);
    return digits.substring(0, Math.min(16, digits.length()));
  }

  private static double[][] identity(int m) {
    double[][] identity = new double[m][m];
    for (int i = 0; i < m; i++) {
      identity[i][i] = 1;
    }
    return identity;
  }
}
