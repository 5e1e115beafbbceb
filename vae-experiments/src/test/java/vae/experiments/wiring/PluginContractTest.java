package vae.experiments.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vae.experiments.cli.Main;

/**
 * What is wrong with a plugin's component is found before anything is trained, and the message
 * names the component, the jar and the cause (U3).
 *
 * <p>The plugin {@code faulty} has a component of each slot with a spec that names its fault.
 */
final class PluginContractTest {

  private static final String SERVICES = "META-INF/services/vae.core.wiring.SlotModule";

  @TempDir private static Path built;
  private static Path jar;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void build() throws IOException, URISyntaxException {
    Path project = Path.of(PluginContractTest.class.getResource("/faulty/src").toURI()).getParent();
    Path classes = built.resolve("classes");
    JavaSources.compile(project.resolve("src"), classes);
    Files.createDirectories(classes.resolve(SERVICES).getParent());
    Files.copy(project.resolve(SERVICES), classes.resolve(SERVICES));
    jar = JavaSources.jar(built.resolve("faulty.jar"), classes);
  }

  /** Runs a small experiment with one component replaced. */
  private int run(String slot, String component) throws IOException {
    return run(slot, component, "none");
  }

  private int run(String slot, String component, String condition) throws IOException {
    Map<String, String> parts = new TreeMap<>();
    parts.put("estimator", "{\"type\": \"elbo-mc\"}");
    parts.put("encoder", "{\"type\": \"mlp\", \"hidden\": [8]}");
    parts.put("decoder", "{\"type\": \"mlp\", \"hidden\": [8]}");
    parts.put("data", "{\"type\": \"digits\", \"limit\": 64}");
    parts.put("training", "{\"epochs\": 1, \"batchSize\": 32}");
    parts.put("latentSize", "4");
    parts.put("condition", "{\"type\": \"%s\"}".formatted(condition));
    parts.put("name", "\"small\"");
    parts.put(slot, component);
    List<String> keys = new ArrayList<>();
    parts.forEach((key, value) -> keys.add("\"%s\": %s".formatted(key, value)));
    String json = "{" + String.join(", ", keys) + "}";
    Path spec = Files.writeString(folder.resolve("spec.json"), json);
    return Main.execute(
        new PrintWriter(out),
        new PrintWriter(err),
        "run",
        spec.toString(),
        "--plugin=" + jar,
        "--runs=" + folder.resolve("runs"),
        "--threads=1");
  }

  private void refused(int code, String... parts) {
    String message = err.toString().replaceAll("\\s+", " ");
    assertEquals(2, code, message);
    for (String part : parts) {
      assertTrue(message.contains(part), () -> part + " is not in " + message);
    }
    assertFalse(message.contains("Xmx"), "no advice about memory: " + message);
    assertFalse(Files.exists(folder.resolve("runs")), "nothing was begun");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scalar-density    | logProb of [2, 3, 4]: expected shape [2, 3], got []",
        "joint-density     | logProb of [2, 3, 4]: expected shape [2, 3], got [2, 1]",
        "batch-mean        | logProb: expected one number for each z",
        "wide-samples      | draws do not follow logProb: in coordinate 0",
        "shifted-samples   | draws do not follow logProb: in coordinate 0",
        "flat-samples      | draw: expected shape [3, 4], got [3]",
        "nan-density       | expected finite numbers, got NaN",
        "unreached         | logProb: gradients reach none of the parameters, such as"
            + " prior.unreached",
        "throws-on         | UnsupportedOperationException: on purpose, at faulty.FaultyPrior",
        "throws-in-factory | IllegalStateException: the factory, at faulty.FaultyPrior",
        "misfit            | ShapeException: add: shapes",
      })
  void faultsOfAPriorAreFound(String fault, String message) throws IOException {
    refused(
        run("prior", "{\"type\": \"faulty\", \"fault\": \"%s\"}".formatted(fault)),
        "prior \"faulty\" of plugin " + jar,
        message);
  }

  /** A density with kinks and one with bounds are none the worse for it. */
  @ParameterizedTest
  @ValueSource(strings = {"normal", "laplace", "uniform"})
  void whatKeepsTheContractPasses(String kind) throws IOException {
    int code = run("prior", "{\"type\": \"faulty\", \"kind\": \"%s\"}".formatted(kind));
    assertEquals(0, code, err::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scalar-density  | logProb: expected shape [2, 3], got []",
        "shifted-samples | draws of coordinate 0 have the mean",
        "throws-in-spec  | IllegalStateException: the spec, at faulty.FaultyLikelihood",
      })
  void faultsOfALikelihoodAreFound(String fault, String message) throws IOException {
    refused(
        run("likelihood", "{\"type\": \"faulty\", \"fault\": \"%s\"}".formatted(fault)),
        "likelihood \"faulty\" of plugin " + jar,
        message);
  }

  private int encoder(String fault) throws IOException {
    return run(
        "encoder",
        "{\"type\": \"mlp\", \"hidden\": [8], \"posterior\": {\"type\": \"faulty\", \"fault\": \"%s\"}}"
            .formatted(fault));
  }

  /** A component inside one of ours is the one that is named. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scalar-density    | draw(2, …).logProb: expected shape [2, 3], got []",
        "shifted-samples   | draws do not follow logProb: in coordinate 0",
        "throws-in-factory | IllegalStateException: the factory, at faulty.FaultyPosterior",
      })
  void faultsOfAPosteriorAreFound(String fault, String message) throws IOException {
    refused(encoder(fault), "posterior \"faulty\" of plugin " + jar, message);
  }

  @Test
  void aSoundPosteriorTrains() throws IOException {
    assertEquals(0, encoder("none"), err::toString);
  }

  @Test
  void aSoundLikelihoodTrains() throws IOException {
    assertEquals(0, run("likelihood", "{\"type\": \"faulty\"}"), err::toString);
  }

  @Test
  void aConditionThatNothingTakesIsRefused() throws IOException {
    refused(
        run("decoder", "{\"type\": \"faulty\"}", "labels"),
        "spec.json:1: condition.type: expected a decoder or a prior that takes the condition",
        "Take a decoder that does, such as {\"type\": \"mlp\"}, or {\"type\": \"none\"} here.");
  }

  @Test
  void aDecodersShapeErrorIsNoLackOfMemory() throws IOException {
    refused(
        run("decoder", "{\"type\": \"faulty\"}"),
        "decoder \"faulty\" of plugin " + jar,
        "decode: expected shape [2, 3, 64], got [2, 3, 4]");
  }
}
