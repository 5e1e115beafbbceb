package vae.autodiff.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

final class ScheduleProperties {

  @Provide
  Arbitrary<Schedule> schedules() {
    Arbitrary<Double> unit = Arbitraries.doubles().between(0, 1);
    return Combinators.combine(Arbitraries.integers().between(0, 2), unit)
        .as(
            (which, end) ->
                switch (which) {
                  case 0 -> Schedule.constant();
                  case 1 -> Schedule.linear(end);
                  default -> Schedule.cosine(end);
                });
  }

  @Property(seed = "11", tries = 100, edgeCases = EdgeCasesMode.NONE)
  void theFactorStartsAtOneAndNeverRises(
      @ForAll("schedules") Schedule schedule, @ForAll @IntRange(min = 1, max = 300) int steps) {
    assertEquals(1, schedule.factor(Elapsed.of(0, steps)));
    for (int step = 1; step <= steps; step++) {
      double before = schedule.factor(Elapsed.of(step - 1, steps));
      double now = schedule.factor(Elapsed.of(step, steps));
      assertTrue(now >= 0 && now <= before, () -> before + " to " + now);
    }
  }

  @Property(seed = "12", tries = 100, edgeCases = EdgeCasesMode.NONE)
  void linearAndCosineEndAtTheEnd(
      @ForAll @DoubleRange(max = 1) double end, @ForAll @IntRange(min = 1, max = 9999) int steps) {
    assertEquals(end, Schedule.linear(end).factor(Elapsed.of(steps, steps)), 1e-15);
    assertEquals(end, Schedule.cosine(end).factor(Elapsed.of(steps, steps)), 1e-15);
  }

  @Property(seed = "13", tries = 100, edgeCases = EdgeCasesMode.NONE)
  void linearAndCosineMeetHalfWay(@ForAll @DoubleRange(max = 1) double end) {
    assertEquals((1 + end) / 2, Schedule.linear(end).factor(Elapsed.of(500, 1000)), 1e-15);
    assertEquals((1 + end) / 2, Schedule.cosine(end).factor(Elapsed.of(500, 1000)), 1e-15);
    assertTrue(
        Schedule.cosine(end).factor(Elapsed.of(250, 1000))
            >= Schedule.linear(end).factor(Elapsed.of(250, 1000)));
  }

  /** N5: the values of Optax's warmup_cosine_decay_schedule(0.2, 1, 20, 100, 0.1). */
  @Example
  void warmUpCosineIsContinuousAsOptaxHasIt() {
    Schedule schedule = Schedule.warmUpCosine(0.2, 0.2, 0.1);
    double[] steps = {0, 10, 20, 40, 60, 80, 100};
    double third = Math.cos(Math.PI / 4);
    double[] factors = {0.2, 0.6, 1, 0.55 + 0.45 * third, 0.55, 0.55 - 0.45 * third, 0.1};
    for (int i = 0; i < steps.length; i++) {
      assertEquals(factors[i], schedule.factor(Elapsed.of((int) steps[i], 100)), 1e-15);
    }
    for (int step = 1; step <= 100; step++) {
      double jump =
          schedule.factor(Elapsed.of(step, 100)) - schedule.factor(Elapsed.of(step - 1, 100));
      assertTrue(Math.abs(jump) <= 0.04 + 1e-15, "a jump of " + jump);
    }
    assertEquals(
        1, Schedule.warmUpCosine(0, 0.9, 0).factor(Elapsed.of(0, 1)), "one step does not rise");
  }

  /** N5: what {@code linear} and {@code cosine} do, and keep doing: other bits are other runs. */
  @Example
  void withWarmUpBeginsAboveZeroAndJumps() {
    Schedule schedule = Schedule.cosine(0).withWarmUp(0.3);
    assertEquals(1.0 / 31, schedule.factor(Elapsed.of(0, 100)), 1e-15);
    assertEquals(0.968, schedule.factor(Elapsed.of(29, 100)), 5e-4);
    assertEquals(0.794, schedule.factor(Elapsed.of(30, 100)), 5e-4);
  }

  @Property(seed = "14", tries = 100, edgeCases = EdgeCasesMode.NONE)
  void warmUpRisesEvenlyAndThenFollowsTheSchedule(
      @ForAll("schedules") Schedule schedule,
      @ForAll @DoubleRange(max = 0.9) double fraction,
      @ForAll @IntRange(min = 1, max = 300) int steps) {
    Schedule warm = schedule.withWarmUp(fraction);
    double rise = fraction * steps;
    for (int step = 0; step <= steps; step++) {
      if (step < rise) {
        double first = warm.factor(Elapsed.of(0, steps));
        assertTrue(first > 0 && warm.factor(Elapsed.of(step, steps)) < 1);
        assertEquals((step + 1) * first, warm.factor(Elapsed.of(step, steps)), 1e-13);
      } else {
        assertEquals(
            schedule.factor(Elapsed.of(step, steps)), warm.factor(Elapsed.of(step, steps)));
      }
    }
  }
}
