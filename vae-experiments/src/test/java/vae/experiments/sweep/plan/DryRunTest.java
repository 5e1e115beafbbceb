package vae.experiments.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.SpecSource;

/** What a dry run says. */
final class DryRunTest {

  private static Sweep sweep(String more) {
    String json =
        """
        {"name": "s", "base": {"name": "b", "data": {"type": "digits", "limit": 60},
         "encoder": {"type": "mlp", "hidden": [8]}, "decoder": {"type": "mlp", "hidden": [8]},
         "training": {"epochs": 20}}, "seeds": [1, 2],
         "parameters": {"likelihood.noise": {"values": [{"type": "fixed"}, {"type": "learned"}]},
           "likelihood.noise.sigma": {"values": [0.1, 0.2, 0.4], "when": {"likelihood.noise.type": "fixed"}},
           "latentSize": {"values": [2, 16]}}%s}
        """
            .formatted(more);
    return new SweepReader(SmallRun.slots()).read(SpecSource.text(json), List.of());
  }

  @Test
  void theFirstTrialsAreATableAndTheRestIsCounted() {
    String text = DryRun.text(sweep(""), Optional.empty(), 2);
    String withoutIds = text.replaceAll("\\b[0-9a-f]{12}\\b", "------------");
    assertEquals(
        """
        sweep s: 16 trials, 8 groups, 2 seeds; validation/elbo is maximized
          trial         likelihood.noise   likelihood.noise.sigma  latentSize  seed
          ------------  {"type": "fixed"}  0.1                     2           1
          ------------  {"type": "fixed"}  0.1                     2           2
          ------------  {"type": "fixed"}  0.1                     16          1
          ------------  {"type": "fixed"}  0.1                     16          2
          ------------  {"type": "fixed"}  0.2                     2           1
          ------------  {"type": "fixed"}  0.2                     2           2
          ------------  {"type": "fixed"}  0.2                     16          1
          ------------  {"type": "fixed"}  0.2                     16          2
          ------------  {"type": "fixed"}  0.4                     2           1
          ------------  {"type": "fixed"}  0.4                     2           2
          … and 6 more
        estimated time: not known
        """,
        withoutIds);
  }

  @Test
  void halvingSaysWhereTrialsPause() {
    String halving = ", \"method\": {\"type\": \"halving\", \"epochs\": 2}";
    SweepEstimate estimate = new SweepEstimate(5, 1, 1, 7300);
    String text = DryRun.text(sweep(halving), Optional.of(estimate), 2);
    assertTrue(
        text.contains("\ntrials pause after 2, 6, 18 epochs; one group in 3 continues\n"), text);
    assertTrue(
        text.contains("estimated time: 2 h 1 min with one worker, 61 min with 2 workers; "), text);
  }

  @Test
  void durationsAreShort() {
    assertEquals("1 s", DryRun.duration(0.2));
    assertEquals("119 s", DryRun.duration(119.4));
    assertEquals("2 min", DryRun.duration(120));
    assertEquals("3 h 20 min", DryRun.duration(12_000));
    assertEquals("11.6 days", DryRun.duration(1e6));
  }

  private static SweepEstimate measure(KernelSet kernels, Sweep sweep) {
    return SweepEstimate.measure(SmallRun.slots(), kernels, SmallRun.locations(), sweep, 0.02);
  }

  /** Of 8 groups of 2 seeds: 2 epochs each, 3 groups 4 more, 1 group 12 more and to its end. */
  @Test
  void whatIsMeasuredIsMultipliedByTheWork() {
    try (KernelSet kernels = SmallRun.scalar()) {
      SweepEstimate grid = measure(kernels, sweep(""));
      assertEquals(5, grid.measured());
      assertTrue(grid.epochSeconds() > 0 && grid.endSeconds() > 0);
      assertEquals(16 * 20 * grid.epochSeconds() + 16 * grid.endSeconds(), grid.seconds(), 1e-9);
      SweepEstimate halving =
          measure(kernels, sweep(", \"method\": {\"type\": \"halving\", \"epochs\": 2}"));
      double epochs = 2 * (8 * 2 + 3 * 4 + 1 * 12 + 1 * 2);
      assertEquals(
          epochs * halving.epochSeconds() + 2 * halving.endSeconds(), halving.seconds(), 1e-9);
    }
  }

  @Test
  void aModelThatCannotBeMadeIsNamedByItsTrial() {
    String json =
        """
        {"name": "s", "base": {"name": "b", "data": {"type": "digits", "limit": 60}, "latentSize": 2},
         "parameters": {"encoder.posterior":
           {"values": [{"type": "diagonal"}, {"type": "low-rank", "rank": 9}]}}}
        """;
    Sweep sweep = new SweepReader(SmallRun.slots()).read(SpecSource.text(json), List.of());
    try (KernelSet kernels = SmallRun.scalar()) {
      String message =
          assertThrows(SpecException.class, () -> measure(kernels, sweep)).getMessage();
      assertTrue(message.startsWith("s: encoder.posterior.rank: "), message);
      assertTrue(message.contains(" (in the trial with encoder.posterior = {"), message);
    }
  }
}
