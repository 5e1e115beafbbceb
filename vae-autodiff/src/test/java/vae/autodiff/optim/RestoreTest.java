package vae.autodiff.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.ShapeException;

/** An optimiser's state is all that a resumed run needs beside the parameters. */
class RestoreTest {

  private static final double[] START = {1, -2, 3, 0.5};

  static Stream<Supplier<Optimizer>> optimizers() {
    return Stream.of(
        () -> new Adam(0.9, 0.999, 1e-8),
        () -> new Adam(0.9, 0.999, 1e-8, 0.25),
        () -> WeightDecay.decoupled(new Adam(0.9, 0.999, 1e-8), 0.1),
        () -> new Adamax(0.9, 0.999, 1e-8),
        () -> new RmsProp(0.99, 1e-8, 0.9, true),
        () -> new Adagrad(0.1, 0.1, 1e-10),
        () -> new GradientClipping(new Momentum(0.9), OptionalDouble.of(1), OptionalDouble.of(0.5)),
        () -> new Momentum(0.9));
  }

  private static void run(Descent descent, int from, int to) {
    for (int t = from; t < to; t++) {
      descent.step(Descent::quadratic, 0.05 * Schedule.linear(0.1).factor(Elapsed.of(t, 20)));
    }
  }

  private static SortedMap<String, NdArray> snapshot(Optimizer optimizer) {
    SortedMap<String, NdArray> copy = new TreeMap<>();
    optimizer.state().forEach((name, array) -> copy.put(name, array.copy()));
    return copy;
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void aRestoredOptimiserContinuesBitForBit(Supplier<Optimizer> make) {
    for (DType type : DType.values()) {
      Optimizer first = make.get();
      Optimizer second = make.get();
      try (Descent whole = new Descent(first, type, START)) {
        run(whole, 0, 8);
        SortedMap<String, NdArray> saved = snapshot(first);
        double[] middle = whole.value();
        run(whole, 8, 20);
        try (Descent resumed = new Descent(second, type, middle);
            Descent forgetful = new Descent(make.get(), type, middle)) {
          run(resumed, 0, 3);
          second.restore(saved);
          resumed.overwrite(middle);
          run(resumed, 8, 20);
          run(forgetful, 8, 20);
          assertArrayEquals(whole.value(), resumed.value());
          assertFalse(Arrays.equals(whole.value(), forgetful.value()), "the state matters");
          assertEquals(8, saved.get("step").get(0), "what was given is copied");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void theStateOfAnotherModelIsRefused(Supplier<Optimizer> make) {
    Optimizer other = make.get();
    Optimizer own = make.get();
    try (Descent longer = new Descent(other, DType.F64, 1, 2);
        Descent descent = new Descent(own, DType.F64, START)) {
      longer.step(w -> w.square().sum(), 0.1);
      own.restore(other.state());
      ShapeException refusal =
          assertThrows(ShapeException.class, () -> descent.step(Descent::quadratic, 0.1));
      assertEquals(
          "is F64 [2], its parameter is F64 [4]; restore the state of this very model",
          refusal.getMessage().replaceFirst("optimiser state w\\.\\w+ ", ""));
    }
  }
}
