package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.bench.Scaling;

class BenchCommandTest {

  private static final List<String> SHORT = List.of("bench", "--threads=1", "--rounds=2");

  @TempDir private Path folder;

  private static JsonNode json(Invocation invocation) {
    assertEquals(0, invocation.code(), invocation.err());
    return JsonMapper.shared().readTree(invocation.out().lines().toList().getLast());
  }

  private String peer(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("peer"), "#!/bin/sh\n" + text + "\n");
    assertTrue(file.toFile().setExecutable(true));
    return "--peer=" + file;
  }

  @Test
  void theJsonHoldsEverything() throws IOException {
    Invocation done =
        Invocation.of(SHORT, "iwae1", "--steps=3", "--json", peer("echo median_ms=5"));
    JsonNode report = json(done);
    assertEquals(
        List.of("machine", "kernels", "threads", "limits", "workloads", "scaling"),
        List.copyOf(report.propertyNames()));
    assertEquals(
        List.of("cpu", "architecture", "processors", "os", "jdk"),
        List.copyOf(report.get("machine").propertyNames()));
    assertEquals(1, report.get("threads").intValue());
    JsonNode limits = report.get("limits");
    assertEquals(1, limits.size());
    assertEquals(1, limits.get(0).get("threads").intValue());
    assertTrue(limits.get(0).get("gigaflops").doubleValue() > 0);
    assertTrue(limits.get(0).get("gigabytesPerSecond").doubleValue() > 0);
    assertEquals(1, report.get("workloads").size());
    JsonNode result = report.get("workloads").get(0);
    assertEquals(List.of("timing", "profile", "peer"), List.copyOf(result.propertyNames()));
    JsonNode timing = result.get("timing");
    assertEquals("iwae1", timing.get("workload").stringValue());
    assertEquals(3, timing.get("steps").intValue());
    assertEquals(6, timing.get("millis").size());
    assertTrue(timing.get("shareOfFmaPeak").isNumber());
    assertEquals(
        "rest",
        result.get("profile").get(result.get("profile").size() - 1).get("kernel").stringValue());
    assertEquals(2, result.get("peer").get("pairs").size());
    assertEquals(5, result.get("peer").get("pairs").get(1).get("theirs").doubleValue());
    assertTrue(done.out().contains("  pair 1  "), done.out());
    assertTrue(done.out().contains("  ratio peer/ours: median "), done.out());
  }

  @Test
  void textNamesEveryFigure() {
    Invocation done = Invocation.of(SHORT, "iwae1", "iwae1", "--steps=2");
    assertEquals(0, done.code(), done.err());
    for (String part :
        List.of(
            "machine  ",
            "kernels  ",
            "limits   1 threads: fma ",
            "iwae1: 784-200-200-50",
            "  round 1  ",
            "  median ",
            " examples/s",
            " of the fma peak)",
            " bytes allocated/step",
            "  gemm nt ",
            " other kernels ",
            "  rest ")) {
      assertTrue(done.out().contains(part), part + " in\n" + done.out());
    }
    assertEquals(1, done.out().lines().filter(it -> it.startsWith("iwae1: ")).count());
    assertFalse(done.out().contains("{"), done.out());
  }

  @Test
  void scalingIsATableInWhichEachQuantityDoublesTwice() {
    JsonNode report =
        json(Invocation.of("bench", "--scaling", "--threads=1", "--rounds=1", "--json"));
    assertEquals(0, report.get("workloads").size());
    JsonNode points = report.get("scaling");
    assertEquals(9, points.size());
    for (int i = 0; i < points.size(); i++) {
      JsonNode point = points.get(i);
      JsonNode first = points.get(i - i % 3);
      assertEquals(Scaling.Quantity.values()[i / 3].name(), point.get("quantity").stringValue());
      int factor = point.get("factor").intValue();
      assertEquals(1 << i % 3, factor);
      assertEquals(factor * first.get("amount").intValue(), point.get("amount").intValue());
      double millis = point.get("millis").doubleValue();
      assertTrue(millis > 0);
      assertEquals(
          millis / factor / first.get("millis").doubleValue(),
          point.get("perUnit").doubleValue(),
          1e-12);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--steps=0 | --steps: expected a number from 1 to 1000000, got 0",
        "--steps=1000001 | --steps: expected a number from 1 to 1000000, got 1000001",
        "--rounds=0 | --rounds: expected a number from 1 to 10000, got 0",
        "--rounds=10001 | --rounds: expected a number from 1 to 10000, got 10001",
        "--scaling --rounds=-1 | --rounds: expected a number from 1 to 10000, got -1",
        "--threads=0 | --threads: expected a number from 1 to 1024, got 0",
        "--threads=9999 | --threads: expected a number from 1 to 1024, got 9999",
        "--peer= | --peer: expected a command, got a blank",
        "gaus | unexpected argument \"gaus\"; did you mean \"gauss\"?",
        "mlp --scaling | --scaling: expected neither a WORKLOAD nor --peer nor --steps beside it;"
      })
  void whatCannotBeMeasuredIsRefused(String arguments, String message) {
    Invocation refused = Invocation.of("bench", List.of(arguments.split(" ")));
    assertEquals(2, refused.code(), refused.err());
    assertTrue(refused.err().startsWith("vae: " + message), refused.err());
    assertEquals("", refused.out());
  }

  @Test
  void aPeerThatFailsEndsTheCommand() throws IOException {
    Invocation failed =
        Invocation.of(SHORT, "iwae1", "--steps=1", peer("echo out of luck; exit 7"));
    assertEquals(1, failed.code());
    assertTrue(failed.err().startsWith("vae: --peer: peer `" + folder), failed.err());
    assertTrue(failed.err().contains("ended with exit code 7"), failed.err());
    assertTrue(failed.err().endsWith("\n     out of luck\n"), failed.err());
  }
}
