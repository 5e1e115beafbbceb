package vae.experiments.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.experiments.cli.Main;
import vae.experiments.wiring.JavaSources;

/** Careless and hostile components of outside jars: one paragraph, and nothing that misleads. */
final class HostilePluginsTest {

  @TempDir private static Path built;
  private static Path jar;

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void build() throws IOException, URISyntaxException {
    Path sources = Path.of(HostilePluginsTest.class.getResource("/hostile/src").toURI());
    jar =
        pack(
            sources,
            built,
            "hostile.Rogues$Priors\nhostile.Rogues$Callbacks\nhostile.Rogues$Metrics\n");
  }

  private static Path pack(Path sources, Path into, String modules) throws IOException {
    Path classes = into.resolve("classes");
    JavaSources.compile(sources, classes);
    Path services = classes.resolve("META-INF/services/vae.core.wiring.SlotModule");
    Files.createDirectories(services.getParent());
    Files.writeString(services, modules);
    return JavaSources.jar(into.resolve("hostile.jar"), classes);
  }

  private int vae(String... arguments) {
    PrintWriter nobody = new PrintWriter(new StringWriter());
    return Main.execute(nobody, new PrintWriter(err), arguments);
  }

  private int run(String training, String more) throws IOException {
    Path spec = folder.resolve("spec.json");
    Files.writeString(
        spec,
        """
        { "name": "small", "latentSize": 2, "data": {"type": "digits", "limit": 64},
          "encoder": {"type": "mlp", "hidden": [4]}, "decoder": {"type": "mlp", "hidden": [4]},
          "training": {"epochs": 2, "batchSize": 32%s}%s }
        """
            .formatted(training, more));
    return vae("run", spec.toString(), "--plugin=" + jar, "--runs=" + folder.resolve("runs"));
  }

  private int runWithMetric(String rule) throws IOException {
    return run(
        "",
        ", \"evaluation\": {\"draws\": 2, \"metrics\": [{\"type\": \"rogue\", \"rule\": \""
            + rule
            + "\"}]}");
  }

  private int runWithCallback(String rule) throws IOException {
    return run(", \"callbacks\": [{\"type\": \"rogue\", \"rule\": \"" + rule + "\"}]", "");
  }

  private Path made() throws IOException {
    try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
      return runs.findFirst().orElseThrow();
    }
  }

  private void assertRefused(int code, String... parts) {
    assertEquals(2, code, err::toString);
    String text = err.toString().replaceAll("\\s+", " ");
    for (String part : parts) {
      assertTrue(text.contains(part), () -> part + " is not in\n" + err);
    }
    assertFalse(err.toString().contains("\tat "), err::toString);
    assertFalse(text.contains("This is unexpected"), err::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "undeclared|which is none of its quantities()",
        "each|values of \"rogue\" per example: expected 3, got 4",
        "array|got \"../a\"",
        "arrays|expected a name of its own",
        "absent|NullPointerException: rogue",
        "error|standardError: expected a number that is not negative",
        "throws|IllegalStateException: on purpose",
        "deep|StackOverflowError",
        "title|title: expected one line",
        "name|name: expected 1 to 100 letters",
      })
  void aMetricAtFaultIsNamedBeforeAnythingIsTrained(String rule, String problem)
      throws IOException {
    assertRefused(runWithMetric(rule), "metric \"rogue\" of plugin " + jar, problem);
    assertFalse(Files.exists(folder.resolve("runs")), "nothing was begun");
  }

  @ParameterizedTest
  @CsvSource({"standard,measured by something else", "null,lists nothing that it measures"})
  void aMetricWithoutQuantitiesOfItsOwnIsRefusedAtItsPath(String rule, String problem)
      throws IOException {
    assertRefused(runWithMetric(rule), "evaluation.metrics[0]", problem);
  }

  @Test
  void tenThousandMetricsOfOneNameAreRefusedAtTheSecond() throws IOException {
    String many =
        String.join(", ", Collections.nCopies(10_000, "{\"type\": \"rogue\", \"rule\": \"none\"}"));
    assertRefused(
        run("", ", \"evaluation\": {\"metrics\": [" + many + "]}"),
        "evaluation.metrics[1]",
        "measured by something else");
  }

  /** What is not finite is shown as it is, and the run verifies. */
  @ParameterizedTest
  @CsvSource({"nan,NaN", "infinite,−Infinity"})
  void aValueThatIsNotFiniteIsShown(String rule, String shown) throws IOException {
    assertEquals(0, runWithMetric(rule), err::toString);
    String report = Files.readString(made().resolve("report.html"));
    assertTrue(report.contains(shown), () -> shown + " is not in the report");
    assertEquals(0, vae("verify", made().toString()), err::toString);
    assertEquals(0, vae("compare", made().toString()), err::toString);
  }

  /** Nothing that it declared was put: the run is whole without it. */
  @Test
  void aMetricThatPutsNothingLeavesNothing() throws IOException {
    assertEquals(0, runWithMetric("none"), err::toString);
    assertEquals(0, vae("verify", made().toString()), err::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "path|got \"../result.json\"",
        "hidden|got \".lock\"",
        "content|NullPointerException",
        "throws|IllegalStateException: on purpose",
        "reason|NullPointerException",
        "metrics|UnsupportedOperationException",
      })
  void aCallbackAtFaultIsNamed(String rule, String problem) throws IOException {
    assertRefused(runWithCallback(rule), "callback \"rogue\" of plugin " + jar, problem);
    assertFalse(Files.exists(made().resolve("result.json")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "state|keeps null",
        "key|named by 1 to 200",
        "nothing|keeps null",
        "replace-shape|by F32 [7]",
        "replace-type|by F64",
        "replace-other|none of the model",
        "replace-nothing|replaces the parameters by null",
      })
  void aCallbackThatKeepsOrReplacesWhatIsNoneIsRefusedAtItsPath(String rule, String problem)
      throws IOException {
    assertRefused(runWithCallback(rule), "training.callbacks[0]", problem);
    assertFalse(Files.exists(made().resolve("result.json")));
  }

  @Test
  void aRunMayEndBeforeItsFirstEpoch() throws IOException {
    assertEquals(0, runWithCallback("begin"), err::toString);
    assertEquals(0, vae("verify", made().toString()), err::toString);
    assertEquals(0, vae("reproduce", made().toString(), "--plugin=" + jar), err::toString);
    String report = Files.readString(made().resolve("report.html"));
    assertTrue(report.contains("training ended after epoch 0"), "the report says so");
    assertFalse(report.contains("\u001b"), "without control characters");
  }

  @Test
  void aPriorThatAsksItselfWithoutEndIsNamed() throws IOException {
    assertRefused(
        run("", ", \"prior\": {\"type\": \"rogue\"}"),
        "prior \"rogue\" of plugin " + jar,
        "StackOverflowError");
  }

  @Test
  void aComponentsNameThatIsNoNameIsRefusedWithItsJar() throws IOException {
    Path sources = Files.createDirectories(folder.resolve("src"));
    Path original = Path.of("src/test/resources/hostile/src/hostile");
    for (String file : new String[] {"RogueMetric.java", "RogueCallback.java", "RoguePrior.java"}) {
      Files.copy(original.resolve(file), sources.resolve(file));
    }
    String rogues = Files.readString(original.resolve("Rogues.java"));
    Files.writeString(
        sources.resolve("Rogues.java"),
        rogues.replace("component(\"rogue\"", "component(\"two\\nlines\""));
    Path other =
        pack(sources, Files.createDirectories(folder.resolve("b")), "hostile.Rogues$Metrics\n");
    assertRefused(
        vae("components", "metric", "--plugin=" + other),
        other + ": the name of a component of slot \"metric\"");
  }
}
