package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.process.Command;
import vae.experiments.process.Outcome;

/**
 * Other-processors fault 3: a kernel that begins at a size, or for a form of data, which no golden
 * run has is in no test of digests, on any processor.
 *
 * <p>The golden runs named {@code kernels-…} are there for such kernels.
 */
final class GoldenCoverageTest {

  /** Which of them runs is a matter of the processor's vectors. */
  private static final Pattern BY_WIDTH =
      Pattern.compile(
          "(VectorGemmEightRows|VectorGemmFourRows|PatchTilesEightRows|PatchTilesFourRows"
              + "|VectorTransposeWide|LaneProduct) .*"
              + "|VectorTranspose block[48]|Windows planes"
              + "|VectorSparse\\$Product (fewColumns|lastColumns|oneVector|fourVectors)");

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String NO_COMPONENT = "an operation of the library that no component uses";

  /** What no golden run calls, and why; the contract of kernels compares each with plain loops. */
  private static final Map<String, String> UNREACHED = new TreeMap<>();

  static {
    for (String method :
        List.of(
            "VectorBinary maximum",
            "VectorElementary erf",
            "VectorElementary logErfc",
            "VectorUnary erf",
            "VectorUnary sqrt",
            "VectorUnaryGradients erf",
            "VectorUnaryGradients sqrt")) {
      UNREACHED.put(method, NO_COMPONENT);
    }
  }

  @TempDir private Path root;

  @Test
  void everyVectorKernelIsInAGoldenRun() throws IOException, InterruptedException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", KernelCoverage.class.getName());
    Path agent = root.resolve("agent.jar");
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(agent), manifest)) {
      jar.finish();
    }
    List<String> options =
        List.of(
            "-javaagent:" + agent,
            "-XX:TieredStopAtLevel=1",
            GoldenRuns.class.getName(),
            GoldenRuns.FOLDER.toAbsolutePath().toString(),
            "runs",
            "simd",
            "2");
    Command command = Command.of(ChildJvm.command("", options)).in(root);
    Outcome.Exited done = assertInstanceOf(Outcome.Exited.class, command.run(PATIENCE));
    assertEquals(0, done.code(), done.err().text());
    List<String> printed = done.out().text().lines().toList();
    TreeSet<String> unreached =
        printed.stream()
            .filter(line -> line.startsWith("unreached "))
            .map(line -> line.substring("unreached ".length()))
            .filter(method -> !BY_WIDTH.matcher(method).matches())
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        String.join("\n", UNREACHED.keySet()),
        String.join("\n", unreached),
        "golden runs do not call these kernels, or call one that is listed as not called: add a"
            + " golden run that reaches it, or say here why none can");
    assertWatched(printed);
  }

  /** That a watched program is the program: its digests are those of the sources. */
  private static void assertWatched(List<String> printed) throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    printed.stream()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 2)
        .forEach(words -> digests.put(words[0], words[1]));
    assertTrue(digests.size() > 30, digests::toString);
    assertEquals(GoldenRuns.expected(), digests);
  }
}
