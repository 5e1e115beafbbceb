package vae.experiments.sweep.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.Goal;
import vae.experiments.sweep.SweepFixture;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;

final class SweepResultsTest {

  private static final Goal ELBO = new Goal("test/elbo", true);

  @TempDir private Path root;

  private SweepResults example() throws IOException {
    return SweepResults.read(SweepFixture.example(root));
  }

  @Test
  void groupsAreNamedByWhatVaries() throws IOException {
    SweepResults results = example();
    assertEquals("sigma-posterior", results.name());
    assertEquals(Optional.of(ELBO), results.goal());
    assertEquals(List.of("likelihood.noise.sigma", "encoder.posterior.type"), results.varying());
    assertEquals(
        List.of(
            "sigma=0.1, posterior=diagonal",
            "sigma=0.1, posterior=full-covariance",
            "sigma=0.2, posterior=diagonal",
            "sigma=0.2, posterior=full-covariance"),
        results.groups().stream().map(Group::label).toList());
  }

  @Test
  void trialsAreCountedByWhereTheyStand() throws IOException {
    SweepResults results = example();
    assertEquals(14, results.trials());
    assertEquals(10, results.count(TrialState.COMPLETE));
    Group last = results.groups().getLast();
    for (TrialState state : TrialState.values()) {
      assertEquals(1, last.count(state), state::json);
    }
    assertFalse(last.isComplete());
    assertEquals(List.of(last), results.outOfCompetition());
  }

  /** −32.5, −32, −31.5: mean −32, deviation ½, t(2) = 4.302653; each run's own error is ¼. */
  @Test
  void theTwoErrorsAreKeptApart() throws IOException {
    MetricSummary elbo = example().groups().getFirst().metric("test/elbo").orElseThrow();
    assertEquals(-32, elbo.overSeeds().mean(), 1e-12);
    assertEquals(0.5, elbo.overSeeds().deviation(), 1e-12);
    assertEquals(4.302652729911275 * 0.5 / Math.sqrt(3), elbo.overSeeds().halfWidth(), 1e-9);
    assertEquals(3, elbo.overSeeds().n());
    assertEquals(0.25, elbo.monteCarloError(), 0);
  }

  /** A trial that diverged or paused has no final metrics; its rung's are not mixed in. */
  @Test
  void onlyCompleteTrialsAreSummarised() throws IOException {
    SweepResults results = example();
    Group last = results.groups().getLast();
    assertEquals(1, last.metric("test/elbo").orElseThrow().overSeeds().n());
    assertEquals(Optional.empty(), last.metric("validation/elbo"));
    assertFalse(results.metrics().contains("validation/elbo"));
    assertEquals(-40, last.trials().get(3).value("validation/elbo").orElseThrow());
  }

  @Test
  void theBestIsByTheGoalAndOnlyOfCompleteGroups() throws IOException {
    SweepResults results = example();
    assertEquals(results.groups().get(2), results.best(ELBO).orElseThrow());
    assertEquals(
        results.groups().get(0),
        results.best(new Goal("test/elbo", false)).orElseThrow(),
        "the last group's −33 is of one seed alone");
  }

  /** Differences of common seeds: 0.6, 1, 1.4; and one pair only with the last group. */
  @Test
  void differencesArePairedBySeed() throws IOException {
    List<Group> groups = example().groups();
    SeedSummary paired = groups.get(1).difference(groups.get(0), "test/elbo").orElseThrow();
    assertEquals(1, paired.mean(), 1e-12);
    assertEquals(0.4, paired.deviation(), 1e-12);
    assertEquals(3, paired.n());
    SeedSummary one = groups.get(3).difference(groups.get(0), "test/elbo").orElseThrow();
    assertEquals(1, one.n());
    assertEquals(-1.5, one.mean(), 1e-12);
    assertTrue(Double.isNaN(one.halfWidth()));
    assertEquals(Optional.empty(), groups.get(0).difference(groups.get(1), "test/none"));
  }

  @Test
  void noSeedInCommonMeansNoDifference() throws IOException {
    SweepFixture sweep = SweepFixture.of(root, "unpaired");
    sweep.complete(sweep.trial(1, Map.of("latentSize", 2)), Map.of("test/elbo", -1));
    sweep.complete(sweep.trial(2, Map.of("latentSize", 4)), Map.of("test/elbo", -2));
    List<Group> groups = SweepResults.read(sweep.write()).groups();
    assertEquals(Optional.empty(), groups.get(1).difference(groups.get(0), "test/elbo"));
  }

  /** The rank is what tells the two low-rank posteriors apart; the type implies all else. */
  @Test
  void nestedObjectsAreShownByWhatDiffers() throws IOException {
    SweepFixture sweep = SweepFixture.of(root, "nested");
    sweep.trial(1, Map.of("encoder.posterior", Map.of("type", "low-rank", "rank", 1)));
    sweep.trial(1, Map.of("encoder.posterior", Map.of("type", "low-rank", "rank", 2)));
    sweep.trial(1, Map.of("encoder.posterior", Map.of("type", "diagonal")));
    assertEquals(
        List.of("posterior=low-rank, rank=1", "posterior=low-rank, rank=2", "posterior=diagonal"),
        labels(sweep.write()));
  }

  @Test
  void aKeyThatFollowsFromTheTypeIsLeftOut() throws IOException {
    SweepFixture sweep = SweepFixture.of(root, "implied");
    sweep.trial(1, Map.of("encoder.posterior.type", "low-rank"));
    sweep.trial(1, Map.of("encoder.posterior.type", "diagonal"));
    assertEquals(List.of("posterior=low-rank", "posterior=diagonal"), labels(sweep.write()));
  }

  @Test
  void parametersWithOneValueAreNotShownAndNamesAreNeverAmbiguous() throws IOException {
    SweepFixture sweep = SweepFixture.of(root, "names");
    for (int width : List.of(10, 20)) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("decoder.hidden", List.of(width));
      values.put("encoder.hidden", List.of(width));
      values.put("latentSize", 3);
      sweep.trial(1, values);
    }
    assertEquals(
        List.of(
            "decoder.hidden=[10], encoder.hidden=[10]", "decoder.hidden=[20], encoder.hidden=[20]"),
        labels(sweep.write()));
  }

  /** A list is one value; a label that is no path of the spec is a value of its own. */
  @Test
  void elementsAndLabelsArePartOfTheName() throws IOException {
    SweepFixture sweep = SweepFixture.of(root, "elements");
    sweep.trial(1, Map.of("encoder.hidden[1]", 100));
    sweep.trial(1, Map.of("encoder.hidden[1]", 300));
    assertEquals(List.of("hidden=[200, 100]", "hidden=[200, 300]"), labels(sweep.write()));
  }

  /** Where a component may be missing, that there is none is its value. */
  @Test
  void noComponentIsAValue() throws IOException {
    Trial with = SweepFixture.of(root, "a").trial(1, Map.of());
    ObjectNode tree = (ObjectNode) with.experiment().deepCopy();
    tree.putNull("prior");
    Trial without = new Trial("b", "b", new LinkedHashMap<>(), 1, tree);
    SweepResults results =
        SweepResults.of(
            "a",
            Optional.empty(),
            action -> List.of(with, without).forEach(action),
            trial -> new TrialResult(trial.id(), 1, Optional.empty(), Optional.empty()));
    assertEquals(
        List.of("prior=standard-normal", "prior=none"),
        results.groups().stream().map(Group::label).toList());
  }

  @Test
  void oneGroupGoesByTheSweepsName() throws IOException {
    SweepFixture sweep = SweepFixture.of(root, "single");
    sweep.trial(1, Map.of());
    sweep.trial(2, Map.of());
    assertEquals(List.of("single"), labels(sweep.write()));
  }

  @Test
  void aDamagedPlanNamesItsLine() throws IOException {
    SweepFolder folder = SweepFixture.example(root);
    List<String> lines = Files.readAllLines(folder.plan());
    Files.write(folder.plan(), List.of(lines.get(0), lines.get(1).substring(0, 50)));
    RunFolderException refused =
        assertThrows(RunFolderException.class, () -> SweepResults.read(folder));
    assertTrue(refused.getMessage().contains("plan.jsonl:2:"), refused::getMessage);
  }

  @Test
  void aPlanWithoutRecordsIsAllPending() throws IOException {
    SweepFixture sweep = SweepFixture.of(root, "planned");
    Trial trial = sweep.trial(1, Map.of());
    SweepResults results = SweepResults.read(sweep.write());
    assertEquals(1, results.count(TrialState.PENDING));
    assertEquals(trial.id(), results.groups().getFirst().trials().getFirst().id());
    assertEquals(Optional.empty(), results.best(ELBO));
  }

  private static List<String> labels(SweepFolder folder) throws IOException {
    return SweepResults.read(folder).groups().stream().map(Group::label).toList();
  }
}
