package vae.experiments.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.evaluation.Measured;
import vae.experiments.spec.Resolved;
import vae.experiments.sweep.HandMadeRun;
import vae.experiments.sweep.SweepFixture;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;

/** Runs and sweeps in a folder, and questions that its index answers. */
abstract class IndexedRuns {

  static final List<String> ALL =
      List.of(
          "folder",
          "name",
          "id",
          "status",
          "digest",
          "started",
          "seed",
          "latentSize",
          "likelihood.noise.sigma",
          "encoder.posterior.type",
          "encoder.hidden",
          "test/elbo");

  @TempDir Path root;

  Path index;

  static Resolved experiment(String name, long seed, double sigma, int size) {
    return HandMadeRun.experiment(
        name, seed, Map.of("likelihood.noise.sigma", sigma, "latentSize", size));
  }

  /** Runs in the root, in a study and in a sweep, one unfinished, one diverged; two records. */
  @BeforeEach
  void makeRuns() throws IOException {
    index = root.resolve(RunIndex.FILE);
    run("a", 1, 0.1, 2, -30.5);
    run("b", 2, 0.1, 8, -20.25);
    run("c", 3, 0.2, 10, -100);
    HandMadeRun.diverged(root, experiment("d", 4, 0.3, 8));
    HandMadeRun.unfinished(root, experiment("e", 5, 0.4, 8));
    HandMadeRun.complete(
        root.resolve("study-0123/runs"),
        experiment("f", 6, 0.1, 9),
        Map.of("test/elbo", Double.NaN));
    SweepFixture sweep = SweepFixture.of(root, "kept");
    Trial first = sweep.trial(1, Map.of("encoder.posterior.type", "full-covariance"));
    Trial second = sweep.trial(2, Map.of("encoder.posterior.type", "full-covariance"));
    sweep.trial(3, Map.of());
    sweep.complete(first, Map.of("test/elbo", new Measured(-7, 0.5)));
    sweep.failed(second, "no memory");
    SweepFolder folder = sweep.write();
    HandMadeRun.complete(folder.runs(), experiment("g", 8, 0.1, 8), Map.of("test/elbo", -8));
  }

  Path run(String name, long seed, double sigma, int size, double elbo) throws IOException {
    return HandMadeRun.complete(
        root, experiment(name, seed, sigma, size), Map.of("test/elbo", elbo, "test/x", 1));
  }

  List<String> ask(String sort, List<String> columns, int limit, String... where)
      throws IOException {
    try (RunIndex opened = RunIndex.open(root)) {
      List<Condition> conditions = Stream.of(where).map(Condition::parse).toList();
      return opened.rows(new RunQuery(conditions, sort, columns, limit)).stream()
          .map(
              row ->
                  String.join(
                      " ", row.stream().map(it -> it.isNull() ? "–" : it.asString()).toList()))
          .toList();
    }
  }

  List<String> everything() throws IOException {
    return ask("", ALL, 0);
  }

  List<String> names(String... where) throws IOException {
    return ask("", List.of("name"), 0, where);
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
