package vae.experiments.run.provenance;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Dataset;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.folder.Numerics;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.Json;

/**
 * Where a run comes from: code, dependencies, data, machine. It explains a run and never changes
 * its bits.
 */
public final class Provenance {

  /** The file's name in a run folder. */
  public static final String FILE = "provenance.json";

  /** What this process runs. */
  private record Build(ObjectNode code, SortedMap<String, String> dependencies) {}

  /** Found out once: it says what was loaded, whatever happens to the files later. */
  private static Build known;

  private Provenance() {}

  private static synchronized Build build() throws IOException {
    if (known == null) {
      Optional<Path> home = Optional.ofNullable(System.getProperty("vae.home")).map(Path::of);
      known = new Build(SourceState.of(home), dependencies());
    }
    return known;
  }

  /**
   * Everything that is known before training.
   *
   * @param folder of the run; what an interrupted session left there says when the run was started
   */
  public static ObjectNode of(Path folder, Dataset data, KernelSet kernels, List<Path> plugins)
      throws IOException {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("numerics", Numerics.VERSION);
    JsonNode before = read(folder);
    json.put("started", before.path("started").asString(now()));
    json.put("sessions", before.path("sessions").asInt(0) + 1);
    json.set("code", build().code().deepCopy());
    json.set("data", Json.mapper().valueToTree(data.describe()));
    ObjectNode java = json.putObject("java");
    java.put("version", System.getProperty("java.runtime.version"));
    java.put("vendor", System.getProperty("java.vendor"));
    java.put("vm", System.getProperty("java.vm.name"));
    ObjectNode machine = json.putObject("machine");
    Machine here = Machine.here();
    machine.put("os", here.os());
    machine.put("architecture", here.architecture());
    machine.put("cpu", here.cpu());
    machine.put("processors", here.processors());
    machine.put("heapBytes", Runtime.getRuntime().maxMemory());
    ObjectNode run = json.putObject("kernels");
    run.put("provider", kernels.name());
    run.put("reason", kernels.reason());
    run.put("threads", kernels.threads());
    json.put("determinism", "bitwise: independent of threads, vector width and provider");
    ObjectNode dependencies = json.putObject("dependencies");
    build().dependencies().forEach(dependencies::put);
    ObjectNode plugged = json.putObject("plugins");
    plugins(plugins).forEach(plugged::put);
    return json;
  }

  /** Adds what is known when the run ends: the wall time is that of the last session. */
  public static void finish(ObjectNode json, long begin) {
    json.put("finished", now());
    json.put("wallSeconds", Math.round((System.nanoTime() - begin) / 1e6) / 1e3);
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** What the folder records; an empty object where it records nothing that can be read. */
  public static JsonNode read(Path folder) throws IOException {
    try {
      return Folder.open(folder).file(FILE).object(Folder.MAX_JSON);
    } catch (FolderException e) {
      return Json.mapper().createObjectNode();
    }
  }

  /** SHA-256 of each plugin's jar, by file name. */
  public static SortedMap<String, String> plugins(List<Path> jars) {
    SortedMap<String, String> hashes = new TreeMap<>();
    jars.forEach(jar -> addJar(hashes, jar));
    return hashes;
  }

  /**
   * Refuses to take a run's result for that of other code: a plugin's code is no part of the run's
   * id, so that the same spec with another jar of the same name finds the old run.
   *
   * @throws RunFolderException where the run was made with other jars of these names
   */
  public static void requireSamePlugins(Path folder, List<Path> jars) throws IOException {
    JsonNode recorded = read(folder).path("plugins");
    for (Map.Entry<String, String> jar : plugins(jars).entrySet()) {
      String known = recorded.path(jar.getKey()).asString(jar.getValue());
      if (!known.equals(jar.getValue())) {
        throw new RunFolderException(
            ("%s: this run was made with another %s (SHA-256 %s, now %s)."
                    + " Remove the folder to run it again, or give --runs another folder")
                .formatted(folder, jar.getKey(), known, jar.getValue()));
      }
    }
  }

  /** SHA-256 of every jar on the class path, by file name. */
  private static SortedMap<String, String> dependencies() {
    SortedMap<String, String> hashes = new TreeMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path jar = Path.of(entry);
      if (entry.endsWith(".jar") && Files.isRegularFile(jar)) {
        addJar(hashes, jar);
        Path library = jar.resolveSibling("lib");
        if (Files.isDirectory(library)) {
          try (Stream<Path> jars = Files.list(library)) {
            jars.filter(file -> file.toString().endsWith(".jar"))
                .forEach(file -> addJar(hashes, file));
          } catch (IOException e) {
            hashes.put(library.getFileName().toString(), "unreadable");
          }
        }
      }
    }
    return hashes;
  }

  private static void addJar(SortedMap<String, String> hashes, Path jar) {
    try {
      hashes.put(jar.getFileName().toString(), Digest.ofFile(jar));
    } catch (IOException e) {
      hashes.put(jar.getFileName().toString(), "unreadable");
    }
  }
}
