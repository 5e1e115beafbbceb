package vae.experiments.run;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Dataset;

/**
 * Where a run comes from: code, dependencies, data, machine. It explains a run and never changes
 * its bits.
 */
final class Provenance {

  private Provenance() {}

  /** Everything that is known before training. */
  static ObjectNode of(Dataset data, KernelSet kernels, List<Path> plugins) {
    ObjectNode json = JsonMapper.shared().createObjectNode();
    json.put("numerics", Numerics.VERSION);
    ObjectNode code = json.putObject("code");
    Path home = Path.of(System.getProperty("vae.home", "."));
    String commit = git(home, "rev-parse", "HEAD");
    code.put("commit", commit.isEmpty() ? "unknown" : commit);
    String changes = commit.isEmpty() ? "" : git(home, "diff", "HEAD");
    code.put("dirty", !changes.isEmpty());
    if (!changes.isEmpty()) {
      code.put("dirtySha256", sha256(changes));
    }
    json.set("data", JsonMapper.shared().valueToTree(data.describe()));
    ObjectNode java = json.putObject("java");
    java.put("version", System.getProperty("java.runtime.version"));
    java.put("vm", System.getProperty("java.vm.name"));
    ObjectNode machine = json.putObject("machine");
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    machine.put("architecture", System.getProperty("os.arch"));
    machine.put("cpu", cpu());
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    ObjectNode run = json.putObject("kernels");
    run.put("provider", kernels.name());
    run.put("reason", kernels.reason());
    run.put("threads", kernels.threads());
    json.put("determinism", "bitwise: independent of threads, vector width and provider");
    ObjectNode dependencies = json.putObject("dependencies");
    dependencies().forEach(dependencies::put);
    Map<String, String> jars = new TreeMap<>();
    plugins.forEach(jar -> addJar(jars, jar));
    ObjectNode plugged = json.putObject("plugins");
    jars.forEach(plugged::put);
    return json;
  }

  private static String git(Path home, String... arguments) {
    try {
      String[] command = new String[arguments.length + 3];
      command[0] = "git";
      command[1] = "-C";
      command[2] = home.toString();
      System.arraycopy(arguments, 0, command, 3, arguments.length);
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      String out =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0 ? out : "";
    } catch (IOException e) {
      return ""; // no git on this machine: the commit is unknown
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  private static String sha256(String text) {
    MessageDigest digest = Digest.sha256();
    return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String cpu() {
    Path info = Path.of("/proc/cpuinfo");
    try (Stream<String> lines = Files.exists(info) ? Files.lines(info) : Stream.empty()) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** SHA-256 of every jar on the class path, by file name. */
  private static Map<String, String> dependencies() {
    Map<String, String> hashes = new TreeMap<>();
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

  private static void addJar(Map<String, String> hashes, Path jar) {
    try {
      hashes.put(jar.getFileName().toString(), Digest.ofFile(jar));
    } catch (IOException e) {
      hashes.put(jar.getFileName().toString(), "unreadable");
    }
  }
}
