package vae.experiments.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vae.experiments.cli.Main;
import vae.experiments.wiring.JavaSources;

/**
 * Jars that were compiled against another version: a stub of a class of ours that differs stands
 * before it when they are compiled, and is not in the jar.
 */
final class OutdatedPluginTest {

  private static final String SERVICES = "META-INF/services/vae.core.wiring.SlotModule";

  private static final String PRIOR =
      """
      package old;

      import vae.autodiff.tape.Tape;
      import vae.core.distribution.HasDensity;
      import vae.core.distribution.StandardGaussian;
      import vae.core.model.Prior;
      import vae.core.spec.Default;
      import vae.core.spec.Describe;
      import vae.core.spec.Require;

      public record Plain(int size) implements Prior {
        @Describe("A prior.")
        public record Spec(@Default("1") @Describe("a number") int scale) implements Prior.Spec {
          public Spec {
            Require.atLeast("scale", scale, 1);
          }
        }

        public HasDensity on(Tape tape) {
          return new StandardGaussian(tape, size);
        }
      }
      """;

  private static final String MODULE =
      """
      package old;

      import vae.core.model.Prior;
      import vae.core.wiring.SlotModule;

      public final class Module extends SlotModule<Prior> {
        public Module() {
          super("prior", Prior.class, Prior.Spec.class);
        }

        protected void components() {
          modelComponent("plain", Plain.Spec.class, (spec, at) -> new Plain(at.sizes().latent()));
        }
      }
      """;

  private static final String METRIC =
      """
      package old;

      import vae.core.spec.Describe;
      import vae.experiments.evaluation.Metric;

      public record Count() implements Metric {
        @Describe("A metric.")
        public record Spec() implements Metric.Spec {}

        public String name() {
          return "count";
        }
      }
      """;

  private static final String METRICS =
      """
      package old;

      import vae.core.wiring.SlotModule;
      import vae.experiments.evaluation.Metric;

      public final class Module extends SlotModule<Metric> {
        public Module() {
          super("metric", Metric.class, Metric.Spec.class);
        }

        protected void components() {
          component("count", Count.Spec.class, (spec, at) -> new Count());
        }
      }
      """;

  /**
   * A plugin and what it was compiled against.
   *
   * @param error the JVM's name of the mismatch
   * @param stub a class of ours as another version had it
   * @param sources of the plugin, by class
   * @param used what the experiment takes from it
   * @param named parts of the message
   */
  private record Case(
      String error, String stub, Map<String, String> sources, String used, List<String> named) {

    @Override
    public String toString() {
      return error + ": " + named.getFirst();
    }
  }

  private static Case prior(String error, String stub, String from, String to, String... named) {
    Map<String, String> sources = new TreeMap<>();
    sources.put("Plain", PRIOR.replace(from, to));
    sources.put("Module", MODULE.replace(from, to));
    return new Case(error, stub, sources, "\"prior\": {\"type\": \"plain\"}", List.of(named));
  }

  private static Stream<Case> cases() {
    String component = "prior \"plain\" of plugin ";
    return Stream.of(
        prior(
            "NoSuchMethodError",
            """
            package vae.core.spec;

            public final class Require {
              private Require() {}

              public static void whole(String name, int value) {}
            }
            """,
            "Require.atLeast(\"scale\", scale, 1)",
            "Require.whole(\"scale\", scale)",
            component,
            "Require.whole("),
        prior(
            "AbstractMethodError",
            """
            package vae.core.model;

            public interface Prior {
              vae.core.distribution.HasDensity at(vae.autodiff.tape.Tape tape);

              interface Spec extends vae.core.spec.Spec {}
            }
            """,
            "HasDensity on(",
            "HasDensity at(",
            component,
            "old/Plain.on("),
        prior(
            "IncompatibleClassChangeError",
            """
            package vae.core.model;

            public interface Sizes {
              int latent();
            }
            """,
            "",
            "",
            component,
            "vae.core.model.Sizes"),
        prior(
            "NoClassDefFoundError",
            """
            package vae.core.spec;

            public interface Numbered {
              default int number() {
                return 1;
              }
            }
            """,
            "Plain(int size) implements Prior",
            "Plain(int size) implements vae.core.spec.Numbered, Prior",
            component,
            "vae/core/spec/Numbered"),
        prior(
            "NoSuchMethodError",
            """
            package vae.core.wiring;

            public abstract class SlotModule<T> {
              protected SlotModule(String slot, Class<T> type) {}

              protected abstract void components();

              protected <S extends vae.core.spec.Spec> void modelComponent(
                  String name, Class<S> spec, ModelComponentFactory<? extends T, S> factory) {}
            }
            """,
            "super(\"prior\", Prior.class, Prior.Spec.class)",
            "super(\"prior\", Prior.class)",
            "Provider old.Module could not be instantiated",
            "SlotModule.<init>"),
        prior(
            "AbstractMethodError",
            """
            package vae.core.wiring;

            public abstract class SlotModule<T> {
              protected SlotModule(String slot, Class<T> type, Class<?> spec) {}

              protected abstract void register();

              protected <S extends vae.core.spec.Spec> void modelComponent(
                  String name, Class<S> spec, ModelComponentFactory<? extends T, S> factory) {}
            }
            """,
            "void components()",
            "void register()",
            "old.Module",
            "components()"),
        new Case(
            "AbstractMethodError",
            """
            package vae.experiments.evaluation;

            public interface Metric {
              String name();

              interface Spec extends vae.core.spec.Spec {}
            }
            """,
            Map.of("Count", METRIC, "Module", METRICS),
            "\"evaluation\": {\"metrics\": [{\"type\": \"count\"}]}",
            List.of("metric \"count\" of plugin ", "quantities()")));
  }

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  private Path jar(Case each, String name) throws IOException {
    Path project = folder.resolve(name);
    Path stubs = project.resolve("stubs");
    Path stub = Files.createDirectories(project.resolve("stub")).resolve("Stub.java");
    String type = each.stub().replaceFirst("(?s).*?(?:class|interface) (\\w+).*", "$1");
    Files.writeString(stub.resolveSibling(type + ".java"), each.stub());
    JavaSources.compile(project.resolve("stub"), stubs);
    Path sources = Files.createDirectories(project.resolve("src"));
    for (Map.Entry<String, String> source : each.sources().entrySet()) {
      Files.writeString(sources.resolve(source.getKey() + ".java"), source.getValue());
    }
    Path classes = project.resolve("classes");
    JavaSources.compileAgainst(stubs, sources, classes);
    Path services = classes.resolve(SERVICES);
    Files.createDirectories(services.getParent());
    String module =
        each.sources().get("Module").replaceFirst("(?s)package (\\w+);.*", "$1.Module\n");
    Files.writeString(services, module);
    return JavaSources.jar(folder.resolve(name + ".jar"), classes);
  }

  private int vae(String command, String used, Path... jars) throws IOException {
    Path spec = folder.resolve(command + ".json");
    String experiment =
        """
        { "name": "small", "latentSize": 2, "data": {"type": "digits", "limit": 32},
          "encoder": {"type": "mlp", "hidden": [4]}, "decoder": {"type": "mlp", "hidden": [4]},
          "training": {"epochs": 1}, %s }
        """
            .formatted(used);
    Files.writeString(
        spec,
        command.equals("sweep")
            ? "{\"name\": \"swept\", \"parameters\": {\"likelihood.noise.sigma\": {\"values\": [0.5, 1]}}, \"base\": %s}"
                .formatted(experiment)
            : experiment);
    Stream<String> plugins = Stream.of(jars).map(jar -> "--plugin=" + jar);
    String[] arguments =
        Stream.concat(
                Stream.of(command, spec.toString(), "--runs=" + folder.resolve("runs")), plugins)
            .toArray(String[]::new);
    return Main.execute(new PrintWriter(new StringWriter()), new PrintWriter(err), arguments);
  }

  private void assertRefused(int code, Path jar, String error, List<String> named) {
    assertEquals(2, code, err::toString);
    String text = err.toString().replaceAll("\\s+", " ");
    Stream.concat(
            Stream.of(jar.toString(), error, "ompile it against this version"), named.stream())
        .forEach(part -> assertTrue(text.contains(part), () -> part + " is not in\n" + err));
    assertFalse(err.toString().contains("\tat "), err::toString);
    assertEquals(1, err.toString().lines().filter(line -> line.startsWith("vae: ")).count());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aJarOfAnotherVersionIsRefusedInOneParagraph(Case each) throws IOException {
    Path jar = jar(each, "outdated");
    assertRefused(vae("run", each.used(), jar), jar, each.error(), each.named());
    assertFalse(Files.exists(folder.resolve("runs")), "nothing was begun");
  }

  @Test
  void eachTrialOfASweepSaysSo() throws IOException {
    Case each = cases().filter(it -> it.error().equals("AbstractMethodError")).findFirst().get();
    Path jar = jar(each, "outdated");
    assertEquals(1, vae("sweep", each.used(), jar), err::toString);
    String text = err.toString().replaceAll("\\s+", " ");
    assertTrue(text.contains("prior \"plain\" of plugin " + jar), err::toString);
    assertTrue(text.contains("ompile it against this version"), err::toString);
    assertFalse(err.toString().contains("\tat "), err::toString);
  }

  /** A plugin of this version. */
  private static Case unchanged(String name) {
    String stub = "package unused; interface Unused {}";
    Case it = prior("", stub, "\"plain\"", "\"" + name + "\"", "");
    Map<String, String> sources = new TreeMap<>(it.sources());
    sources.replaceAll((_, text) -> text.replace("package old;", "package " + name + ";"));
    return new Case("", stub, sources, "\"prior\": {\"type\": \"" + name + "\"}", it.named());
  }

  /** Of several jars, the one at fault is named alone. */
  @Test
  void theJarAtFaultIsNamedAmongOthers() throws IOException {
    List<Case> all = cases().toList();
    Path outdated = jar(all.get(4), "outdated");
    Path other = jar(unchanged("other"), "other");
    int code = vae("run", all.get(4).used(), other, outdated);
    assertRefused(code, outdated, all.get(4).error(), all.get(4).named());
    assertFalse(err.toString().contains("other.jar"), err::toString);
  }

  @Test
  void classesOfALaterJavaAreRefused() throws IOException {
    Case plain = unchanged("plain");
    Path good = jar(plain, "good");
    assertEquals(0, vae("run", plain.used(), good), err::toString);
    Path later = folder.resolve("good/classes/plain/Plain.class");
    byte[] bytes = Files.readAllBytes(later);
    bytes[7] = 99;
    Files.write(later, bytes);
    Path jar = JavaSources.jar(folder.resolve("later.jar"), folder.resolve("good/classes"));
    assertEquals(2, vae("run", plain.used(), jar), err::toString);
    String text = err.toString().replaceAll("\\s+", " ");
    for (String part : List.of(jar.toString(), "plain/Plain", "99.0", "--release")) {
      assertTrue(text.contains(part), () -> part + " is not in\n" + err);
    }
  }
}
