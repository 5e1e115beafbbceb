package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.core.wiring.Component;
import vae.experiments.run.folder.Numerics;

/**
 * Small runs of every component whose digests are kept in the sources: the bits of a version of the
 * numerics, from one commit to the next.
 *
 * <p>Each folder of {@code golden} holds an {@code experiment.json} and, in {@code expected.txt},
 * the version of the numerics and the digest. {@code -Dvae.golden.write=true} writes what is
 * missing or of an older version; it never writes over a digest of this version.
 */
final class GoldenRunsTest {

  private static final Path GOLDEN = GoldenRuns.FOLDER;
  private static final boolean WRITE = Boolean.getBoolean("vae.golden.write");

  private static final String CHANGED =
      "the bits of a run changed. Where that is meant, raise Numerics.VERSION, say why in"
          + " docs/numerics.md, and write the new digests with -Dvae.golden.write=true in the same"
          + " commit; where it is not, find out which operation changed. ";

  /** Slots of what no run trains, or what reads files of a person's own. */
  private static final Set<String> NO_RUNS = Set.of("experiment", "method", "data", "missing");

  @TempDir private static Path root;

  private static KernelSet scalar;
  private static KernelSet simd;

  @BeforeAll
  static void start() {
    scalar = SmallRun.scalar();
    simd = KernelSet.choose(KernelSet.Choice.SIMD, 2);
  }

  @AfterAll
  static void stop() {
    scalar.close();
    simd.close();
  }

  @TestFactory
  Stream<DynamicTest> digestIsTheOneOfItsNumericsVersion() throws IOException {
    return GoldenRuns.folders(GOLDEN).stream()
        .map(it -> DynamicTest.dynamicTest(it.getFileName().toString(), () -> check(it)));
  }

  private static void check(Path folder) throws IOException {
    String name = folder.getFileName().toString();
    String spec = GoldenRuns.spec(folder);
    RunResult defined = SmallRun.run(SmallRun.read(spec), scalar, root.resolve("scalar"));
    RunResult fast = SmallRun.run(SmallRun.read(spec), simd, root.resolve("simd"));
    assertEquals(name, defined.name(), "the name in experiment.json is its folder's");
    assertEquals(defined.digest(), fast.digest(), "simd differs from scalar");
    assertEquals(defined.further(), fast.further(), "simd differs from scalar");
    Path file = folder.resolve("expected.txt");
    String version = "numerics " + Numerics.VERSION + "\n";
    String found = version + defined.digest() + "\n";
    String expected = Files.exists(file) ? Files.readString(file) : "";
    if (WRITE && !expected.startsWith(version)) {
      Files.writeString(file, found);
    } else if (expected.isEmpty()) {
      fail("there is no " + file + "; write it with -Dvae.golden.write=true");
    } else {
      assertTrue(
          expected.startsWith(version),
          () -> file + " is not of this version; write it with -Dvae.golden.write=true");
      assertEquals(expected, found, CHANGED);
    }
  }

  /** A new component brings a golden run. */
  @Test
  void everyComponentIsInAGoldenRun() throws IOException {
    StringBuilder specs = new StringBuilder();
    for (Path folder : GoldenRuns.folders(GOLDEN)) {
      specs.append(GoldenRuns.spec(folder));
    }
    List<String> slots = SmallRun.slots().catalogue().slots();
    assertFalse(slots.isEmpty());
    assertAll(
        slots.stream().filter(it -> !NO_RUNS.contains(it)).map(it -> () -> covers(specs, it)));
  }

  private static void covers(CharSequence specs, String slot) {
    // Constant learning rates are the default, which no spec has to name.
    Set<String> missing =
        SmallRun.slots().catalogue().components(slot).stream()
            .map(Component::name)
            .filter(name -> !specs.toString().contains("\"type\": \"" + name + "\""))
            .filter(name -> !name.equals("constant"))
            .collect(Collectors.toSet());
    assertEquals(
        Set.of(), missing, () -> "no golden run has these of slot " + slot + "; add a " + GOLDEN);
  }
}
