package vae.experiments.sweep.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.Resolved;
import vae.experiments.sweep.HandMadeRun;
import vae.experiments.sweep.SweepFixture;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;

final class SourcesTest {

  @TempDir private Path root;

  private static Resolved experiment(long seed, int size) {
    return HandMadeRun.experiment("plain", seed, Map.of("latentSize", size));
  }

  @Test
  void runsThatDifferInTheSeedAloneAreOneGroup() throws IOException {
    List<Path> folders = new ArrayList<>();
    for (int size : List.of(2, 4)) {
      for (int seed = 1; seed <= 3; seed++) {
        folders.add(
            HandMadeRun.complete(root, experiment(seed, size), Map.of("test/elbo", -size * seed)));
      }
    }
    folders.add(HandMadeRun.diverged(root, experiment(4, 4)));
    SweepResults results = Sources.of(folders).results();
    assertEquals(
        List.of("latentSize=2", "latentSize=4"),
        results.groups().stream().map(Group::label).toList());
    assertEquals(
        -4, results.groups().get(0).metric("test/elbo").orElseThrow().overSeeds().mean(), 1e-12);
    assertEquals(1, results.groups().get(1).count(TrialState.DIVERGED));
    assertEquals(Optional.empty(), results.goal());
    assertTrue(results.groups().get(0).trials().get(0).folder().isPresent());
  }

  /** The name of the data is the same, the data are not: no seeds of one group. */
  @Test
  void runsOnOtherDataAreNotAveraged() throws IOException {
    Path one = HandMadeRun.onData(root, experiment(1, 2), "a".repeat(64), Map.of("test/elbo", -1));
    Path other =
        HandMadeRun.onData(root, experiment(2, 2), "b".repeat(64), Map.of("test/elbo", -9));
    SweepResults results = Sources.of(List.of(one, other)).results();
    assertEquals(2, results.groups().size());
    assertEquals(List.of("dataSha256"), results.varying());
  }

  @Test
  void aRunNamedTwiceCountsOnce() throws IOException {
    Path run = HandMadeRun.complete(root, experiment(1, 2), Map.of("test/elbo", -1));
    assertEquals(1, Sources.of(List.of(run, run)).results().trials());
  }

  @Test
  void copiesOfARunMustAgree() throws IOException {
    Path run = HandMadeRun.complete(root, experiment(1, 2), Map.of("test/elbo", -1));
    Path copy =
        HandMadeRun.complete(root.resolve("copy"), experiment(1, 2), Map.of("test/elbo", -1));
    String result = Files.readString(copy.resolve("result.json"));
    Files.writeString(
        copy.resolve("result.json"),
        result.replaceFirst("(\"digest\" : \"sha256:)[0-9a-f]{64}", "$1" + "0".repeat(64)));
    RunFolderException refused =
        assertThrows(RunFolderException.class, () -> Sources.of(List.of(run, copy)).results());
    assertTrue(refused.getMessage().contains("ended twice with different digests"));
  }

  /** A trial of the sweep and a run of the same experiment are one; a further seed is added. */
  @Test
  void sweepsAndRunsMix() throws IOException {
    SweepFixture sweep = SweepFixture.of(root, "plain");
    Trial trial = sweep.trial(1, Map.of("latentSize", 2));
    sweep.trial(2, Map.of("latentSize", 2));
    String id = trial.id();
    SweepFolder folder = sweep.write();
    Path same = HandMadeRun.complete(root, experiment(1, 2), Map.of("test/elbo", -1));
    Path more = HandMadeRun.complete(root, experiment(3, 2), Map.of("test/elbo", -3));
    SweepResults results = Sources.of(List.of(folder.path(), same, more)).results();
    assertEquals(1, results.groups().size());
    Group group = results.groups().getFirst();
    assertEquals(3, group.trials().size());
    assertEquals(id, group.trials().getFirst().id());
    assertEquals(-2, group.metric("test/elbo").orElseThrow().overSeeds().mean(), 1e-12);
    assertEquals(1, group.count(TrialState.PENDING));
    assertEquals("test/elbo", results.goal().orElseThrow().metric());
  }

  @Test
  void whatIsNeitherRunNorSweepSaysWhatWouldBe() throws IOException {
    HandMadeRun.complete(root, experiment(1, 2), Map.of());
    Path empty = Files.createDirectories(root.resolve("empty"));
    Path begun = HandMadeRun.unfinished(root, experiment(2, 2));
    assertTrue(refusal(root).endsWith("it holds some: give " + root + "/*"), refusal(root));
    assertTrue(refusal(empty).contains("is neither a run nor a sweep"), refusal(empty));
    assertTrue(refusal(begun).contains("not finished"), refusal(begun));
    assertTrue(refusal(root.resolve("none")).contains("no such folder"));
  }

  @Test
  void anUnfinishedRunIsLeftOutAndNamed() throws IOException {
    Path run = HandMadeRun.complete(root, experiment(1, 2), Map.of("test/elbo", -1.0));
    Path begun = HandMadeRun.unfinished(root, experiment(2, 2));
    Sources sources = Sources.of(List.of(begun, run));
    assertEquals(1, sources.results().trials());
    assertEquals(1, sources.unfinished().size());
    assertTrue(sources.unfinished().getFirst().startsWith(begun + ": this run is not finished"));
  }

  private static String refusal(Path folder) {
    return assertThrows(RunFolderException.class, () -> Sources.of(List.of(folder))).getMessage();
  }
}
