package vae.core.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.oracle.DoubleTape;
import vae.core.spec.SpecException;

/** Masks as a function of the pass, the layer, the example and the unit. */
final class DropoutTest {

  private static final int UNITS = 7;
  private static final Dropout HALF = new Dropout("encoder.hidden.0.weight", 0.5);

  private static Optional<Key> pass(long... identities) {
    return Optional.of(Key.of(1).rows(identities));
  }

  private static Tensor ones(Tape tape, int... batch) {
    return tape.full(Shape.of(batch).append(Shape.of(UNITS)), 1);
  }

  private static double[] mask(Tape tape, Dropout dropout, long... identities) {
    Tensor x = ones(tape, identities.length);
    return dropout.apply(x, pass(identities)).toArray().toDoubles();
  }

  @Test
  void theOrderOfABatchAndItsSplitChangeNoExamplesMask() {
    DoubleTape.run(
        tape -> {
          double[] all = mask(tape, HALF, 4, 9, 17, 3);
          double[] reversed = mask(tape, HALF, 3, 17, 9, 4);
          double[] alone = mask(tape, HALF, 17);
          assertArrayEquals(Arrays.copyOfRange(all, 2 * UNITS, 3 * UNITS), alone);
          assertArrayEquals(Arrays.copyOfRange(reversed, UNITS, 2 * UNITS), alone);
        });
  }

  /** What DReG's two passes of the decoder rely on, and importance weights of one network. */
  @Test
  void allDrawsOfAnExampleAndAllPassesOfAStepShareItsMask() {
    DoubleTape.run(
        tape -> {
          double[] one = mask(tape, HALF, 4, 9);
          double[] draws = HALF.apply(ones(tape, 3, 2), pass(4, 9)).toArray().toDoubles();
          for (int s = 0; s < 3; s++) {
            int from = s * one.length;
            assertArrayEquals(one, Arrays.copyOfRange(draws, from, from + one.length));
          }
          assertArrayEquals(one, mask(tape, HALF, 4, 9));
        });
  }

  @Test
  void anotherLayerOrStepHasAnotherMask() {
    long[] rows = LongStream.range(0, 20).toArray();
    DoubleTape.run(
        tape -> {
          double[] one = mask(tape, HALF, rows);
          assertTrue(
              !Arrays.equals(one, mask(tape, new Dropout("encoder.hidden.1.weight", 0.5), rows)));
          Optional<Key> next = Optional.of(Key.of(1).fold(2).rows(rows));
          double[] other = HALF.apply(ones(tape, rows.length), next).toArray().toDoubles();
          assertTrue(!Arrays.equals(one, other));
        });
  }

  /** 140,000 units; the bound is four standard errors of a Bernoulli mean. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void unitsAreDroppedAtTheRateAndTheMeanStays(double rate) {
    long[] rows = LongStream.range(0, 20_000).toArray();
    DoubleTape.run(
        tape -> {
          double[] y = mask(tape, new Dropout("layer", rate), rows);
          double kept = 1 / (1 - rate);
          assertTrue(Arrays.stream(y).allMatch(it -> it == 0 || Math.abs(it - kept) < 1e-12));
          double dropped = Arrays.stream(y).filter(it -> it == 0).count() / (double) y.length;
          double error = Math.sqrt(rate * (1 - rate) / y.length);
          assertEquals(rate, dropped, 4 * error);
          assertEquals(1, Arrays.stream(y).sum() / y.length, 4 * error * kept);
        });
  }

  @Test
  void evaluationAndARateOfZeroDropNothing() {
    DoubleTape.run(
        tape -> {
          Tensor x = ones(tape, 2);
          assertSame(x, HALF.apply(x, Optional.empty()));
          assertSame(x, new Dropout("layer", 0).apply(x, pass(0, 1)));
        });
  }

  @Test
  void ratesOutsideAndLayersWithoutUnitsAreRefused() {
    for (double rate : new double[] {-0.1, 1, Double.NaN}) {
      var e =
          assertThrows(
              SpecException.class, () -> new Regularization(NormalizationSpec.none(), rate));
      assertEquals("dropout", e.path());
    }
    Regularization both = new Regularization(NormalizationSpec.none(), 0.5);
    var dropout = assertThrows(SpecException.class, () -> both.requireFit(List.of()));
    assertEquals("dropout", dropout.path());
    assertTrue(dropout.fix().contains("\"hidden\""), dropout.fix());
    Regularization batch =
        new Regularization(new NormalizationSpec(NormalizationSpec.Type.BATCH, 8, 0.1), 0);
    var normalization = assertThrows(SpecException.class, () -> batch.requireFit(List.of()));
    assertEquals("normalization.type", normalization.path());
    for (double momentum : new double[] {0, 1.5, Double.NaN}) {
      var e =
          assertThrows(
              SpecException.class,
              () -> new NormalizationSpec(NormalizationSpec.Type.BATCH, 8, momentum));
      assertEquals("momentum", e.path());
    }
  }
}
