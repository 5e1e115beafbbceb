package vae.experiments.wiring;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.Spec;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.data.transform.Binarization;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.run.SmallRun;
import vae.experiments.run.folder.Digest;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.training.Model;
import vae.experiments.training.RandomStreams;
import vae.experiments.training.Regime;
import vae.experiments.training.Trainer;
import vae.experiments.wiring.Combination.Axis;

/**
 * Every component with every component of another slot: each pair trains two steps in some
 * combination, to finite numbers and the same bits on both kernels, or is one of {@link #REFUSED}.
 */
final class EveryCombinationTest {

  private static final boolean LONG = Boolean.getBoolean("vae.long");

  /** Estimators that are written for one posterior family and one prior. */
  private static final String FLOORED = "free-bits|note-loss";

  /** Estimators that take the KL in closed form. */
  private static final String CLOSED = "elbo|beta-elbo|dip|tc-elbo";

  /** Priors that are known by their density alone. */
  private static final String DENSITY = "flow|hierarchical|mixture|vamp";

  /**
   * Two choices that have no meaning together: no combination has both.
   *
   * @param first a pattern of choices of its axis
   * @param path of the complaint; empty where a third choice would be refused, or they cannot be
   *     written together
   * @param why in one line
   */
  private record Refused(
      Axis axis, String first, Axis otherAxis, String second, String path, String why) {

    boolean has(Axis a, String i, Axis b, String j) {
      return a == axis && b == otherAxis && i.matches(first) && j.matches(second);
    }
  }

  private static String not(String pattern) {
    return "(?!(" + pattern + ")$).*";
  }

  private static final List<Refused> REFUSED =
      List.of(
          new Refused(
              Axis.ESTIMATOR,
              FLOORED,
              Axis.POSTERIOR,
              not("diagonal"),
              "estimator.type",
              "a rate that is a sum over coordinates"),
          new Refused(
              Axis.ESTIMATOR,
              FLOORED,
              Axis.PRIOR,
              not("standard-normal"),
              "estimator.type",
              "the same"),
          new Refused(
              Axis.ESTIMATOR, FLOORED, Axis.ENCODER, "hierarchical", "estimator.type", "the same"),
          new Refused(
              Axis.ESTIMATOR,
              "note-loss",
              Axis.LIKELIHOOD,
              not("gaussian/fixed"),
              "estimator.type",
              "it is the loss of one model"),
          new Refused(
              Axis.ESTIMATOR,
              "note-loss|ae",
              Axis.MISSING,
              "at-random",
              "estimator.type",
              "the squared error of a missing value"),
          new Refused(
              Axis.ESTIMATOR,
              CLOSED,
              Axis.POSTERIOR,
              "iaf|planar",
              "estimator.type",
              "no KL in closed form"),
          new Refused(
              Axis.ESTIMATOR,
              "dreg|rws|stl",
              Axis.POSTERIOR,
              "planar",
              "estimator.type",
              "a density at its own draws alone"),
          new Refused(Axis.PRIOR, "vamp", Axis.POSTERIOR, "planar", "prior.type", "the same"),
          new Refused(
              Axis.ESTIMATOR,
              CLOSED,
              Axis.PRIOR,
              DENSITY,
              "estimator.type",
              "no KL in closed form"),
          new Refused(
              Axis.ESTIMATOR,
              CLOSED,
              Axis.ENCODER,
              "hierarchical",
              "estimator.type",
              "no KL in closed form"),
          new Refused(
              Axis.ESTIMATOR,
              "ae",
              Axis.POSTERIOR,
              "iaf|planar",
              "estimator.type",
              "a posterior without a mean"),
          new Refused(
              Axis.ESTIMATOR,
              "ae",
              Axis.ENCODER,
              "hierarchical|ladder",
              "estimator.type",
              "a posterior without a mean"),
          new Refused(
              Axis.ESTIMATOR,
              "tc-elbo",
              Axis.PRIOR,
              "conditional",
              "estimator.type",
              "a prior for each example"),
          new Refused(
              Axis.ESTIMATOR,
              "info",
              Axis.PRIOR,
              not("standard-normal"),
              "estimator.type",
              "alpha 1 trains no prior"),
          new Refused(
              Axis.PRIOR,
              "conditional",
              Axis.CONDITION,
              "none",
              "prior.type",
              "a prior given nothing"),
          new Refused(
              Axis.PRIOR,
              "vamp",
              Axis.CONDITION,
              not("none"),
              "prior.type",
              "pseudo-inputs have no condition"),
          new Refused(
              Axis.CONDITION,
              "columns",
              Axis.MISSING,
              "at-random",
              "condition.columns",
              "a condition that is missing"),
          new Refused(
              Axis.ENCODER,
              "ladder",
              Axis.PRIOR,
              not("hierarchical|vamp"),
              "estimator.type",
              "no layer to combine with"),
          new Refused(
              Axis.ENCODER, "ladder", Axis.PRIOR, "vamp", "prior.type", "no layer to combine with"),
          new Refused(
              Axis.ENCODER,
              "ladder",
              Axis.POSTERIOR,
              not("diagonal"),
              "",
              "the ladder has its own"),
          new Refused(
              Axis.ENCODER,
              "ladder",
              Axis.ESTIMATOR,
              FLOORED + "|info|" + CLOSED,
              "",
              "refused beside the ladder's prior"),
          new Refused(Axis.ENCODER, "conv", Axis.CONDITION, "columns", "encoder.type", "no images"),
          new Refused(
              Axis.DECODER, "conv", Axis.CONDITION, "columns", "decoder.type", "no images"));

  private static Optional<Refused> refusal(int axis, int value, int otherAxis, int otherValue) {
    Axis a = Axis.values()[axis];
    Axis b = Axis.values()[otherAxis];
    String i = a.choices().get(value);
    String j = b.choices().get(otherValue);
    return REFUSED.stream().filter(it -> it.has(a, i, b, j) || it.has(b, j, a, i)).findFirst();
  }

  private static boolean excludes(int axis, int value, int otherAxis, int otherValue) {
    return refusal(axis, value, otherAxis, otherValue).isPresent();
  }

  @TempDir private static Path folder;

  private static String table;
  private static KernelSet simd;
  private static KernelSet scalar;
  private static ModelFactory factory;

  /** The digits and the table, as they are and made black and white. */
  private static final Map<Spec, Dataset> DATA = new HashMap<>();

  @BeforeAll
  static void start() throws IOException {
    simd = KernelSet.choose(KernelSet.Choice.SIMD, 2);
    scalar = SmallRun.scalar();
    factory = new ModelFactory(SmallRun.slots());
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 13; i++) {
      for (int j = 0; j < 9; j++) {
        rows.append(i * (j + 2) % 7 / 6.0).append(j == 8 ? "\n" : ",");
      }
    }
    table = Files.writeString(folder.resolve("table.csv"), rows).toString();
  }

  @AfterAll
  static void stop() {
    simd.close();
    scalar.close();
  }

  private static String named(int[] row) {
    return Combination.of(row).toString();
  }

  @TestFactory
  Stream<DynamicTest> everyPairTrainsAlikeOnBothKernels() {
    List<int[]> rows = CoveringArray.pairwise(Combination.sizes(), EveryCombinationTest::excludes);
    return rows.stream()
        .map(row -> DynamicTest.dynamicTest(named(row), () -> trains(Combination.of(row))));
  }

  /** What is refused is refused for its own reason: nothing else in the combination is. */
  @TestFactory
  Stream<DynamicTest> pairsWithoutMeaningAreRefusedWithReasonAndFix() {
    List<DynamicTest> tests = new ArrayList<>();
    eachPair(
        (row, refused) -> {
          if (!refused.path().isEmpty()) {
            tests.add(DynamicTest.dynamicTest(named(row), () -> isRefused(row, refused)));
          }
        });
    return tests.stream();
  }

  private static void isRefused(int[] row, Refused refused) {
    SpecException refusal =
        assertThrows(SpecException.class, () -> model(Combination.of(row).spec(table)));
    assertEquals(refused.path(), refusal.path(), refusal.getMessage());
    assertFalse(refusal.problem().isBlank(), refusal.getMessage());
    assertFalse(refusal.fix().isBlank(), refusal.getMessage());
  }

  /** Each refused pair, beside values that refuse nothing else. */
  private static void eachPair(BiConsumer<int[], Refused> visit) {
    int[] sizes = Combination.sizes();
    for (int a = 0; a < sizes.length; a++) {
      for (int b = a + 1; b < sizes.length; b++) {
        for (int i = 0; i < sizes[a]; i++) {
          for (int j = 0; j < sizes[b]; j++) {
            Optional<Refused> refused = refusal(a, i, b, j);
            if (refused.isPresent()) {
              int[] row = CoveringArray.free(sizes.length);
              row[a] = i;
              row[b] = j;
              int[] whole = CoveringArray.completed(sizes, EveryCombinationTest::excludes, row);
              assertTrue(
                  whole != null || refused.get().path().isEmpty(),
                  () -> refused.get() + " stands beside nothing else that is allowed");
              visit.accept(whole, refused.get());
            }
          }
        }
      }
    }
  }

  /** An entry of the table that nothing matches would hide that a component is gone. */
  @Test
  void everyEntryOfTheTableIsOfSomePair() {
    Set<Refused> found = new HashSet<>();
    eachPair((_, refused) -> found.add(refused));
    assertEquals(Set.copyOf(REFUSED), found);
  }

  /** The array is worth its name: no pair is missed but those that are refused. */
  @Test
  void everyPairIsInSomeRow() {
    int[] sizes = Combination.sizes();
    List<int[]> rows = CoveringArray.pairwise(sizes, EveryCombinationTest::excludes);
    List<String> missed = new ArrayList<>();
    for (int a = 0; a < sizes.length; a++) {
      for (int b = a + 1; b < sizes.length; b++) {
        for (int i = 0; i < sizes[a]; i++) {
          for (int j = 0; j < sizes[b]; j++) {
            int[] pair = {a, i, b, j};
            boolean covered =
                rows.stream().anyMatch(row -> row[pair[0]] == pair[1] && row[pair[2]] == pair[3]);
            if (covered == excludes(a, i, b, j)) {
              Axis[] axes = Axis.values();
              missed.add(axes[a].choices().get(i) + " beside " + axes[b].choices().get(j));
            }
          }
        }
      }
    }
    assertEquals(List.of(), missed);
  }

  /**
   * All of them: posterior, prior, likelihood, estimator and condition with each encoder and the
   * decoder of its name, or {@code mlp}; hours on one core.
   */
  @Test
  void everyCombinationTrainsAlikeOnBothKernels() {
    assumeTrue(LONG, "-Dvae.long=true");
    int[] sizes = Combination.sizes();
    int[] row = new int[sizes.length];
    int decoder = Axis.DECODER.ordinal();
    List<String> decoders = Axis.DECODER.choices();
    List<String> failures = new ArrayList<>();
    int trained = 0;
    do {
      String encoder = Axis.ENCODER.choices().get(row[Axis.ENCODER.ordinal()]);
      String own = decoders.contains(encoder) ? encoder : "mlp";
      if (decoders.get(row[decoder]).equals(own) && allowed(row)) {
        try {
          trains(Combination.of(row));
          trained++;
        } catch (RuntimeException | AssertionError e) {
          failures.add(named(row) + ": " + e);
        }
      }
    } while (next(row, sizes));
    System.out.println(trained + " combinations trained");
    assertEquals(List.of(), failures);
  }

  private static boolean allowed(int[] row) {
    for (int a = 0; a < row.length; a++) {
      for (int b = a + 1; b < row.length; b++) {
        if (excludes(a, row[a], b, row[b])) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean next(int[] row, int[] sizes) {
    for (int axis = row.length - 1; axis >= 0; axis--) {
      if (++row[axis] < sizes[axis]) {
        return true;
      }
      row[axis] = 0;
    }
    return false;
  }

  private static void trains(Combination combination) {
    ExperimentSpec spec = combination.spec(table);
    assertEquals(trained(spec, scalar), trained(spec, simd));
  }

  private static Dataset data(ExperimentSpec spec) {
    Dataset data =
        DATA.computeIfAbsent(spec.data(), key -> factory.data(spec, SmallRun.locations()));
    return factory.conditioned(spec, data);
  }

  private static Model model(ExperimentSpec spec) {
    return factory.model(spec, data(spec));
  }

  /** The digest of parameters and metrics after two steps and an evaluation. */
  private static String trained(ExperimentSpec spec, KernelSet kernels) {
    Model model = model(spec);
    Dataset data = data(spec);
    Binarization binarization = factory.binarization(spec);
    RandomStreams streams = new RandomStreams(spec.seed());
    var type = spec.training().dtype();
    String before = Digest.of(model.parameters().list(), new TreeMap<>());
    try (Trainer trainer =
            new Trainer(
                model,
                data,
                binarization,
                streams,
                new Regime(spec.training().batchSize(), spec.training().epochs(), type),
                kernels);
        HeldOutEvaluator heldOut =
            new HeldOutEvaluator(model, data.test(), binarization, streams, type, kernels)) {
      SortedMap<String, Double> metrics = new TreeMap<>(trainer.epoch(new SmallRun.Unwatched()));
      assertEquals(2, trainer.step());
      assertNotEquals(before, Digest.of(model.parameters().list(), new TreeMap<>()));
      trainer.calibrate();
      metrics.putAll(heldOut.means("test/"));
      metrics.put("test/nll", heldOut.negativeLogLikelihood(2).mean().value());
      assertTrue(metrics.containsKey("test/elbo"), metrics::toString);
      assertFinite(model, metrics);
      return Digest.of(model.parameters().list(), metrics);
    }
  }

  private static void assertFinite(Model model, SortedMap<String, Double> metrics) {
    assertAll(
        () ->
            metrics.forEach(
                (name, value) -> assertTrue(Double.isFinite(value), name + " is " + value)),
        () ->
            model
                .parameters()
                .list()
                .forEach(
                    parameter ->
                        assertTrue(
                            Arrays.stream(parameter.value().toDoubles()).allMatch(Double::isFinite),
                            parameter.name())));
  }
}
