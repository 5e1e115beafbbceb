package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.process.Command;
import vae.experiments.process.Outcome;

/**
 * The golden runs on ARM, under QEMU, with Debian's JDK; {@code -Dvae.long=true} takes wider
 * vectors too. Where a package cannot be had the test fails.
 *
 * <p>It shows what correct code gives under QEMU's idea of the instructions; it is no test of a
 * processor, and says nothing of speed.
 */
@EnabledIfSystemProperty(named = "vae.other-processors", matches = "true")
final class OtherProcessorsTest {

  private static final boolean LONG = Boolean.getBoolean("vae.long");
  private static final Path JDK = Path.of("target/other-processors").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  @TempDir private static Path root;

  /** A processor as QEMU names it, and the vectors that its JVM should find. */
  private record Processor(String name, String expected) {}

  @BeforeAll
  static void fetch() throws InterruptedException {
    String script = Path.of("../tools/emulated-jdk").toAbsolutePath().normalize().toString();
    output(Command.of(List.of(script, JDK.toString(), "arm64")));
  }

  private static String output(Command command) throws InterruptedException {
    Outcome.Exited done = assertInstanceOf(Outcome.Exited.class, command.run(PATIENCE));
    assertEquals(0, done.code(), () -> command.words() + "\n" + done.err().text());
    return done.out().text();
  }

  @TestFactory
  Stream<DynamicTest> digestsAreThoseOfTheSources() {
    List<Processor> processors = new ArrayList<>();
    processors.add(new Processor("neoverse-n1", "simd (128-bit vectors)"));
    if (LONG) {
      processors.add(new Processor("neoverse-v1", "simd (256-bit vectors)"));
      processors.add(new Processor("max,sve512=on", "simd (512-bit vectors)"));
    }
    return processors.stream().map(it -> DynamicTest.dynamicTest(it.name(), () -> check(it)));
  }

  private static void check(Processor processor) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(ChildJvm.command("", List.of("-XX:+UseSerialGC")));
    words.set(0, JDK.resolve("java").toString());
    words.addAll(
        List.of(
            GoldenRuns.class.getName(),
            GoldenRuns.FOLDER.toAbsolutePath().toString(),
            root.resolve(processor.name()).toString(),
            "simd",
            "2"));
    List<String> lines =
        output(Command.of(words).in(root).with("QEMU_CPU", processor.name())).lines().toList();
    assertTrue(lines.getFirst().startsWith(processor.expected()), lines.getFirst());
    SortedMap<String, String> digests = new TreeMap<>();
    lines.stream().skip(1).map(line -> line.split(" ")).forEach(run -> digests.put(run[0], run[1]));
    assertEquals(GoldenRuns.expected(), digests);
  }
}
