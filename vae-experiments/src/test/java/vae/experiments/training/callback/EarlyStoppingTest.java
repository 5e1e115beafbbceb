package vae.experiments.training.callback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.core.model.Quantity;
import vae.core.model.Quantity.Better;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.experiments.quantity.WatchedMetric.Goal;
import vae.experiments.run.SmallRun;
import vae.experiments.training.Model;

/** Where training stops, for metrics that are written down here. */
final class EarlyStoppingTest {

  private static final double NAN = Double.NaN;

  private static final List<Quantity> HELD_OUT =
      List.of(
          Quantity.ELBO,
          Quantity.DISTORTION,
          Quantity.RATE,
          new Quantity("error", "error", Unit.DATA, Better.SMALLER, Shown.DETAILS));

  private static final Dataset DATA = SmallRun.data(SmallRun.read(SmallRun.GAUSSIAN));

  private static final Model MODEL = SmallRun.model(SmallRun.read(SmallRun.GAUSSIAN));

  private static EarlyStopping stopping(String metric, Optional<Goal> goal, int patience) {
    return new EarlyStopping(new EarlyStopping.Spec(metric, goal, patience, 0, false));
  }

  /** The epoch after which it stops; 0 where it does not. */
  private static int stopsAfter(EarlyStopping callback, String metric, double... values) {
    ScriptedTraining training = new ScriptedTraining(MODEL);
    callback.requireFit(MODEL, DATA, HELD_OUT);
    callback.begin(training);
    for (double value : values) {
      callback.afterEpoch(training.next(metric, value));
      if (training.stopped().isPresent()) {
        return training.epoch();
      }
    }
    return 0;
  }

  private static int elbo(int patience, double minimumDelta, double... values) {
    EarlyStopping.Spec spec =
        new EarlyStopping.Spec("validation/elbo", Optional.empty(), patience, minimumDelta, false);
    return stopsAfter(new EarlyStopping(spec), "validation/elbo", values);
  }

  @Test
  void stopsOncePatienceIsSpent() {
    assertEquals(4, elbo(2, 0, -9, -5, -6, -5, -4));
    assertEquals(0, elbo(3, 0, -9, -5, -6, -5, -4));
    assertEquals(2, elbo(1, 0, -9, -9, -1));
    assertEquals(0, elbo(2, 0, -9, -8, -7, -6, -5, -4));
  }

  @Test
  void smallChangesAreNoImprovement() {
    assertEquals(0, elbo(2, 0.5, -9, -8.4, -7.8, -7.2));
    assertEquals(3, elbo(2, 1, -9, -8.4, -8.2));
    assertEquals(4, elbo(2, 1, -9, -7.9, -7.4, -6.9), "measured from the best, not the last");
  }

  @Test
  void notANumberNeverImproves() {
    assertEquals(3, elbo(2, 0, -9, NAN, NAN, -1));
    assertEquals(2, elbo(2, 0, NAN, NAN));
    assertEquals(0, elbo(3, 0, NAN, NAN, -9, -8));
  }

  @Test
  void smallerIsBetterWhereThatIsSaid() {
    Optional<Goal> minimize = Optional.of(Goal.MINIMIZE);
    String distortion = "validation/distortion";
    assertEquals(4, stopsAfter(stopping(distortion, minimize, 2), distortion, 9, 5, 6, 5, 4));
    EarlyStopping itself = stopping("validation/error", Optional.empty(), 2);
    assertEquals(4, stopsAfter(itself, "validation/error", 9, 5, 6, 5, 4));
  }

  /** Patience counts epochs, whether or not each is evaluated. */
  @Test
  void epochsWithoutTheMetricAreWaitedFor() {
    EarlyStopping callback = stopping("validation/elbo", Optional.empty(), 2);
    ScriptedTraining training = new ScriptedTraining(MODEL);
    callback.requireFit(MODEL, DATA, HELD_OUT);
    callback.begin(training);
    callback.afterEpoch(training.next("validation/elbo", -5));
    callback.afterEpoch(training.next("train/elbo", -6));
    callback.afterEpoch(training.next("train/elbo", -6));
    callback.afterEpoch(training.next("train/elbo", -6));
    assertEquals(Optional.empty(), training.stopped());
    callback.afterEpoch(training.next("validation/elbo", -6));
    assertEquals(
        Optional.of("validation/elbo has not improved since epoch 1 (-5.0)"), training.stopped());
  }

  @Test
  void aRestoredStateContinues() {
    EarlyStopping first = stopping("validation/elbo", Optional.empty(), 3);
    ScriptedTraining training = new ScriptedTraining(MODEL);
    first.requireFit(MODEL, DATA, HELD_OUT);
    first.afterEpoch(training.next("validation/elbo", -5));
    first.afterEpoch(training.next("validation/elbo", -6));
    EarlyStopping second = stopping("validation/elbo", Optional.empty(), 3);
    second.restore(first.state());
    second.requireFit(MODEL, DATA, HELD_OUT);
    second.afterEpoch(training.next("validation/elbo", -5.5));
    assertEquals(Optional.empty(), training.stopped());
    second.afterEpoch(training.next("validation/elbo", -5.5));
    assertTrue(training.stopped().isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "test/elbo, metric, test data",
    "validation/nll, metric, validation/distortion",
    "train/rates, metric, train/rate",
    "validation/rate, goal, minimize"
  })
  void whatCannotBeWatchedIsRefused(String metric, String path, String says) {
    SpecException e =
        assertThrows(
            SpecException.class,
            () -> stopping(metric, Optional.empty(), 3).requireFit(MODEL, DATA, HELD_OUT));
    assertEquals(path, e.path());
    assertTrue(e.getMessage().contains(says), e.getMessage());
  }

  @Test
  void validationDataAreNeededUnlessItWatchesTraining() {
    var none = SmallRun.data(SmallRun.read(SmallRun.GAUSSIAN).with("data.split.validation", 0));
    stopping("train/elbo", Optional.empty(), 3).requireFit(MODEL, none, HELD_OUT);
    EarlyStopping callback = stopping("validation/elbo", Optional.empty(), 3);
    SpecException e =
        assertThrows(SpecException.class, () -> callback.requireFit(MODEL, none, HELD_OUT));
    assertEquals("metric", e.path());
    assertTrue(e.getMessage().contains("data.split.validation"), e.getMessage());
  }
}
