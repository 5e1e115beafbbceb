package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another process of this Java with this class path. */
public final class ChildJvm {

  private static final int SECONDS = 120;

  private ChildJvm() {}

  /**
   * The command that starts it.
   *
   * @param classPath put before ours; empty for none
   * @param options of the JVM, then the main class and its arguments
   */
  public static List<String> command(String classPath, List<String> options) {
    StringBuilder absolute = new StringBuilder(classPath);
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      absolute.append(File.pathSeparator).append(Path.of(entry).toAbsolutePath());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Dguice_custom_class_loading=CHILD");
    command.add("-Djava.awt.headless=true");
    command.add("-Xmx1g");
    command.addAll(List.of("-cp", absolute.toString()));
    command.addAll(options);
    return command;
  }

  /** The command for a few seconds: in so short a life C2 costs more than it gains. */
  public static List<String> shortLived(Class<?> program, List<String> arguments) {
    List<String> options = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    options.add(program.getName());
    options.addAll(arguments);
    return command("", options);
  }

  /**
   * Runs it to its end and returns what it printed; fails where it fails.
   *
   * @param folder the working folder, which receives the output while it runs
   * @param environment added to ours
   */
  public static String output(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), () -> "still running: " + command);
    } finally {
      process.destroyForcibly();
    }
    String errors = new String(Files.readAllBytes(err), StandardCharsets.UTF_8);
    assertEquals(0, process.exitValue(), () -> String.join(" ", command) + "\n" + errors);
    return new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
  }
}
