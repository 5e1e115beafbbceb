package vae.experiments.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.cli.Main;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;
import vae.experiments.run.folder.Digest;

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
    assertTrue(out.toString().contains("./vae reproduce " + run + " --plugin " + plugin + "\n"));
  }

  @Test
  void aRunIsReproducedWithItsPluginAndNotWithoutIt() throws IOException {
    assertEquals(0, run(plugin, withPrior("{\"type\": \"scaled-normal\"}")), err::toString);
    String run = only(folder.resolve("runs")).toString();
    assertEquals(0, vae("verify", run), err::toString);
    assertEquals(0, vae("reproduce", run, "--plugin=" + plugin), err::toString);
    assertTrue(out.toString().contains("BITWISE"), out::toString);
    assertEquals(2, vae("reproduce", run));
    assertTrue(flat(err.toString()).contains("give each with --plugin"), err::toString);
  }

  /** Hashes are compared before an initialiser of the plugin runs (S22). */
  @Test
  void aJarThatIsNotTheRecordedOneRunsNoCode() throws IOException {
    assertEquals(0, run(plugin, withPrior("{\"type\": \"scaled-normal\"}")), err::toString);
    String run = only(folder.resolve("runs")).toString();
    Path mark = folder.resolve("code-ran");
    Path copy =
        changed(
            "Priors.java",
            "public Priors() {",
            """
            static {
              try {
                java.nio.file.Files.createFile(java.nio.file.Path.of("%s"));
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            }

            public Priors() {\
            """
                .formatted(mark.toString().replace("\\", "/")));
    Path other = pack(copy, folder.resolve("other"), "");
    assertEquals(5, vae("reproduce", run, "--plugin=" + other), err::toString);
    assertFalse(Files.exists(mark), "its initialiser ran");
    String message = flat(err.toString());
    assertTrue(message.contains(other + ": this plugin has SHA-256 " + Digest.ofFile(other)));
    assertTrue(message.contains("recorded by the folder " + run), message);
    assertEquals(0, vae("components", "prior", "--plugin=" + other), err::toString);
    assertTrue(Files.exists(mark), "it would have run");
  }

  /** What the folder says is said to be its, without its control characters (S22). */
  @Test
  void aNameThatTheFolderChoseIsEscaped() throws IOException {
    assertEquals(0, run(plugin, withPrior("{\"type\": \"scaled-normal\"}")), err::toString);
    Path run = only(folder.resolve("runs"));
    Path provenance = run.resolve("provenance.json");
    String text = Files.readString(provenance);
    Files.writeString(provenance, text.replace("\"plugin.jar\"", "\"my other.jar\""));
    assertEquals(2, vae("reproduce", run.toString()));
    assertTrue(err.toString().contains("Recorded by the folder"), err::toString);
    assertTrue(err.toString().replaceAll("\\s+", " ").contains("my other.jar"), err::toString);
    Files.writeString(provenance, text.replace("\"plugin.jar\"", "\"\\u001b[31mplugin.jar\""));
    assertEquals(5, vae("reproduce", run.toString()), err::toString);
    assertFalse(err.toString().contains("\u001b"), err::toString);
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
    Path copy = changed("ScaledNormal.java", "log(deviation)", "log(Scale.times(deviation))");
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

  /** The contract tests that are published hold a plugin's prior too, and find a wrong one (U3). */
  @Test
  void thePublishedContractTestsTakeAPluginsComponent() throws Exception {
    Path tests = folder.resolve("tests");
    DocsPage page = DocsPage.read(Path.of("..", "docs", "plugins.md"));
    Files.createDirectories(tests.resolve("example"));
    for (String name : List.of("example/ScaledNormal.java", "example/ScaledNormalTest.java")) {
      Files.writeString(tests.resolve(name), page.named(name).getFirst().text());
    }
    assertEquals(List.of(), failures(tests, folder.resolve("sound")));
    Path source = tests.resolve("example/ScaledNormal.java");
    String text = Files.readString(source);
    String wide = "tape.full(event, logDeviation))";
    assertTrue(text.contains(wide), text);
    Files.writeString(
        source,
        text.replace("new DiagonalGaussian(", "new Wide(new DiagonalGaussian(")
            .replace(wide, wide + ")"));
    Files.writeString(
        tests.resolve("example/Wide.java"),
        """
        package example;

        import vae.autodiff.array.Shape;
        import vae.autodiff.random.Key;
        import vae.autodiff.tape.Tensor;
        import vae.core.distribution.Draws;
        import vae.core.distribution.HasDensity;

        record Wide(HasDensity of) implements HasDensity {
          public Shape batchShape() { return of.batchShape(); }
          public Shape eventShape() { return of.eventShape(); }
          public Draws draw(int samples, Key key) { return Draws.of(this, of.draw(samples, key).z().multiply(1.1)); }
          public Tensor logProb(Tensor x) { return of.logProb(x); }
        }
        """);
    assertEquals(List.of("drawsFollowTheDensity"), failures(tests, folder.resolve("faulty")));
  }

  /** The names of the contract's tests that fail for the class in the folder. */
  private static List<String> failures(Path sources, Path classes) throws Exception {
    JavaSources.compile(sources, classes);
    List<String> failures = new ArrayList<>();
    URL[] places = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(places, PluginTest.class.getClassLoader())) {
      Class<?> test = loader.loadClass("example.ScaledNormalTest");
      Object instance = test.getConstructor().newInstance();
      for (Method method : test.getSuperclass().getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          method.setAccessible(true);
          try {
            method.invoke(instance);
          } catch (InvocationTargetException e) {
            failures.add(method.getName());
          }
        }
      }
    }
    return failures;
  }
}
