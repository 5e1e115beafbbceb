package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.data.source.Locations;
import vae.experiments.run.SmallRun;
import vae.experiments.run.folder.RunId;
import vae.experiments.spec.Resolved;
import vae.experiments.wiring.ModelFactory;

/**
 * What released versions wrote keeps its ids and bits: it verifies, resumes and is reproduced.
 *
 * <p>Each folder of {@code archive} is named for a version and holds what its README says. {@code
 * golden.txt} lists the ids and digests as that version printed them. A further version is added as
 * a folder beside it; nothing in an archived folder is ever written again.
 */
final class ArchiveTest {

  @TempDir private static Path temporary;

  /** The archive of one version, unpacked. */
  private record Archive(Path resources, Path data, Path ended, Path interrupted) {

    static Archive unpack(Path resources) throws IOException {
      Path to = temporary.resolve(resources.getFileName().toString());
      Archive archive =
          new Archive(
              resources, to.resolve("data"), to.resolve("ended"), to.resolve("interrupted"));
      for (Path zip : Invocation.files(resources)) {
        if (zip.toString().endsWith(".zip")) {
          unzip(zip, to.resolve(resources.relativize(zip.getParent()).toString()));
        }
      }
      return archive;
    }

    private static void unzip(Path zip, Path into) throws IOException {
      try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
          Path file = into.resolve(entry.getName());
          Files.createDirectories(file.getParent());
          Files.copy(in, file);
        }
      }
    }

    /** What {@code golden.txt} says of one kind: folder and digest, or sweep, trial and digest. */
    List<List<String>> golden(String kind) throws IOException {
      List<List<String>> lines = new ArrayList<>();
      for (String line : Files.readAllLines(resources.resolve("golden.txt"))) {
        List<String> words = List.of(line.split(" +"));
        if (words.getFirst().equals(kind)) {
          lines.add(words.subList(1, words.size()));
        }
      }
      assertFalse(lines.isEmpty(), "golden.txt has lines of " + kind);
      return lines;
    }

    List<Path> specs(String ending) throws IOException {
      return Invocation.children(resources.resolve("specs")).stream()
          .filter(file -> file.toString().endsWith(ending))
          .toList();
    }
  }

  @TestFactory
  Stream<DynamicContainer> whatAVersionWroteKeepsItsIdsAndBits()
      throws IOException, URISyntaxException {
    Path archives = Path.of(ArchiveTest.class.getResource("/archive").toURI());
    return Invocation.children(archives).stream().map(ArchiveTest::container);
  }

  private static DynamicContainer container(Path version) {
    try {
      return dynamicContainer(version.getFileName().toString(), tests(Archive.unpack(version)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<DynamicTest> tests(Archive archive) throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    tests.add(dynamicTest("specs keep their ids", () -> specsKeepTheirIds(archive)));
    for (List<String> run : archive.golden("run")) {
      Path folder = archive.ended().resolve(run.get(0));
      tests.add(named("is reproduced", run, () -> isReproduced(archive, folder, run.get(1))));
    }
    for (List<String> run : archive.golden("resumed")) {
      tests.add(named("resumes", run, () -> runResumes(archive, run.get(0), run.get(1))));
    }
    for (String sweep : sweeps(archive, "trial")) {
      tests.add(
          dynamicTest(sweep + " is verified and complete", () -> sweepIsComplete(archive, sweep)));
    }
    for (String sweep : sweeps(archive, "resumed-trial")) {
      tests.add(dynamicTest(sweep + " resumes", () -> sweepResumes(archive, sweep)));
    }
    for (Path study : archive.specs(".study.json")) {
      tests.add(
          dynamicTest(
              study.getFileName() + " finds the same", () -> studyFindsTheSame(archive, study)));
    }
    return tests;
  }

  private static DynamicTest named(String what, List<String> run, Executable test) {
    return dynamicTest(run.get(0) + " " + what, test);
  }

  private static Set<String> sweeps(Archive archive, String kind) throws IOException {
    Set<String> sweeps = new TreeSet<>();
    archive.golden(kind).forEach(line -> sweeps.add(line.get(0)));
    return sweeps;
  }

  /** The spec as its author wrote it, defaults left out, and as it was resolved. */
  private static void specsKeepTheirIds(Archive archive) throws IOException {
    Set<String> expected = new TreeSet<>();
    for (String kind : List.of("run", "resumed")) {
      for (List<String> run : archive.golden(kind)) {
        if (!run.get(0).contains("/")) {
          expected.add(run.get(0));
        }
      }
    }
    Set<String> written = new TreeSet<>();
    for (Path spec : archive.specs(".json")) {
      if (!spec.toString().matches(".*[.](sweep|study)[.]json")) {
        written.add(folderOf(spec, archive));
      }
    }
    assertEquals(expected, written);
    for (String folder : expected) {
      Path run = archive.ended().resolve(folder);
      Path spec =
          (Files.exists(run) ? run : archive.interrupted().resolve(folder))
              .resolve("experiment.json");
      assertEquals(folder, folderOf(spec, archive));
      String canonical = SmallRun.read(Files.readString(spec)).canonical();
      JsonNode recorded = JsonMapper.shared().readTree(Files.readString(spec));
      assertEquals(recorded, JsonMapper.shared().readTree(canonical), "no key is added");
    }
  }

  private static String folderOf(Path spec, Archive archive) throws IOException {
    Resolved experiment = SmallRun.read(Files.readString(spec));
    Locations locations = Locations.standard(Optional.of(archive.data()));
    String data = new ModelFactory(SmallRun.slots()).data(experiment.spec(), locations).sha256();
    return experiment.spec().name() + "-" + RunId.of(experiment, data);
  }

  private static void isReproduced(Archive archive, Path run, String digest) {
    isVerified(run, digest);
    String name = run.getFileName().toString();
    Path again = temporary.resolve("again").resolve(run.getParent().getFileName().toString());
    Invocation made =
        Invocation.of("reproduce", run, "--data", archive.data(), "--runs", again, "--threads=1");
    assertEquals(0, made.code(), made.out() + made.err());
    assertTrue(made.out().startsWith("BITWISE   " + name), made.out());
    assertEquals(digest, made.digest());
    assertTrue(Files.exists(again.resolve(name).resolve("result.json")), "it keeps its id");
    assertEquals(0, Invocation.of("cite", run).code());
  }

  private static void isVerified(Path run, String digest) {
    Invocation verified = Invocation.of("verify", run);
    assertEquals(0, verified.code(), verified.out() + verified.err());
    assertTrue(verified.out().startsWith("VERIFIED"), verified.out());
    assertEquals(digest, verified.digest());
  }

  private static void runResumes(Archive archive, String name, String digest) throws IOException {
    Path run = archive.interrupted().resolve(name);
    assertFalse(Files.exists(run.resolve("result.json")), "it was interrupted");
    Path spec = Files.copy(run.resolve("experiment.json"), temporary.resolve(name + ".json"));
    Invocation resumed =
        Invocation.of("run", spec, "--resume", "--runs", run.getParent(), "--threads=1");
    assertEquals(0, resumed.code(), resumed.out() + resumed.err());
    assertEquals(digest, resumed.digest());
    isReproduced(archive, run, digest);
    JsonNode provenance =
        JsonMapper.shared().readTree(Files.readString(run.resolve("provenance.json")));
    assertEquals(2, provenance.path("sessions").asInt(), "it went on in the same folder");
  }

  private static void sweepIsComplete(Archive archive, String name) throws IOException {
    Path sweep = archive.ended().resolve(name);
    Invocation verified = Invocation.of("verify", sweep);
    assertEquals(0, verified.code(), verified.out() + verified.err());
    List<Path> records = Invocation.children(sweep.resolve("results"));
    Invocation again = Invocation.of("sweep", sweep, "--resume", "--workers=1", "--threads=1");
    assertEquals(0, again.code(), again.out() + again.err());
    assertEquals(records, Invocation.children(sweep.resolve("results")), "no trial was run again");
    assertEquals(trials(archive.golden("trial"), name), ended(sweep));
  }

  private static void sweepResumes(Archive archive, String name) throws IOException {
    Path sweep = archive.interrupted().resolve(name);
    Set<String> expected = trials(archive.golden("resumed-trial"), name);
    Set<String> before = ended(sweep);
    assertTrue(expected.containsAll(before) && before.size() < expected.size(), "interrupted");
    Invocation resumed = Invocation.of("sweep", sweep, "--resume", "--workers=1", "--threads=1");
    assertEquals(0, resumed.code(), resumed.out() + resumed.err());
    Invocation verified = Invocation.of("verify", sweep);
    assertEquals(0, verified.code(), verified.out() + verified.err());
    assertEquals(expected, ended(sweep));
  }

  private static Set<String> trials(List<List<String>> golden, String sweep) {
    Set<String> trials = new TreeSet<>();
    for (List<String> line : golden) {
      if (line.get(0).equals(sweep)) {
        trials.add(String.join(" ", line.subList(1, line.size())));
      }
    }
    return trials;
  }

  /** Every attempt that was recorded: trial, status, epochs and digest. */
  private static Set<String> ended(Path sweep) throws IOException {
    Set<String> trials = new TreeSet<>();
    for (Path file : Invocation.files(sweep.resolve("results"))) {
      for (String line : Files.readAllLines(file)) {
        JsonNode record = JsonMapper.shared().readTree(line);
        trials.add(
            "%s %s %d %s"
                .formatted(
                    record.path("trial").asString(),
                    record.path("status").asString(),
                    record.path("epoch").asInt(),
                    record.path("digest").asString())
                .strip());
      }
    }
    return trials;
  }

  private static void studyFindsTheSame(Archive archive, Path spec) throws IOException {
    Path runs = temporary.resolve("study");
    Invocation made = Invocation.of("run", spec, "--runs", runs, "--threads=1");
    assertEquals(0, made.code(), made.out() + made.err());
    Path again = Invocation.children(runs).getFirst();
    Path before = archive.ended().resolve(again.getFileName().toString());
    assertEquals(
        Files.readString(before.resolve("findings.md")),
        Files.readString(again.resolve("findings.md")));
    assertEquals(names(before.resolve("runs")), names(again.resolve("runs")));
  }

  private static List<String> names(Path folder) throws IOException {
    return Invocation.children(folder).stream().map(it -> it.getFileName().toString()).toList();
  }
}
