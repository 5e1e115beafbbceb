package vae.experiments.evaluation.factors;

import java.util.Arrays;
import java.util.List;
import vae.core.model.Quantity;
import vae.core.model.Quantity.Better;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Metric;

/**
 * The {@link InformationGap} of posterior means in bins of equal width: information of a histogram.
 *
 * <p>Each coordinate is cut into bins from its least to its greatest value. A factor of more values
 * than bins is not resolved: the score is then at most H(bins)/H(v). Frequencies of N examples
 * overstate the information of every coordinate by about \((B - 1)(|v| - 1) / 2N\) nats.
 *
 * <p>Source: Locatello, Bauer, Lucic, Rätsch, Gelly, Schölkopf and Bachem (2019), appendix C, with
 * 20 bins and 10,000 examples.
 */
public final class MigBinned implements Metric {

  /**
   * How finely, and of how many.
   *
   * @param bins B ≥ 2
   * @param examples the most examples, ≥ 2
   * @param export whether codes and factors are kept
   */
  @Describe(
      value = "Mutual information gap of posterior means in bins of equal width.",
      source = "Locatello et al. (2019), appendix C")
  public record Spec(
      @Describe("Bins of a coordinate, from its least to its greatest value; from 2 to 1000.")
          @Default("20")
          int bins,
      @Describe("The most examples; at least 2.") @Default("10000") int examples,
      @Describe("Write codes and factors into evaluation.safetensors.") @Default("false")
          boolean export)
      implements Metric.Spec {
    public Spec {
      Require.between("bins", bins, 2, MAX_BINS);
      Require.atLeast("examples", examples, 2);
    }
  }

  /** From 0 to 1. */
  public static final Quantity MIG =
      new Quantity("mig-binned", "MIG, binned", Unit.NUMBER, Better.LARGER, Shown.SUMMARY);

  private static final int MAX_BINS = 1000;

  private final Spec spec;

  /** With the choices of the spec. */
  public MigBinned(Spec spec) {
    this.spec = spec;
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(MIG);
  }

  @Override
  public boolean everyEpoch() {
    return true;
  }

  @Override
  public void measure(Evaluator on, Measurements out) {
    FactorCodes known = FactorCodes.of(on, MIG.name(), spec.examples());
    out.put(MIG, Measured.unmeasured(of(known, spec.bins())));
    if (spec.export()) {
      known.export(MIG, out);
    }
  }

  /** NaN where no factor varies. */
  static double of(FactorCodes known, int bins) {
    double[][] information = new double[known.width()][known.counts().length];
    for (int j = 0; j < known.width(); j++) {
      int[] binned = bins(known.coordinate(j), bins);
      for (int k = 0; k < known.counts().length; k++) {
        information[j][k] =
            InformationGap.information(binned, bins, known.factors()[k], known.counts()[k]);
      }
    }
    return InformationGap.of(
        information, InformationGap.entropies(known.factors(), known.counts()));
  }

  /** The last bin holds the greatest value; where all are equal, so does every other. */
  static int[] bins(double[] values, int bins) {
    double least = Arrays.stream(values).min().orElse(0);
    double width = (Arrays.stream(values).max().orElse(0) - least) / bins;
    int[] places = new int[values.length];
    for (int n = 0; n < values.length; n++) {
      int place = width > 0 ? (int) ((values[n] - least) / width) : 0;
      place = Math.min(place, bins - 1);
      // The edges are least + i · width, as numpy.linspace has them.
      while (place > 0 && values[n] < least + place * width) {
        place--;
      }
      while (place < bins - 1 && values[n] >= least + (place + 1) * width) {
        place++;
      }
      places[n] = place;
    }
    return places;
  }
}
