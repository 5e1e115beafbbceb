package vae.spark;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Spark as Maven put it together, and processes with it: everything is on 127.0.0.1 and below
 * {@code target/}.
 *
 * @param folder of the test: the working folder of its processes
 * @param jars Spark's
 * @param ours our jars, and those of the libraries that Spark does not have
 */
record SparkHome(Path folder, Path jars, List<Path> ours) {

  /** What Spark needs of the JVM; executors get it by themselves. */
  private static final List<String> OPENED =
      List.of(
          "java.lang",
          "java.lang.invoke",
          "java.lang.reflect",
          "java.io",
          "java.net",
          "java.nio",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "jdk.internal.ref",
          "sun.nio.ch",
          "sun.nio.cs",
          "sun.util.calendar");

  /** A home of the test's own below the folder. */
  static SparkHome in(Path folder) throws IOException {
    Path stock =
        Path.of(System.getProperty("vae.spark.jars", "target/spark/jars")).toAbsolutePath();
    if (!Files.isDirectory(stock)) {
      throw new AssertionError(stock + ": expected Spark's jars, as `mvn package` puts them there");
    }
    Files.createDirectories(folder);
    Path jars = folder.resolve("jars");
    try {
      Files.createSymbolicLink(jars, stock);
    } catch (FileAlreadyExistsException e) {
      assert Files.isDirectory(jars);
    }
    return new SparkHome(folder, jars, ours(folder.resolve("app"), stock));
  }

  /** Folders of classes become jars: a driver sends jars. */
  private static List<Path> ours(Path app, Path stock) throws IOException {
    Files.createDirectories(app);
    Set<String> sparks;
    try (Stream<Path> files = Files.list(stock)) {
      sparks = files.map(SparkHome::artifact).collect(Collectors.toSet());
    }
    List<Path> ours = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (Files.isDirectory(path)) {
        ours.add(jar(path, app.resolve("classes-" + ours.size() + ".jar")));
      } else if (Files.isRegularFile(path) && !sparks.contains(artifact(path))) {
        ours.add(path);
      }
    }
    return ours;
  }

  private static String artifact(Path jar) {
    return jar.getFileName().toString().replaceFirst("(-[0-9]+)[^/]*\\.jar$|\\.jar$", "$1");
  }

  private static Path jar(Path classes, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        zip.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, zip);
      }
    }
    return jar;
  }

  /** Starts a Java process with Spark's class path behind ours. */
  Child start(String name, List<String> options, String main, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dguice_custom_class_loading=CHILD",
            "-Djava.awt.headless=true",
            "-Dio.netty.tryReflectionSetAccessible=true",
            "-XX:+UseSerialGC",
            "-Xmx512m"));
    OPENED.forEach(it -> command.add("--add-opens=java.base/" + it + "=ALL-UNNAMED"));
    command.addAll(options);
    String own = ours.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    command.addAll(List.of("-cp", own + File.pathSeparator + jars + "/*", main));
    command.addAll(arguments);
    return Child.start(name, folder, command);
  }
}
