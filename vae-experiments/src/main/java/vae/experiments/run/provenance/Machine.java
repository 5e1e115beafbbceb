package vae.experiments.run.provenance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where something was computed or measured.
 *
 * @param cpu its name; "unknown" where the system does not tell
 * @param os name and version
 */
public record Machine(String cpu, String architecture, int processors, String os, String jdk) {

  public static Machine here() {
    return new Machine(
        cpuName(),
        System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("java.runtime.version") + " " + System.getProperty("java.vm.name"));
  }

  private static String cpuName() {
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
}
