package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.TinySweep;

/** A sweep's folder may be reached by a link; inside it none is followed (S1, S3). */
final class LinkedSweepTest {

  @TempDir private static Path root;
  private static Path sweep;

  @BeforeAll
  static void run() throws IOException {
    TinySweep.run(root, TinySweep.grid(List.of(0.01), List.of(1)));
    sweep = SweepFolder.of(root, "tiny").path();
    Files.createDirectory(sweep.resolve("attempts"));
  }

  private static Path first(String part) throws IOException {
    try (Stream<Path> all = Files.list(sweep.resolve(part))) {
      return all.findFirst().orElseThrow();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan.jsonl",
        "sweep.json",
        "data.json",
        "results",
        "runs",
        "attempts",
        "results/*",
        "runs/*"
      })
  void aLinkInsideIsFoundByVerifyAndRefusedByTheSweep(String name) throws IOException {
    Path inside = name.endsWith("/*") ? first(name.replace("/*", "")) : sweep.resolve(name);
    Path outside = root.resolve("outside");
    Files.move(inside, outside);
    Files.createSymbolicLink(inside, outside);
    try {
      List<String> before = names(outside);
      Invocation verified = Invocation.of("verify", sweep);
      assertEquals(5, verified.code(), verified.out());
      assertTrue(verified.err().contains("is a symbolic link"), verified.err());
      Invocation swept = Invocation.of("sweep", sweep);
      assertEquals(3, swept.code(), swept.out() + swept.err());
      assertTrue(swept.err().replaceAll("\\s+", " ").contains("symbolic link"), swept.err());
      assertEquals(before, names(outside), "nothing was written through the link");
    } finally {
      Files.delete(inside);
      Files.move(outside, inside);
    }
  }

  @Test
  void aFolderThatIsReachedByALinkWorks() throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("linked.sweep"), sweep);
    try {
      assertEquals(0, Invocation.of("verify", link).code());
      Invocation swept = Invocation.of("sweep", link);
      assertEquals(0, swept.code(), swept.err());
      assertEquals(0, Invocation.of("compare", link).code());
    } finally {
      Files.delete(link);
    }
  }
}
