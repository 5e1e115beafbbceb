package vae.experiments.sweep.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import net.jqwik.api.constraints.Size;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.apache.commons.math3.stat.inference.TTest;
import vae.experiments.evaluation.Measured;
import vae.experiments.sweep.TrialRecord;

/** What tables say of seeds, against Commons Math. */
final class StatisticsProperties {

  private static final String METRIC = "test/elbo";

  private static Group group(String id, List<Double> values) {
    List<TrialResult> trials = new ArrayList<>();
    for (int seed = 0; seed < values.size(); seed++) {
      TreeMap<String, Measured> metrics = new TreeMap<>();
      metrics.put(METRIC, new Measured(values.get(seed), 0.5));
      TrialRecord record =
          new TrialRecord(
              id + seed, TrialRecord.Status.COMPLETE, 1, "", "", metrics, "", 0, "worker");
      trials.add(new TrialResult(id + seed, seed, Optional.of(record), Optional.empty()));
    }
    return new Group(id, id, new LinkedHashMap<>(), trials);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Property(tries = 200, seed = "11")
  void summariesAreThoseOfCommonsMath(
      @ForAll @Size(min = 2, max = 20) List<@DoubleRange(min = -1e3, max = 1e3) Double> values) {
    SeedSummary summary = group("a", values).metric(METRIC).orElseThrow().overSeeds();
    DescriptiveStatistics theirs = new DescriptiveStatistics(array(values));
    assertEquals(theirs.getMean(), summary.mean(), 1e-9);
    assertEquals(theirs.getStandardDeviation(), summary.deviation(), 1e-9);
    assertEquals(values.size(), summary.n());
  }

  /** At the ends of the 95 % interval the t test says p = 0.05. */
  @Property(tries = 200, seed = "12")
  void theIntervalEndsWhereTheTestTurns(
      @ForAll @Size(min = 3, max = 10) List<@DoubleRange(min = -100, max = 100) Double> values) {
    SeedSummary summary = SeedSummary.of(values);
    if (summary.deviation() > 1e-3) {
      double[] sample = array(values);
      TTest test = new TTest();
      assertEquals(0.05, test.tTest(summary.mean() + summary.halfWidth(), sample), 1e-6);
      assertEquals(0.05, test.tTest(summary.mean() - summary.halfWidth(), sample), 1e-6);
    }
  }

  /** The paired interval excludes zero exactly where the paired t test rejects at 5 %. */
  @Property(tries = 200, seed = "13")
  void pairedDifferencesAreThoseOfThePairedTest(
      @ForAll @Size(6) List<@DoubleRange(min = -10, max = 10) Double> a,
      @ForAll @Size(6) List<@DoubleRange(min = -10, max = 10) Double> b) {
    SeedSummary paired = group("a", a).difference(group("b", b), METRIC).orElseThrow();
    if (paired.deviation() > 1e-6) {
      TTest test = new TTest();
      double t = paired.mean() / (paired.deviation() / Math.sqrt(paired.n()));
      assertEquals(test.pairedT(array(a), array(b)), t, 1e-6 * Math.max(1, Math.abs(t)));
      double p = test.pairedTTest(array(a), array(b));
      if (Math.abs(p - 0.05) > 1e-6) {
        assertEquals(p < 0.05, Math.abs(paired.mean()) > paired.halfWidth());
      }
    }
  }

  /** Only seeds that both have count, whatever else either has. */
  @Property(tries = 100, seed = "14")
  void seedsOfOneSideAloneChangeNothing(
      @ForAll @Size(5) List<@DoubleRange(min = -10, max = 10) Double> a,
      @ForAll @Size(3) List<@DoubleRange(min = -10, max = 10) Double> b) {
    SeedSummary all = group("a", a).difference(group("b", b), METRIC).orElseThrow();
    SeedSummary common =
        group("a", a.subList(0, 3)).difference(group("b", b), METRIC).orElseThrow();
    assertEquals(common, all);
    assertEquals(3, all.n());
    SeedSummary back = group("b", b).difference(group("a", a), METRIC).orElseThrow();
    assertEquals(-all.mean(), back.mean(), 1e-12);
    assertEquals(all.halfWidth(), back.halfWidth(), 1e-9);
  }

  @Property(tries = 500, seed = "15")
  void whatIsPrintedIsTheNearestToThatPlace(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) @Scale(10) double mean,
      @ForAll @DoubleRange(min = 1e-7, max = 1e5) @Scale(10) double halfWidth) {
    Rounded rounded = Rounded.of(new SeedSummary(mean, 1, halfWidth, 3));
    BigDecimal value = new BigDecimal(rounded.value());
    BigDecimal error = new BigDecimal(rounded.error());
    assertEquals(value.scale(), error.scale());
    BigDecimal half = BigDecimal.ONE.movePointLeft(value.scale()).divide(BigDecimal.TWO);
    assertTrue(value.subtract(new BigDecimal(mean)).abs().compareTo(half) <= 0);
    assertTrue(error.subtract(new BigDecimal(halfWidth)).abs().compareTo(half) <= 0);
    if (error.scale() > 0) {
      assertEquals(2, error.precision(), () -> rounded.error() + " for " + halfWidth);
    }
  }
}
