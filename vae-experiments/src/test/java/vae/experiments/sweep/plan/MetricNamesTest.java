package vae.experiments.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vae.autodiff.kernel.KernelSet;
import vae.core.wiring.Component;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.training.Progress;

/** The names told from a spec are those of its run, exactly. */
final class MetricNamesTest {

  private static final String SMALL =
      """
      { "name": "small", "latentSize": 2,
        "data": {"type": "linear-gaussian", "dimension": 4, "latent": 2,
                 "train": 40, "validation": 8, "test": 8},
        "encoder": {"type": "mlp", "hidden": [8]}, "decoder": {"type": "mlp", "hidden": [8]},
        "training": {"epochs": 2, "batchSize": 20}, "evaluation": {"draws": 2} }
      """;

  private static final SpecReader READER = new SpecReader(SmallRun.slots().catalogue());

  @TempDir private Path folder;

  static Stream<List<String>> settings() {
    Stream<List<String>> estimators =
        SmallRun.slots().catalogue().components("estimator").stream()
            .map(Component::name)
            .map(name -> List.of("estimator.type=" + name));
    Stream<List<String>> others =
        Stream.of(
            List.of("evaluation.nll={\"samples\": 3}"),
            List.of("data.test=0", "estimator.type=iwae"),
            List.of("data.validation=0"),
            List.of("data.validation=0", "data.test=0", "evaluation.nll.samples=2"),
            List.of("training.epochs=0", "estimator.type=miwae"),
            List.of("training.onDivergence.type=skip"),
            List.of("training.onDivergence.type=roll-back", "training.evaluateEvery=2"),
            List.of("data={\"type\": \"pinwheel\"}"),
            List.of("data={\"type\": \"digits\", \"limit\": 40}"),
            List.of(
                "data={\"type\": \"digits\", \"limit\": 40}",
                "data.binarization={\"type\": \"threshold\"}",
                "likelihood={\"type\": \"bernoulli\"}",
                "prior={\"type\": \"gaussian\"}",
                "estimator={\"type\": \"dreg\", \"samples\": 3}"));
    return Stream.concat(estimators, others);
  }

  private static final class LastEpoch implements Progress {
    private SortedSet<String> names = new TreeSet<>();

    @Override
    public void step(long step, long steps) {}

    @Override
    public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {
      names = new TreeSet<>(metrics.keySet());
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theNamesAreThoseOfTheRun(List<String> set) throws IOException {
    Resolved experiment = READER.read(SpecSource.text(SMALL), set);
    LastEpoch last = new LastEpoch();
    RunResult result;
    try (KernelSet kernels = SmallRun.scalar()) {
      result = SmallRun.runner(kernels, folder).run(experiment, false, last);
    }
    assertEquals(RunResult.Status.COMPLETE, result.status(), result.message());
    MetricNames names = new MetricNames(SmallRun.slots());
    assertEquals(new TreeSet<>(result.metrics().keySet()), names.ofResult(experiment.spec()));
    if (experiment.spec().training().epochs() > 0) {
      assertEquals(last.names, names.ofEpoch(experiment.spec()));
    }
  }

  @Test
  void estimatorsDifferInWhatTheyReport() {
    MetricNames names = new MetricNames(SmallRun.slots());
    Resolved base = READER.read(SMALL);
    assertTrue(names.ofEpoch(base.spec()).contains("train/rate"));
    assertTrue(names.ofEpoch(base.with("estimator.type", "iwae").spec()).contains("train/iwae"));
    assertTrue(
        names.ofEpoch(base.with("estimator.type", "ae").spec()).stream()
            .noneMatch(name -> name.startsWith("train/")));
  }
}
