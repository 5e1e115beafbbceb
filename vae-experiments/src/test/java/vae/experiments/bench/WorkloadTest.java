package vae.experiments.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.kernel.simd.MachineLimits;

class WorkloadTest {

  private static KernelSet kernels;

  @BeforeAll
  static void start() {
    kernels = KernelSet.choose(KernelSet.Choice.AUTO, 2);
  }

  @AfterAll
  static void end() {
    kernels.close();
  }

  /** Collects what a listener is told. */
  private record Heard(List<Double> rounds) implements Bench.Listener {
    @Override
    public void round(int round, double millis) {
      assertEquals(rounds.size(), round);
      rounds.add(millis);
    }

    @Override
    public void pair(int number, PeerComparison.Pair pair) {
      throw new AssertionError("there is no peer");
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoStepsOfEachGiveFiniteFigures(Workload workload) {
    Heard heard = new Heard(new ArrayList<>());
    MachineLimits limits = new MachineLimits(2, 100, 10);
    Bench bench = new Bench(workload, kernels, new Bench.Effort(0, 1, 2));
    BenchReport.Result result = bench.measure(null, limits, heard);
    Timing timing = result.timing();
    assertEquals(workload.label(), timing.workload());
    assertEquals(2, timing.threads());
    assertEquals(heard.rounds(), timing.millis());
    assertTrue(timing.bestMillis() > 0 && timing.bestMillis() <= timing.medianMillis());
    assertEquals(
        workload.examples() / timing.medianMillis() * 1e3, timing.examplesPerSecond(), 1e-6);
    assertEquals(timing.gigaflops() / 100, timing.shareOfFmaPeak(), 1e-12);
    assertEquals(timing.gigabytesPerSecond() / 10, timing.shareOfBandwidth(), 1e-12);
    assertTrue(timing.bytesAllocatedPerStep() > 0, timing::toString);
    assertTrue(Double.isFinite(timing.lastBound()) && timing.lastBound() < 0, timing::toString);
    assertEquals(null, result.peer());
    if (workload == Workload.SWEEP) {
      assertEquals(List.of(), result.profile());
    } else {
      double shares = result.profile().stream().mapToDouble(CallProfile.Row::share).sum();
      assertEquals(1, shares, 1e-9);
      assertEquals("rest", result.profile().getLast().kernel());
      assertTrue(result.profile().stream().anyMatch(row -> row.calls() >= 1), "no calls");
    }
  }

  /** By hand: 784·400 + 400·40 + 20·400 + 400·784 weights and the like, two flops each. */
  @ParameterizedTest
  @CsvSource({
    "MLP, 419840000",
    "GAUSS, 419840000",
    "IWAE1, 44560000",
    "IWAE5, 143824000",
    "IWAE50, 1260544000",
    "TWO1, 55960000",
    "TWO5, 191224000",
    "CONV, 3837263872",
    "IAF, 704921600",
    "NLL, 41368672000",
    "SWEEP, 356480000"
  })
  void flopsAreThoseOfTheShapes(Workload workload, double flops) {
    assertEquals(flops, workload.cost().flops());
  }

  /** A layer alone, 4 rows of 3 inputs and 2 outputs: 24 read, 60 and 40 floats moved. */
  @Test
  void bytesAreCountedByTransfers() {
    List<Layer> layer = List.of(Layer.linear(4, 3, 2));
    assertEquals(4 * (2 * 12 + 10 * 6 + 5 * 8), Cost.training(layer).bytes());
    assertEquals(4 * (12 + 6 + 2 * 8), Cost.evaluation(layer).bytes());
  }

  /** Trials do not share their parameters or their noise: each does what one alone does. */
  @Test
  void eachTrialOfASweepIsTheTrainingItStandsFor() {
    try (Running sweep = Workload.SWEEP.start(kernels);
        Running alone = Workload.IWAE1.start(kernels)) {
      assertEquals(alone.steps(3), sweep.steps(3));
    }
  }

  @Test
  void stepsGoOnWhereTheyEnded() {
    try (Running parts = Workload.IWAE1.start(kernels);
        Running whole = Workload.IWAE1.start(kernels)) {
      parts.steps(2);
      assertEquals(whole.steps(5), parts.steps(3));
    }
  }
}
