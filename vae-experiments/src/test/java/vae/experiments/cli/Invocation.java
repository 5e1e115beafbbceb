package vae.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One command with the real components: its exit code and what it printed. */
record Invocation(int code, String out, String err) {

  /** A run of about a tenth of a second: 128 digits, one epoch, narrow layers. */
  static final List<String> TINY =
      List.of(
          "--set=data.limit=128",
          "--set=training.epochs=1",
          "--set=encoder.hidden=[8]",
          "--set=decoder.hidden=[8]",
          "--set=latentSize=2",
          "--set=evaluation.draws=2",
          "--set=evaluation.nll.samples=3");

  /** The folder of the shipped examples. */
  static final Path EXAMPLES = Path.of("..", "examples");

  /** Runs the command in this process. */
  static Invocation of(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.execute(
            new PrintWriter(out), new PrintWriter(err), strings(arguments).toArray(String[]::new));
    return new Invocation(code, out.toString(), err.toString());
  }

  /**
   * Runs the command in a process of its own, with a home folder of its own and no data folders.
   */
  static Invocation inOwnProcess(Path home, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dguice_custom_class_loading=CHILD",
            "-Djava.awt.headless=true",
            "-Duser.home=" + home,
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName()));
    command.addAll(strings(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.contains("JAVA"));
    builder.environment().remove("VAE_DATA");
    builder.environment().remove("XDG_CACHE_HOME");
    Path err = Files.createTempFile("stderr", ".txt");
    try {
      Process process = builder.redirectError(err.toFile()).start();
      byte[] out = process.getInputStream().readAllBytes();
      int code = process.waitFor();
      return new Invocation(code, new String(out, StandardCharsets.UTF_8), Files.readString(err));
    } finally {
      Files.delete(err);
    }
  }

  /** Arguments one by one; a list stands for its elements. */
  private static List<String> strings(Object... arguments) {
    return Arrays.stream(arguments)
        .flatMap(each -> each instanceof List<?> list ? list.stream() : Stream.of(each))
        .map(Object::toString)
        .toList();
  }

  /** The text of every regular file below the folder, byte for character, by relative name. */
  static Map<String, String> contents(Path folder) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    for (Path file : files(folder)) {
      byte[] bytes = Files.readAllBytes(file);
      contents.put(
          folder.relativize(file).toString(), new String(bytes, StandardCharsets.ISO_8859_1));
    }
    return contents;
  }

  /** The regular files below the folder. */
  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** What is in the folder. */
  static List<Path> children(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** Where the summary says that the digest is. */
  String digest() {
    return out.lines()
        .filter(line -> line.strip().startsWith("digest"))
        .map(line -> line.strip().replaceFirst("digest +", ""))
        .findFirst()
        .orElse("none in: " + out + err);
  }
}
