package vae.experiments.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.cli.Main;
import vae.experiments.run.Digest;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;

/** A plugin as an outside project makes it: sources, compiler, jar, command line. */
final class PluginTest {

  private static final String SERVICES = "META-INF/services/vae.core.wiring.SlotModule";

  @TempDir private static Path built;
  private static Path project;
  private static Path plugin;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeAll
  static void build() throws IOException, URISyntaxException {
    project = Path.of(PluginTest.class.getResource("/plugin/src").toURI()).getParent();
    plugin = pack(project, built, "");
  }

  /** Compiles and packs the project, without the class of the given name. */
  private static Path pack(Path project, Path into, String leftOut) throws IOException {
    Path classes = into.resolve("classes");
    JavaSources.compile(project.resolve("src"), classes);
    if (!leftOut.isEmpty()) {
      Files.delete(classes.resolve(leftOut));
    }
    Path resources = Files.createDirectories(classes.resolve(SERVICES).getParent());
    Files.copy(project.resolve(SERVICES), resources.resolve("vae.core.wiring.SlotModule"));
    return JavaSources.jar(into.resolve("plugin.jar"), classes);
  }

  private int vae(String... arguments) {
    return Main.execute(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  private int run(Path jar, String json) throws IOException {
    Path spec = Files.writeString(folder.resolve("spec.json"), json);
    Path runs = folder.resolve("runs");
    return vae("run", spec.toString(), "--plugin=" + jar, "--runs=" + runs, "--threads=1");
  }

  private static String withPrior(String prior) {
    return SmallRun.GAUSSIAN.replaceFirst("\\{", "{ \"prior\": " + prior + ",");
  }

  private Path only(Path parent) throws IOException {
    try (var folders = Files.list(parent)) {
      List<Path> found = folders.toList();
      assertEquals(1, found.size(), found.toString());
      return found.getFirst();
    }
  }

  @Test
  void itsComponentsAreListedBesideOurs() {
    assertEquals(0, vae("components", "prior", "--plugin=" + plugin), err::toString);
    assertTrue(out.toString().contains("scaled-normal"), out::toString);
    assertTrue(out.toString().contains("standard-normal"), out::toString);
  }

  @Test
  void aPriorOfItsOwnIsUsedByName() throws IOException {
    String json = withPrior("{\"type\": \"scaled-normal\", \"deviation\": 2}");
    assertEquals(0, run(plugin, json), err::toString);
    Path run = only(folder.resolve("runs"));
    JsonNode spec = JsonMapper.shared().readTree(Files.readString(run.resolve("experiment.json")));
    assertEquals("scaled-normal", spec.path("prior").path("type").asString());
    assertEquals(2, spec.path("prior").path("deviation").asDouble());
    JsonNode provenance =
        JsonMapper.shared().readTree(Files.readString(run.resolve("provenance.json")));
    assertEquals(Digest.ofFile(plugin), provenance.path("plugins").path("plugin.jar").asString());
    assertTrue(Files.exists(run.resolve("report.html")));
  }

  @Test
  void aRunIsReproducedWithItsPluginAndNotWithoutIt() throws IOException {
    assertEquals(0, run(plugin, withPrior("{\"type\": \"scaled-normal\"}")), err::toString);
    String run = only(folder.resolve("runs")).toString();
    assertEquals(0, vae("verify", run), err::toString);
    assertEquals(0, vae("reproduce", run, "--plugin=" + plugin), err::toString);
    assertTrue(out.toString().contains("BITWISE"), out::toString);
    assertEquals(2, vae("reproduce", run));
    assertTrue(err.toString().contains("give each with --plugin"), err::toString);
  }

  /** The prior of deviation 1 is the standard normal one, but for rounding. */
  @Test
  void theModelIsThatOfTheSpec() throws IOException {
    assertEquals(0, run(plugin, withPrior("{\"type\": \"scaled-normal\"}")), err::toString);
    RunResult one = RunResult.read(only(folder.resolve("runs")));
    Path others = folder.resolve("others");
    String two = withPrior("{\"type\": \"scaled-normal\", \"deviation\": 2}");
    Path spec = Files.writeString(folder.resolve("two.json"), two);
    assertEquals(0, vae("run", spec.toString(), "--plugin=" + plugin, "--runs=" + others));
    RunResult wide = RunResult.read(only(others));
    RunResult standard;
    try (var kernels = SmallRun.scalar()) {
      standard = SmallRun.run(SmallRun.read(SmallRun.GAUSSIAN), kernels, folder.resolve("plain"));
    }
    double expected = standard.metrics().get("test/elbo").value();
    assertEquals(expected, one.metrics().get("test/elbo").value(), 1e-3 * Math.abs(expected));
    assertNotEquals(standard.id(), one.id());
    double rate = standard.metrics().get("test/rate").value();
    assertTrue(Math.abs(wide.metrics().get("test/rate").value() - rate) > 0.1);
  }

  @Test
  void anExperimentOfItsOwnIsStartedFromJson() throws IOException {
    String study =
        """
        { "name": "draws", "experiment": {"type": "how-many-samples", "samples": [1, 2], "seeds": [1, 2]},
          "base": %s }
        """
            .formatted(withPrior("{\"type\": \"scaled-normal\", \"deviation\": 2}"));
    assertEquals(0, run(plugin, study), err::toString);
    Path folderOfStudy = only(folder.resolve("runs"));
    String findings = Files.readString(folderOfStudy.resolve("findings.md"));
    assertTrue(findings.startsWith("The test ELBO by the number of draws\n\n| L | test ELBO"));
    assertTrue(out.toString().contains(findings), out.toString());
    try (var runs = Files.list(folderOfStudy.resolve("runs"))) {
      assertEquals(4, runs.count());
    }
  }

  private void assertRefused(int code, String... parts) {
    assertEquals(2, code, err::toString);
    for (String part : parts) {
      assertTrue(flat(err.toString()).contains(part), () -> part + " is not in\n" + err);
    }
    assertFalse(err.toString().contains("\tat "), err::toString);
    assertFalse(Files.exists(folder.resolve("runs")), "nothing was begun");
  }

  /** The message without its line breaks. */
  private static String flat(String message) {
    return message.replaceAll("\\s+", " ");
  }

  @Test
  void aJarWithoutServicesIsRefused() throws IOException {
    Path classes = folder.resolve("bare");
    JavaSources.compile(project.resolve("src"), classes);
    Path jar = JavaSources.jar(folder.resolve("bare.jar"), classes);
    assertRefused(
        run(jar, SmallRun.GAUSSIAN), jar + ": expected the entry " + SERVICES, "docs/plugins.md");
  }

  @Test
  void whatIsNoJarIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("no.jar"), "text");
    assertRefused(run(file, SmallRun.GAUSSIAN), file + ": is not a jar");
    err.getBuffer().setLength(0);
    Path missing = folder.resolve("missing.jar");
    assertRefused(run(missing, SmallRun.GAUSSIAN), "found no file " + missing);
  }

  /** A copy of the project with one replacement in one of its sources. */
  private Path changed(String file, String from, String to) throws IOException {
    Path copy = folder.resolve("project");
    for (Path each : JavaSources.filesBelow(project)) {
      Path target = copy.resolve(project.relativize(each).toString());
      Files.createDirectories(target.getParent());
      Files.copy(each, target);
    }
    Path source = copy.resolve("src/example").resolve(file);
    String text = Files.readString(source);
    assertTrue(text.contains(from), from);
    Files.writeString(source, text.replace(from, to));
    return copy;
  }

  @Test
  void aNameThatIsTakenIsRefusedWithBothClasses() throws IOException {
    Path copy = changed("Priors.java", "\"scaled-normal\"", "\"standard-normal\"");
    Path jar = pack(copy, folder, "");
    assertRefused(
        run(jar, SmallRun.GAUSSIAN),
        jar.toString(),
        "\"standard-normal\"",
        "vae.models.prior.StandardNormal$Spec",
        "example.ScaledNormal$Spec");
  }

  @Test
  void aModuleThatIsNotInTheJarIsRefusedByName() throws IOException {
    Path jar = pack(project, folder, "example/Priors.class");
    assertRefused(run(jar, SmallRun.GAUSSIAN), jar.toString(), "Provider example.Priors not found");
  }

  @Test
  void aComponentThatIsNotInTheJarIsRefusedByName() throws IOException {
    Path jar = pack(project, folder, "example/ScaledNormal$Spec.class");
    assertRefused(
        run(jar, SmallRun.GAUSSIAN),
        jar.toString(),
        "a class is missing, or was compiled against another version",
        "example/ScaledNormal$Spec");
  }

  /** What only the model needs is missed when the model is made: still a sentence, not a trace. */
  @Test
  void aClassThatTheModelMissesIsNamed() throws IOException {
    Path copy = changed("ScaledNormal.java", "spec.deviation()", "Scale.times(spec.deviation())");
    Files.writeString(
        copy.resolve("src/example/Scale.java"),
        "package example; final class Scale { static double times(double x) { return x; } }");
    Path jar = pack(copy, folder, "example/Scale.class");
    assertEquals(2, run(jar, withPrior("{\"type\": \"scaled-normal\"}")));
    assertTrue(flat(err.toString()).contains("prior \"scaled-normal\" of plugin " + jar));
    assertTrue(flat(err.toString()).contains("NoClassDefFoundError: example/Scale"), err::toString);
    assertTrue(flat(err.toString()).contains("compile it against this version"), err::toString);
    assertFalse(err.toString().contains("\tat "), err::toString);
  }

  @Test
  void aDomainErrorOfAPluginNamesItsPath() throws IOException {
    assertRefused(
        run(plugin, withPrior("{\"type\": \"scaled-normal\", \"deviation\": -1}")),
        "prior.deviation: expected a finite number above 0, got -1");
  }
}
