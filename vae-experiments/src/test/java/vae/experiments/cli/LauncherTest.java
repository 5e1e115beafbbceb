package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.run.ChildJvm;

/** The script {@code ./vae} with stand-ins for Java and Maven that say how they were called. */
class LauncherTest {

  private static final Path SCRIPT = Path.of("..", "vae").toAbsolutePath().normalize();

  @TempDir private Path folder;
  private Path home;
  private Path tools;
  private Path javas;

  private record Outcome(int code, String out, String err) {}

  @BeforeEach
  void standIns() throws IOException {
    home = Files.createDirectories(folder.resolve("a home"));
    tools = Files.createDirectories(folder.resolve("tools"));
    javas = Files.createDirectories(folder.resolve("javas"));
    String script = Files.readString(SCRIPT);
    assertTrue(script.contains("/usr/lib/jvm/*"));
    executable(home.resolve("vae"), script.replace("/usr/lib/jvm/*", javas + "/*"));
    executable(tools.resolve("java"), "#!/bin/sh\nexit 9\n"); // hides the machine's own
    Files.writeString(home.resolve("pom.xml"), "");
    Files.createDirectories(home.resolve("vae-experiments/src/main"));
    maven(
        "mkdir -p vae-experiments/target/lib; touch vae-experiments/target/vae-experiments-1.jar");
  }

  private static void executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    assertTrue(Files.writeString(file, text).toFile().setExecutable(true));
  }

  private void maven(String does) throws IOException {
    executable(tools.resolve("mvn"), "#!/bin/sh\necho \"JAVA_HOME=$JAVA_HOME $*\"\n" + does + "\n");
  }

  private Path java(String version) throws IOException {
    Path jdk = javas.resolve(version);
    executable(
        jdk.resolve("bin/java"),
        "#!/bin/sh\necho " + version + " in \"$PWD\"\nfor a; do echo \"<$a>\"; done\nexit 7\n");
    Files.writeString(
        jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    return jdk;
  }

  private Outcome run(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    command.addAll(List.of(arguments));
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder process = new ProcessBuilder(command).directory(folder.toFile());
    process.environment().keySet().removeIf(key -> key.contains("JAVA"));
    process.environment().put("PATH", tools + ":/usr/bin:/bin");
    process.environment().putAll(environment);
    Process started = process.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertTrue(started.waitFor(60, TimeUnit.SECONDS));
    return new Outcome(started.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Outcome run(String... arguments) throws IOException, InterruptedException {
    return run(home.resolve("vae"), Map.of(), arguments);
  }

  @Test
  void theScriptIsPosixShell() throws IOException, InterruptedException {
    Process check =
        new ProcessBuilder("sh", "-n", SCRIPT.toString()).redirectErrorStream(true).start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, check.waitFor(), said);
    assertTrue(Files.isExecutable(SCRIPT));
  }

  /** After an update the folder still holds what an earlier version built. */
  @Test
  void whatAnotherVersionBuiltIsNotTaken() throws IOException, InterruptedException {
    java("25.0.3");
    Path target = home.resolve("vae-experiments/target");
    Files.createDirectories(target.resolve("lib"));
    Files.writeString(target.resolve("vae-experiments-0.jar"), "old");
    Files.writeString(target.resolve("lib/vae-core-0.jar"), "old");
    assertEquals(7, run("doctor").code());
    Path builds = target.resolve("builds");
    Path app = builds.resolve(Files.readString(builds.resolve("current")).strip());
    assertEquals("", Files.readString(app.resolve("vae.jar")));
    assertFalse(Files.exists(app.resolve("lib/vae-core-0.jar")));
  }

  @Test
  void buildsOnceAndHandsEverythingToJava() throws IOException, InterruptedException {
    java("25.0.3");
    Outcome first = run("run", "my spec.json", "--set", "name=*");
    assertEquals(7, first.code());
    assertEquals("vae: building (first use or sources changed)…\n", first.err());
    assertTrue(first.out().startsWith("25.0.3 in " + folder + "\n"), first.out());
    assertTrue(first.out().contains("<--add-modules=jdk.incubator.vector>\n"), first.out());
    assertTrue(first.out().endsWith("<run>\n<my spec.json>\n<--set>\n<name=*>\n"), first.out());
    Outcome second = run("doctor");
    assertEquals("", second.err());
    assertTrue(second.out().endsWith("/vae.jar>\n<doctor>\n"), second.out());
  }

  @Test
  void buildsAgainWhereSourcesChanged() throws IOException, InterruptedException {
    java("25.0.3");
    run("doctor");
    Path source = Files.writeString(home.resolve("vae-experiments/src/main/A.java"), "");
    for (Path changed : List.of(source, home.resolve("pom.xml"))) {
      Files.setLastModifiedTime(changed, FileTime.from(Instant.now().plusSeconds(60)));
      assertTrue(run("doctor").err().contains("building"), changed.toString());
      Files.setLastModifiedTime(changed, FileTime.fromMillis(0));
    }
    Files.setLastModifiedTime(source.getParent(), FileTime.fromMillis(0));
    assertEquals("", run("doctor").err());
  }

  @Test
  void aFailedBuildShowsItsErrorsAndLeavesNoBuild() throws IOException, InterruptedException {
    java("25.0.3");
    maven("echo '[ERROR] A.java is wrong'; exit 1");
    Outcome failed = run("doctor");
    assertEquals(1, failed.code());
    assertTrue(
        failed.err().contains("[ERROR] A.java is wrong\nvae: the build failed"), failed.err());
    assertEquals("", failed.out());
    assertTrue(run("doctor").err().contains("building"));
  }

  @Test
  void worksThroughLinksFromAnywhere() throws IOException, InterruptedException {
    java("25.0.3");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a home", "vae"));
    Path again = Files.createSymbolicLink(tools.resolve("vae"), link);
    Outcome linked = run(again, Map.of(), "doctor");
    assertEquals(7, linked.code(), linked.err());
    assertTrue(linked.out().contains("-jar>\n<" + home), linked.out());
  }

  @Test
  void aSoundJdkIsPreferred() throws IOException, InterruptedException {
    Path early = java("25.0.1");
    java("24.0.2");
    assertTrue(run("doctor").out().startsWith("25.0.1"));
    java("25.0.10");
    Map<String, String> named = Map.of("VAE_JAVA_HOME", early.toString());
    assertTrue(run(home.resolve("vae"), named, "doctor").out().startsWith("25.0.10"));
  }

  @Test
  void namedJdksComeFirst() throws IOException, InterruptedException {
    java("25.0.3");
    Path newer = java("26");
    Path other = java("27.0.1");
    Map<String, String> both =
        Map.of("JAVA_HOME", newer.toString(), "VAE_JAVA_HOME", other.toString());
    assertTrue(run(home.resolve("vae"), both).out().startsWith("27.0.1"));
    Map<String, String> one = Map.of("JAVA_HOME", newer.toString());
    assertTrue(run(home.resolve("vae"), one).out().startsWith("26"));
  }

  /** F12: a folder that was named is not passed over in silence. */
  @Test
  void aNamedFolderWithoutAJdkIsRefused() throws IOException, InterruptedException {
    java("25.0.3");
    Path old = java("21.0.2");
    for (String named : List.of("/nonexistent", old.toString())) {
      Outcome refused = run(home.resolve("vae"), Map.of("VAE_JAVA_HOME", named), "doctor");
      assertEquals(1, refused.code());
      assertEquals(
          "vae: VAE_JAVA_HOME is %s, and no JDK 25 or newer is there.\n".formatted(named)
              + "     Set it to the folder of one, or unset it to have one looked for.\n",
          refused.err());
    }
  }

  /**
   * F5: under a locale that is not installed, and under one of another character set, names with
   * accents are read as they are, and a run has the same id and digest.
   */
  @Test
  void theLocaleChangesNeitherNamesNorBits() throws IOException, InterruptedException {
    java("25.0.3");
    List<String> child =
        ChildJvm.command(
            "",
            List.of(
                "-XX:TieredStopAtLevel=1", "-Dstdout.encoding=UTF-8", "vae.experiments.cli.Main"));
    String quoted = child.stream().map("'%s'"::formatted).collect(Collectors.joining(" "));
    executable(
        javas.resolve("25.0.3/bin/java"),
        "#!/bin/sh\ncase \"$*\" in *ArchiveClassesAtExit*) exit 0 ;; esac\n"
            + "while [ \"$1\" != -jar ]; do shift; done\nshift 2\nexec "
            + quoted
            + " \"$@\"\n");
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      rows.append(i % 7).append(',').append(i % 5).append('\n');
    }
    Files.writeString(folder.resolve("plain.csv"), rows.toString());
    Path spec = folder.resolve("spec.json");
    Files.writeString(
        spec,
        """
        { "name": "accents", "latentSize": 1,
          "data": {"type": "csv", "path": "mesur\u00e9s.csv", "split": {"validation": 0, "test": 10}},
          "encoder": {"type": "mlp", "hidden": [2]}, "decoder": {"type": "mlp", "hidden": [2]},
          "training": {"epochs": 1}, "evaluation": {"draws": 2} }
        """);
    // The name's bytes are UTF-8 whatever the locale of this test.
    Process made =
        new ProcessBuilder("sh", "-c", "mv plain.csv \"$(printf 'mesur\\303\\251s.csv')\"")
            .directory(folder.toFile())
            .start();
    assertEquals(0, made.waitFor());
    List<String> results = new ArrayList<>();
    for (Map<String, String> locale :
        List.of(
            Map.of("LC_ALL", "C.UTF-8"),
            Map.of("LC_ALL", "xx_YY.UTF-8", "LANG", "de_DE.ISO-8859-1"))) {
      String runs = "runs-" + results.size();
      Outcome run = run(home.resolve("vae"), locale, "run", "spec.json", "--json", "--runs", runs);
      assertEquals(0, run.code(), run.err());
      results.add(run.out().lines().toList().getLast());
    }
    assertTrue(results.getFirst().contains("\"digest\":\"sha256:"), results.getFirst());
    assertEquals(Set.of(results.getFirst()), Set.copyOf(results));
  }

  @Test
  void withoutAJdkItSaysWhatToInstall() throws IOException, InterruptedException {
    java("21.0.2");
    Outcome none = run("doctor");
    assertEquals(1, none.code());
    assertTrue(none.err().startsWith("vae: no JDK 25 or newer found.\n"), none.err());
    assertTrue(none.err().contains("VAE_JAVA_HOME"), none.err());
  }

  @Test
  void aCollectorOfTheCallersOwnReplacesOurs() throws IOException, InterruptedException {
    java("25.0.3");
    assertTrue(run("doctor").out().contains("<-XX:+UseParallelGC>"));
    Map<String, String> options = Map.of("VAE_JAVA_OPTS", "-Xmx8g -XX:+UseZGC");
    Outcome own = run(home.resolve("vae"), options, "doctor");
    assertTrue(own.out().contains("<-Xmx8g>\n<-XX:+UseZGC>\n"), own.out());
    assertFalse(own.out().contains("UseParallelGC"), own.out());
  }

  @Test
  void sparksJarsGoBehindOursOnlyWhereTrialsRunThere() throws IOException, InterruptedException {
    java("25.0.3");
    Path spark = Files.createDirectories(folder.resolve("a spark"));
    Map<String, String> set = Map.of("SPARK_HOME", spark.toString());
    Outcome missing = run(home.resolve("vae"), set, "sweep", "a.json", "--launcher", "spark");
    assertEquals(1, missing.code());
    assertTrue(missing.err().contains("no folder jars in it"), missing.err());
    Files.createDirectories(spark.resolve("jars"));
    for (String[] asked : new String[][] {{"--launcher=spark"}, {"--launcher", "spark"}}) {
      Outcome there = run(home.resolve("vae"), set, asked);
      assertTrue(there.out().contains("/vae.jar:"), there.out());
      assertTrue(there.out().contains("/lib/*:" + spark + "/jars/*>\n<vae.exp"), there.out());
      assertTrue(there.out().contains("<--add-opens=java.base/java.nio=ALL-UNNAMED>"));
      assertTrue(there.out().endsWith("Main>\n<" + String.join(">\n<", asked) + ">\n"));
    }
    for (String[] other :
        new String[][] {{"--launcher", "slurm"}, {"--name", "spark"}, {"spark"}}) {
      Outcome plain = run(home.resolve("vae"), set, other);
      assertTrue(plain.out().contains("<-jar>\n"), plain.out());
      assertFalse(plain.out().contains("a spark/jars"), plain.out());
    }
    Outcome unset = run("sweep", "--launcher=spark"); // the command says how to get Spark
    assertTrue(unset.out().contains("<-jar>\n"), unset.out());
  }
}
