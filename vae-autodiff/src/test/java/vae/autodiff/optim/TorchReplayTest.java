package vae.autodiff.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/** 100 steps as PyTorch makes them, recorded by torch_reference.py beside the reference. */
class TorchReplayTest {

  private static final int STEPS = 100;
  private static final double[][] START = {{1, -2, 3}, {0.5, 0.25}};
  private static final double[][] CURVATURE = {{0.1, 1, 3}, {10, 0}};
  private static final OptionalDouble NONE = OptionalDouble.empty();

  private record Recipe(Supplier<Optimizer> optimizer, double rate) {}

  private static final Map<String, Recipe> RECIPES = new TreeMap<>();

  static {
    RECIPES.put("adam", new Recipe(TorchReplayTest::adam, 0.001));
    recipe("adamw", () -> WeightDecay.decoupled(adam(), 0.01), 0.001);
    recipe("adamax", () -> new Adamax(0.9, 0.999, 1e-8), 0.002);
    recipe("rms-prop", () -> new RmsProp(0.99, 1e-8, 0, false), 0.01);
    recipe("adagrad", () -> new Adagrad(0, 0, 1e-10), 0.01);
    recipe("adam-decay", () -> WeightDecay.coupled(adam(), 0.1), 0.01);
    recipe("adam-norm", () -> new GradientClipping(adam(), OptionalDouble.of(0.5), NONE), 0.01);
    recipe("adam-value", () -> new GradientClipping(adam(), NONE, OptionalDouble.of(0.3)), 0.01);
    recipe("adamw-decay", () -> WeightDecay.decoupled(new Adam(0.8, 0.99, 1e-4), 0.3), 0.01);
    recipe("adamax-decay", () -> WeightDecay.coupled(new Adamax(0.9, 0.999, 1e-8), 0.1), 0.01);
    recipe("rms-prop-momentum", () -> new RmsProp(0.99, 1e-8, 0.9, false), 0.001);
    recipe("rms-prop-centered", () -> new RmsProp(0.9, 1e-3, 0, true), 0.01);
    recipe(
        "rms-prop-all",
        () ->
            new GradientClipping(
                WeightDecay.coupled(new RmsProp(0.9, 1e-3, 0.5, true), 0.1),
                OptionalDouble.of(1),
                NONE),
        0.001);
    recipe("adagrad-all", () -> WeightDecay.coupled(new Adagrad(0.02, 0.3, 1e-10), 0.1), 0.1);
    recipe(
        "sgd-all",
        () ->
            new GradientClipping(
                WeightDecay.coupled(new Momentum(0.9), 0.1),
                OptionalDouble.of(2),
                OptionalDouble.of(0.7)),
        0.01);
  }

  private static void recipe(String name, Supplier<Optimizer> optimizer, double rate) {
    RECIPES.put(name, new Recipe(optimizer, rate));
  }

  private static Optimizer adam() {
    return new Adam(0.9, 0.999, 1e-8);
  }

  private static final Map<String, Schedule> SCHEDULES =
      Map.of(
          "linear",
          Schedule.linear(0.1),
          "cosine",
          Schedule.cosine(0.1),
          "steps",
          Schedule.steps(new int[] {1, 3, 6}, new double[] {0.3, 0.09, 0.027}),
          "warm-up-cosine",
          Schedule.cosine(0.1).afterRise(2, 0.2),
          "warm-up-steps",
          Schedule.steps(new int[] {1, 3, 6}, new double[] {0.3, 0.09, 0.027}).afterRise(1, 0.1),
          "plateau",
          new Plateau(0.5, 3, 0.1, 0, 0),
          "plateau-cooldown",
          new Plateau(0.3, 2, 0.5, 5, 0.02));

  /** The numbers of the reference's lines of a kind, by the name and what follows it. */
  private static Map<String, double[]> reference(String kind, int words) {
    try (InputStream in = TorchReplayTest.class.getResourceAsStream("torch-reference.txt")) {
      Map<String, double[]> found = new TreeMap<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        String[] parts = line.split(" ");
        if (parts[0].equals(kind)) {
          String key = String.join(" ", Arrays.asList(parts).subList(1, 1 + words));
          double[] numbers =
              Arrays.stream(parts).skip(1 + words).mapToDouble(Double::parseDouble).toArray();
          found.put(key, numbers);
        }
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Stream<String> recipes() {
    return RECIPES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void optimizersStepAsPyTorch(String name) {
    int compared = replay(name, DType.F64, 1e-6);
    assertEquals(8, compared, "recorded steps of " + name);
    assertEquals(8, replay(name, DType.F32, 1e-3));
  }

  /**
   * Replays a recipe, and compares where the reference has a step; how often.
   *
   * @param tolerance relative to the larger of an element and 1 / 100
   */
  private static int replay(String name, DType type, double tolerance) {
    Map<String, double[]> reference = reference("optimizer", 2);
    Recipe recipe = RECIPES.get(name);
    Optimizer optimizer = recipe.optimizer().get();
    List<Parameter> parameters = new ArrayList<>();
    for (int p = 0; p < START.length; p++) {
      Parameter made = new Parameter("p" + p, NdArray.zeros(type, Shape.of(START[p].length)));
      for (int i = 0; i < START[p].length; i++) {
        made.value().set(i, START[p][i]);
      }
      parameters.add(made);
    }
    int compared = 0;
    try (KernelSet set = KernelSet.choose(KernelSet.Choice.AUTO, 1);
        Tape tape = Tape.of(set, type)) {
      for (int t = 1; t <= STEPS; t++) {
        tape.reset();
        Tensor first = objective(tape, parameters.get(0), CURVATURE[0], t, 0);
        Tensor second = objective(tape, parameters.get(1), CURVATURE[1], t, 3);
        tape.backward(first.add(second));
        optimizer.step(tape, parameters, recipe.rate());
        double[] expected = reference.get(name + " " + t);
        if (expected != null) {
          double[] actual =
              parameters.stream()
                  .flatMapToDouble(parameter -> Arrays.stream(parameter.value().toDoubles()))
                  .toArray();
          assertClose(expected, actual, tolerance, name + ", step " + t + ", " + type);
          compared++;
        }
      }
    }
    return compared;
  }

  /** Σ ½ c w² + s w, with s that changes from step to step; the last element has no gradient. */
  private static Tensor objective(
      Tape tape, Parameter parameter, double[] curvature, int t, int first) {
    Tensor w = tape.parameter(parameter);
    double[] push = new double[curvature.length];
    for (int i = 0; i < push.length; i++) {
      push[i] = first + i == 4 ? 0 : StrictMath.sin((first + i + 1.0) * t);
    }
    Shape shape = Shape.of(curvature.length);
    Tensor pull = w.square().multiply(tape.constant(shape, curvature)).multiply(0.5);
    return pull.add(w.multiply(tape.constant(shape, push))).sum();
  }

  private static void assertClose(double[] expected, double[] actual, double bound, String what) {
    assertEquals(expected.length, actual.length, what);
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs(actual[i] - expected[i]) / Math.max(Math.abs(expected[i]), 0.01);
      assertTrue(error <= bound, "%s: [%d] is %s, %s".formatted(what, i, actual[i], expected[i]));
    }
  }

  static Stream<String> schedules() {
    return SCHEDULES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void learningRatesRunAsPyTorch(String name) {
    double[] expected = reference("schedule", 1).get(name);
    Schedule schedule = SCHEDULES.get(name);
    double[] actual = new double[STEPS];
    for (int t = 0; t < STEPS; t++) {
      actual[t] = schedule.factor(new Elapsed(t, STEPS, 10));
      double value = -100 + 10 * StrictMath.log(1 + t) + 5 * StrictMath.sin(t);
      schedule.watcher().ifPresent(it -> it.observe(Math.round(value * 1e6) / 1e6));
    }
    assertClose(expected, actual, 1e-12, name);
  }

  @Test
  void everyRecordedSeriesIsReplayed() {
    assertEquals(
        RECIPES.keySet(),
        Set.copyOf(
            reference("optimizer", 2).keySet().stream().map(key -> key.split(" ")[0]).toList()));
    assertEquals(SCHEDULES.keySet(), reference("schedule", 1).keySet());
  }
}
