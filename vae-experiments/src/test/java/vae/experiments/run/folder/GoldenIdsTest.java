package vae.experiments.run.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.sweep.Trial;

/**
 * Ids that papers may cite: of the examples as 0.1.0 had them, of its built-in experiment and of
 * every golden run, with the hash of data that are bundled or synthetic. A key that a later version
 * adds, a default that changes, another way to hash data: each shows here.
 */
final class GoldenIdsTest {

  private static final Path RESOURCES = Path.of("src/test/resources/vae/experiments");
  private static final Path IDS = RESOURCES.resolve("ids.txt");
  private static final Set<String> AT_HAND =
      Set.of("digits", "pinwheel", "linear-gaussian", "shapes");

  /** Stands for the hash of data that are not bundled. */
  private static final String NO_DATA = "0".repeat(64);

  @Test
  void idsStayWhatTheyWere() throws IOException {
    SortedMap<String, String> found = found();
    SortedMap<String, String> pinned = new TreeMap<>();
    for (String line : Files.exists(IDS) ? Files.readAllLines(IDS) : List.<String>of()) {
      pinned.put(line.substring(0, line.indexOf(' ')), line);
    }
    if (Boolean.getBoolean("vae.golden.write")) {
      found.forEach(pinned::putIfAbsent);
      Files.write(IDS, pinned.values());
    }
    assertEquals(
        String.join("\n", pinned.values()),
        String.join("\n", found.values()),
        "an id changed that papers may cite: a key added to a record needs @Since. A new golden run"
            + " gets its line with -Dvae.golden.write=true");
  }

  /** By name: the id of the run, the id of the trial, and the data's hash. */
  private static SortedMap<String, String> found() throws IOException {
    SortedMap<String, String> lines = new TreeMap<>();
    add(lines, "built-in", read(SpecSource.embeddedDefault()));
    try (Stream<Path> files = Files.list(RESOURCES.resolve("ids"))) {
      for (Path file : files.toList()) {
        add(lines, file.getFileName().toString(), read(SpecSource.file(file)));
      }
    }
    try (Stream<Path> folders = Files.list(RESOURCES.resolve("golden"))) {
      for (Path folder : folders.toList()) {
        Resolved experiment = read(SpecSource.file(folder.resolve("experiment.json")));
        add(lines, "golden/" + folder.getFileName(), experiment);
      }
    }
    return lines;
  }

  private static Resolved read(SpecSource source) {
    return new SpecReader(SmallRun.slots().catalogue()).read(source, List.of());
  }

  private static void add(Map<String, String> lines, String name, Resolved experiment) {
    String type = experiment.tree().at("/data/type").asString("");
    String hash = AT_HAND.contains(type) ? SmallRun.data(experiment).sha256() : NO_DATA;
    String trial = Trial.idOf(experiment.tree());
    lines.put(name, String.join(" ", name, RunId.of(experiment, hash), trial, hash));
  }
}
