package vae.experiments.sweep.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.evaluation.Measured;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.Goal;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.plan.Rungs;

class PromotionsTest {

  private static final Goal ELBO = new Goal("test/elbo", true);
  private static final Rungs RUNGS = new Rungs(2, List.of(1, 3));

  private final List<Trial> trials = new ArrayList<>();
  private final Records records = new Records();

  private Trial trial(String group, long seed) {
    Trial trial =
        new Trial(
            group + seed,
            group,
            new LinkedHashMap<>(),
            seed,
            JsonMapper.shared().createObjectNode());
    trials.add(trial);
    return trial;
  }

  private void record(Trial trial, TrialRecord.Status status, int epoch, double elbo) {
    TreeMap<String, Measured> metrics = new TreeMap<>();
    metrics.put("test/elbo", Measured.exact(elbo));
    records.add(
        new TrialRecord(trial.id(), status, epoch, "", "sha256:0", metrics, "", 1, "local-1"));
  }

  private void paused(Trial trial, int epoch, double elbo) {
    record(trial, TrialRecord.Status.PAUSED, epoch, elbo);
  }

  private List<Task> next() {
    return new Promotions(trials, RUNGS, ELBO).next(records, Set.of());
  }

  private int stopped() {
    return new Promotions(trials, RUNGS, ELBO).stopped(records);
  }

  @Test
  void everyTrialTrainsToTheFirstRung() {
    Trial a = trial("a", 1);
    Trial b = trial("b", 1);
    assertEquals(List.of(new Task(a, 1), new Task(b, 1)), next());
    paused(a, 1, 5);
    assertEquals(List.of(new Task(b, 1)), next());
    assertEquals(0, stopped());
  }

  @Test
  void theBetterHalfRoundedUpGoesOnAndThenTheBetterHalfOfIt() {
    List<Trial> all = List.of(trial("a", 1), trial("b", 1), trial("c", 1));
    paused(all.get(0), 1, -3);
    paused(all.get(1), 1, -1);
    paused(all.get(2), 1, -2);
    assertEquals(List.of(new Task(all.get(1), 3), new Task(all.get(2), 3)), next());
    assertEquals(1, stopped());
    paused(all.get(1), 3, -1);
    paused(all.get(2), 3, -0.5);
    assertEquals(List.of(Task.whole(all.get(2))), next());
    assertEquals(2, stopped());
    record(all.get(2), TrialRecord.Status.COMPLETE, 9, 0);
    assertEquals(List.of(), next());
    assertEquals(2, stopped());
  }

  @Test
  void groupsAreRankedByTheMeanOverTheirSeeds() {
    Trial a1 = trial("a", 1);
    Trial b1 = trial("b", 1);
    Trial a2 = trial("a", 2);
    Trial b2 = trial("b", 2);
    paused(a1, 1, 10);
    paused(a2, 1, -20);
    paused(b1, 1, -4);
    paused(b2, 1, -3);
    assertEquals(List.of(new Task(b1, 3), new Task(b2, 3)), next());
  }

  @Test
  void tiesGoToTheLesserGroupWhateverTheOrderOfThePlan() {
    Trial b = trial("b", 1);
    Trial a = trial("a", 1);
    paused(b, 1, 0.0);
    paused(a, 1, -0.0);
    assertEquals(List.of(new Task(a, 3)), next());
  }

  @Test
  void aGroupThatDivergedOrFailedComesLast() {
    Trial a = trial("a", 1);
    Trial b = trial("b", 1);
    Trial c = trial("c", 1);
    Trial d = trial("d", 1);
    record(a, TrialRecord.Status.DIVERGED, 0, 1e9);
    record(b, TrialRecord.Status.FAILED, 0, 1e9);
    paused(c, 1, -1e9);
    paused(d, 1, -1e8);
    List<Task> next = new Promotions(trials, RUNGS, ELBO).next(records, Set.of(b.id()));
    assertEquals(List.of(new Task(c, 3), new Task(d, 3)), next);
    assertEquals(0, stopped());
  }

  @Test
  void aTrialThatDivergedBehindARungIsRankedByWhatItWasThere() {
    Trial a = trial("a", 1);
    Trial b = trial("b", 1);
    paused(a, 1, 2);
    paused(b, 1, 1);
    record(a, TrialRecord.Status.DIVERGED, 0, 0);
    assertEquals(List.of(), next());
    assertEquals(1, stopped());
  }

  @Test
  void lessIsBetterWhereTheMetricIsMinimised() {
    Trial a = trial("a", 1);
    Trial b = trial("b", 1);
    paused(a, 1, 2);
    paused(b, 1, 1);
    Goal least = new Goal("test/elbo", false);
    assertEquals(
        List.of(new Task(b, 3)), new Promotions(trials, RUNGS, least).next(records, Set.of()));
  }

  @Test
  void aMetricThatIsNotMeasuredAtARungIsRefused() {
    Trial a = trial("a", 1);
    paused(a, 1, 2);
    Goal missing = new Goal("test/nll", false);
    RunFolderException refused =
        assertThrows(
            RunFolderException.class,
            () -> new Promotions(trials, RUNGS, missing).next(records, Set.of()));
    assertTrue(refused.getMessage().contains("[test/elbo]"), refused.getMessage());
  }
}
