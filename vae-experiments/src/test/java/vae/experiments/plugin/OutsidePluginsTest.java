package vae.experiments.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.cli.Main;
import vae.experiments.spec.Json;
import vae.experiments.wiring.JavaSources;

/**
 * Components of an outside project, each a file in {@code outside/src} and a line in its {@code
 * Slots}: they work from JSON, in a sweep and in the reports of both.
 */
final class OutsidePluginsTest {

  private static final String SMALL =
      """
      { "name": "small", "latentSize": 2, "data": {"type": "digits", "limit": 64},
        "encoder": {"type": "mlp", "hidden": [8]}, "decoder": {"type": "mlp", "hidden": [8]},
        "estimator": {"type": "elbo-mc"},
        "training": {"epochs": 1, "batchSize": 32},
        "evaluation": {"draws": 2, "nll": {"samples": 3}} }
      """;

  /**
   * A component and where it is used.
   *
   * @param name the component's type name
   * @param experiment keys that replace those of the small experiment
   * @param path the parameter that the sweep varies
   * @param values two of them
   * @param shown what stands in the run's report, beside the name
   */
  private record Case(
      String name, String experiment, String path, String values, List<String> shown) {

    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "target",
            """
            {"training": {"epochs": 5, "batchSize": 32,
                          "callbacks": [{"type": "target", "value": -1000000}]}}
            """,
            "training.callbacks[0].value",
            "[-2, -1]",
            List.of("ended after epoch 1", "has reached")),
        new Case(
            "laplace",
            "{\"prior\": {\"type\": \"laplace\"}}",
            "prior.scale",
            "[0.5, 1]",
            List.of()),
        new Case("spiral", "{\"data\": {\"type\": \"spiral\"}}", "data.turns", "[1, 3]", List.of()),
        new Case(
            "pseudo-input",
            "{\"prior\": {\"type\": \"pseudo-input\"}, \"estimator\": {\"type\": \"dreg\"}}",
            "prior.start",
            "[0.25, 0.75]",
            List.of()),
        new Case(
            "label-decoder",
            """
            {"condition": {"type": "labels"}, "encoder": {"type": "label-encoder"},
             "decoder": {"type": "label-decoder"}}
            """,
            "decoder.width",
            "[4, 6]",
            List.of(
                "label-encoder",
                "condition</span> labels",
                "<ol><li><span title=\"0\">0</span></li><li><span title=\"1\">1</span>")),
        new Case(
            "radial",
            """
            { "encoder": {"type": "mlp", "hidden": [8], "posterior": {"type": "radial"}},
              "estimator": {"type": "iwae", "samples": 3} }
            """,
            "encoder.posterior.maps",
            "[1, 2]",
            List.of(
                "test/rate-draws", "test/posterior-mean-draws", "means are those of 200 draws")),
        new Case(
            "layered-elbo",
            """
            { "latentSize": 3, "encoder": {"type": "two-layers"},
              "estimator": {"type": "layered-elbo"},
              "evaluation": {"draws": 2} }
            """,
            "encoder.first",
            "[1, 2]",
            List.of(
                "two-layers",
                "test/rate-draws",
                "Rate of the first layer",
                "test/rate-second",
                "train/rate-first")),
        new Case(
            "half-iwae",
            "{\"estimator\": {\"type\": \"half-iwae\"}}",
            "estimator.samples",
            "[2, 4]",
            List.of("Test half IWAE bound", "test/half-iwae")),
        new Case(
            "worst-example",
            "{\"evaluation\": {\"metrics\": [{\"type\": \"worst-example\"}]}}",
            "likelihood.noise.sigma",
            "[0.1, 1]",
            List.of("Worst distortion", "test/worst-distortion")));
  }

  @TempDir private static Path built;
  private static Path jar;

  @TempDir private Path folder;

  @BeforeAll
  static void build() throws IOException, URISyntaxException {
    Path project = Path.of(OutsidePluginsTest.class.getResource("/outside/src").toURI());
    Path classes = built.resolve("classes");
    JavaSources.compile(project, classes);
    Path services = Path.of("META-INF", "services", "vae.core.wiring.SlotModule");
    Files.createDirectories(classes.resolve(services).getParent());
    Files.copy(project.resolveSibling(services), classes.resolve(services));
    jar = JavaSources.jar(built.resolve("outside.jar"), classes);
  }

  private void vae(String command, ObjectNode json) throws IOException {
    StringWriter err = new StringWriter();
    assertEquals(0, code(command, json, err), err::toString);
  }

  private int code(String command, ObjectNode json, StringWriter err) throws IOException {
    Path file = folder.resolve(command + ".json");
    Files.writeString(file, json.toString());
    StringWriter out = new StringWriter();
    List<String> arguments =
        List.of(
            command,
            file.toString(),
            "--plugin=" + jar,
            "--runs=" + folder.resolve("runs"),
            "--kernels=scalar");
    return Main.execute(
        new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
  }

  private static String printed(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.execute(new PrintWriter(out), new PrintWriter(err), arguments);
    assertEquals(0, code, err::toString);
    return out.toString();
  }

  /** What a flow without an inverse cannot give is asked for before anything is trained. */
  @ParameterizedTest
  @ValueSource(strings = {"dreg", "stl", "rws", "elbo", "ae"})
  void whatARadialFlowCannotServeIsRefused(String estimator) throws IOException {
    ObjectNode json = object(SMALL);
    json.putObject("estimator").put("type", estimator);
    json.withObject("encoder").putObject("posterior").put("type", "radial");
    StringWriter err = new StringWriter();
    assertEquals(2, code("run", json, err), err::toString);
    assertTrue(err.toString().contains("estimator.type: needs "), err::toString);
    assertTrue(err.toString().contains("Take "), err::toString);
  }

  /** An estimator that differentiates the whole log weight asks a flow for nothing else. */
  @Test
  void aRadialFlowIsTrainedAndEvaluatedByDraws() throws IOException {
    ObjectNode json = object(SMALL);
    json.withObject("encoder").putObject("posterior").put("type", "radial");
    vae("run", json);
    Path run = only(folder.resolve("runs"));
    String result = Files.readString(run.resolve("result.json"));
    for (String metric : List.of("test/elbo", "test/nll", "test/rate-draws")) {
      assertTrue(result.contains("\"" + metric + "\""), result);
    }
    assertFalse(result.contains("NaN"), result);
    assertEquals(0, vae("verify", run.toString()));
  }

  /** The last recorded value. */
  private static double value(Path run, String metric) throws IOException {
    double last = Double.NaN;
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      JsonNode record = Json.mapper().readTree(line);
      last = record.path("name").asString().equals(metric) ? record.path("value").asDouble() : last;
    }
    return last;
  }

  /** The parts that an estimator brings are measured on held-out data, as its bound is. */
  @Test
  void theRatesOfTwoLayersAddUpToTheWhole() throws IOException {
    ObjectNode json = object(SMALL);
    json.put("latentSize", 3).putObject("encoder").put("type", "hierarchical");
    json.putObject("estimator").put("type", "layered-elbo").put("samples", 64);
    vae("run", json);
    Path run = only(folder.resolve("runs"));
    JsonNode result = Json.mapper().readTree(Files.readString(run.resolve("result.json")));
    double whole = value(run, "train/rate");
    double apart = value(run, "train/rate-first") + value(run, "train/rate-second");
    assertEquals(whole, apart, 1e-6 * Math.abs(whole));
    double first = value(run, "test/rate-first");
    double second = value(run, "test/rate-second");
    assertTrue(first > 0 && second > 0, () -> first + " and " + second);
    assertTrue(result.toString().contains("\"test/rate-first\""), result::toString);
  }

  @ParameterizedTest
  @CsvSource({"encoder,mlp,hierarchical", "prior,laplace,standard-normal"})
  void whatTheLayeredBoundCannotServeIsRefused(String slot, String type, String instead)
      throws IOException {
    ObjectNode json = object(SMALL);
    json.put("latentSize", 3).putObject("encoder").put("type", "two-layers");
    json.putObject("estimator").put("type", "layered-elbo");
    json.putObject(slot).put("type", type);
    StringWriter err = new StringWriter();
    assertEquals(2, code("run", json, err), err::toString);
    assertTrue(err.toString().contains("estimator.type: needs "), err::toString);
    assertTrue(err.toString().contains(instead), err::toString);
  }

  private int vae(String... arguments) {
    PrintWriter nobody = new PrintWriter(new StringWriter());
    return Main.execute(nobody, nobody, arguments);
  }

  @Test
  void whatACallbackWritesIsOfTheRun() throws IOException {
    Case target = cases().filter(it -> it.name().equals("target")).findFirst().orElseThrow();
    ObjectNode experiment = object(SMALL);
    experiment.setAll(object(target.experiment()));
    vae("run", experiment);
    Path run;
    try (Stream<Path> found = Files.list(folder.resolve("runs"))) {
      run = found.findFirst().orElseThrow();
    }
    Path file = run.resolve("callbacks").resolve("0-target").resolve("steps.txt");
    assertEquals("steps 2\n", Files.readString(file));
    assertTrue(Files.readString(run.resolve("MANIFEST.sha256")).contains("callbacks/0-target/"));
    assertEquals(0, vae("verify", run.toString()));
    assertEquals(0, vae("reproduce", run.toString(), "--plugin=" + jar));
    Files.writeString(file, "steps 3\n");
    assertEquals(5, vae("verify", run.toString()));
  }

  private static Path only(Path parent) throws IOException {
    try (Stream<Path> found = Files.list(parent)) {
      List<Path> all = found.toList();
      assertEquals(1, all.size(), all::toString);
      return all.getFirst();
    }
  }

  /** Each of two networks of one kind trains parameters named after its place. */
  @Test
  void twoNetworksOfOneKindShareNoParameters() throws IOException {
    ObjectNode experiment = object(SMALL);
    experiment.putObject("encoder").put("type", "two-layers");
    vae("run", experiment);
    Path checkpoints = only(folder.resolve("runs")).resolve("checkpoints");
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.list(checkpoints)) {
      for (Path file : files.toList()) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    for (int layer = 0; layer < 2; layer++) {
      String name = "encoder.layers." + layer + ".output.weight";
      assertTrue(text.indexOf(name) >= 0, () -> name + " is in no checkpoint");
    }
  }

  @Test
  void encodersNestTenDeep() throws IOException {
    ObjectNode encoder = object("{\"type\": \"mlp\", \"hidden\": [4]}");
    for (int depth = 0; depth < 10; depth++) {
      ObjectNode outer = object("{\"type\": \"two-layers\", \"first\": 1}");
      outer.putArray("layers").add(object("{\"type\": \"mlp\", \"hidden\": [4]}")).add(encoder);
      encoder = outer;
    }
    ObjectNode experiment = object(SMALL);
    experiment.put("latentSize", 11).set("encoder", encoder);
    vae("run", experiment);
    Path made = only(folder.resolve("runs"));
    assertEquals(0, vae("verify", made.toString()));
    String last =
        Files.readString(
            made.resolve("checkpoints/final.safetensors"), StandardCharsets.ISO_8859_1);
    assertTrue(last.contains("encoder" + ".layers.1".repeat(10) + ".output.weight"), last);
  }

  /** The path goes through the plugin's own keys, though the complaint is that of our component. */
  @Test
  void aComplaintFromANestedComponentHasItsWholePath() throws IOException {
    ObjectNode experiment = object(SMALL);
    experiment.set(
        "encoder",
        object(
            """
            { "type": "two-layers",
              "layers": [{"type": "mlp"}, {"type": "mlp", "posterior": {"type": "low-rank", "rank": 9}}] }
            """));
    StringWriter err = new StringWriter();
    assertEquals(2, code("run", experiment, err), err::toString);
    assertTrue(err.toString().contains("encoder.layers[1].posterior.rank: "), err::toString);
  }

  private static ObjectNode object(String json) {
    return (ObjectNode) Json.mapper().readTree(json);
  }

  private static void assertShown(Path report, List<String> parts) throws IOException {
    String html = Files.readString(report);
    parts.forEach(part -> assertTrue(html.contains(part), () -> part + " is not in " + report));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aComponentOfAnOutsideProjectIsRunSweptAndReported(Case each) throws IOException {
    ObjectNode experiment = object(SMALL);
    experiment.setAll(object(each.experiment()));
    vae("run", experiment);
    Path runs = folder.resolve("runs");
    Path made = only(runs);
    List<String> shown = new ArrayList<>(each.shown());
    shown.add(each.name());
    assertShown(made.resolve("report.html"), shown);

    ObjectNode sweep = Json.mapper().createObjectNode();
    sweep.put("name", "swept").set("base", experiment);
    ArrayNode values = (ArrayNode) Json.mapper().readTree(each.values());
    sweep.putObject("parameters").putObject(each.path()).set("values", values);
    vae("sweep", sweep);
    Path folderOfSweep = runs.resolve("swept.sweep");
    List<String> inSweep = new ArrayList<>(List.of(each.path()));
    values.forEach(value -> inSweep.add(value.asString()));
    if (experiment.has("condition")) {
      inSweep.add("condition of each row: 0 · 1 · 2");
    }
    assertShown(folderOfSweep.resolve("report.html"), inSweep);
  }

  /** A sweep is decided by a metric that no version of the program knows. */
  @Test
  void aSweepIsComparedByAnOutsideMetric() throws IOException {
    ObjectNode experiment = object(SMALL);
    experiment.putObject("evaluation").putArray("metrics").addObject().put("type", "worst-example");
    ObjectNode sweep = Json.mapper().createObjectNode();
    sweep.put("name", "chosen").set("base", experiment);
    sweep.set("parameters", object("{\"likelihood.noise.sigma\": {\"values\": [0.1, 1]}}"));
    sweep.set("metric", object("{\"name\": \"test/worst-distortion\", \"goal\": \"minimize\"}"));
    vae("sweep", sweep);
    Path swept = folder.resolve("runs").resolve("chosen.sweep");
    assertShown(swept.resolve("report.html"), List.of("test/worst-distortion (nats)"));
    String table = printed("compare", swept.toString(), "--sort=worst-distortion");
    assertTrue(table.lines().toList().get(1).strip().startsWith("1 "), table);
    assertTrue(table.contains("test/worst-distortion (smallest)"), table);
  }
}
