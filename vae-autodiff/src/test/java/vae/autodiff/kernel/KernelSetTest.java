package vae.autodiff.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KernelSetTest {

  @Test
  void scalarIsChosenByName() {
    try (KernelSet set = KernelSet.choose(KernelSet.Choice.SCALAR, 1)) {
      assertEquals("scalar", set.name());
      assertEquals("plain loops, fma in hardware", set.reason());
      assertEquals(1, set.threads());
      assertEquals("scalar (plain loops, fma in hardware), 1 threads", set.toString());
    }
  }

  @Test
  void simdIsChosenByName() {
    try (KernelSet set = KernelSet.choose(KernelSet.Choice.SIMD, 2)) {
      assertEquals("simd", set.name());
      assertTrue(set.reason().endsWith("-bit vectors"), set::reason);
      assertEquals(2, set.threads());
    }
  }

  @Test
  void autoPrefersSimd() {
    try (KernelSet set = KernelSet.choose(KernelSet.Choice.AUTO, 1)) {
      assertEquals("simd", set.name());
    }
  }

  @Test
  void withoutTheVectorModuleAutoTakesScalarAndSimdNamesTheFlag() throws Exception {
    List<String> lines = choicesInAJvm("-XX:+UseParallelGC");
    assertTrue(
        lines.contains(
            "AUTO scalar plain loops, fma in hardware; not simd: expected the module"
                + " jdk.incubator.vector, which this JVM was started without; start it with"
                + " --add-modules=jdk.incubator.vector"),
        lines::toString);
    assertTrue(lines.contains("SCALAR scalar plain loops, fma in hardware"), lines::toString);
    assertTrue(
        lines.contains(
            "SIMD kernels \"simd\" are not available: expected the module jdk.incubator.vector,"
                + " which this JVM was started without; start it with"
                + " --add-modules=jdk.incubator.vector"),
        lines::toString);
  }

  @Test
  void withoutFmaInHardwareAutoTakesScalarAndSimdSaysWhy() throws Exception {
    List<String> lines = choicesInAJvm("--add-modules=jdk.incubator.vector", "-XX:-UseFMA");
    String why = "expected fused multiply-add in hardware, which this JVM does not use";
    assertTrue(
        lines.stream()
            .anyMatch(
                line ->
                    line.startsWith(
                        "AUTO scalar plain loops, exact fma in software; not simd: " + why)),
        lines::toString);
    assertTrue(lines.contains("SCALAR scalar plain loops, exact fma in software"), lines::toString);
    assertTrue(
        lines.stream()
            .anyMatch(line -> line.startsWith("SIMD kernels \"simd\" are not available: " + why)),
        lines::toString);
  }

  /** The JVM of these choices has no C2. */
  @Test
  void aSlowJvmIsNamedOnce() throws Exception {
    List<String> lines = choicesInAJvm("-Dlog4j2.level=WARN");
    List<String> warnings = lines.stream().filter(it -> it.contains("C2 compiler is off")).toList();
    assertEquals(1, warnings.size(), lines::toString);
  }

  private static List<String> choicesInAJvm(String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Choices.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output.lines().toList();
  }

  @Test
  void decoratedKernelsStandInFrontOfTheSameProvider() {
    try (KernelSet plain = KernelSet.choose(KernelSet.Choice.SCALAR, 2);
        KernelSet other = KernelSet.choose(KernelSet.Choice.SCALAR, 1)) {
      List<Object> decorated = new ArrayList<>();
      KernelSet set =
          plain.decorated(
              f32 -> {
                decorated.add(f32);
                return other.f32();
              },
              f64 -> f64);
      assertEquals(List.of(plain.f32()), decorated);
      assertSame(other.f32(), set.f32());
      assertSame(plain.f64(), set.f64());
      assertEquals(plain.toString(), set.toString());
    }
  }

  /** A program that prints what each choice gives. */
  static final class Choices {

    private Choices() {}

    public static void main(String[] arguments) {
      for (KernelSet.Choice choice : KernelSet.Choice.values()) {
        try (KernelSet set = KernelSet.choose(choice, 1)) {
          System.out.println(choice + " " + set.name() + " " + set.reason());
        } catch (IllegalStateException e) {
          System.out.println(choice + " " + e.getMessage());
        }
      }
    }
  }
}
