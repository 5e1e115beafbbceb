package vae.experiments.sweep.spark;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import vae.experiments.run.folder.RunFolderException;

/**
 * Our jars, for the executors: the one that this class is in and those that its manifest names or
 * that are beside it on the class path, but for what Spark has itself, of whatever minor version.
 *
 * <p>Executors look into Spark's jars first. A second copy of a library that looks for its own
 * parts by name, as log4j does, would find parts of both.
 */
final class ShippedJars {

  private ShippedJars() {}

  /**
   * The jars' paths.
   *
   * @throws RunFolderException where our classes are in no jar
   */
  static List<Path> find() throws IOException {
    Path ours = place(ShippedJars.class);
    Set<String> sparks = artifacts(place(SparkContext.class).getParent());
    Set<Path> jars = new LinkedHashSet<>();
    if (Files.isRegularFile(ours)) {
      jars.add(ours);
      jars.addAll(named(ours));
    }
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath().normalize();
      if (Files.isDirectory(path)) {
        throw new RunFolderException(
            path
                + ": executors can be sent jars, and this is a folder of classes; start with ./vae,"
                + " or with spark-submit and vae.jar");
      }
      if (Files.isRegularFile(path)) {
        jars.add(path);
      }
    }
    return jars.stream().filter(jar -> !sparks.contains(artifact(jar))).toList();
  }

  private static Path place(Class<?> type) {
    try {
      URI place = type.getProtectionDomain().getCodeSource().getLocation().toURI();
      return Path.of(place).toAbsolutePath().normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Jars of the manifest's class path that exist. */
  private static List<Path> named(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      Manifest manifest = file.getManifest();
      String path =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
      return Stream.of(path == null ? new String[0] : path.split(" "))
          .filter(name -> !name.isBlank())
          .map(name -> jar.resolveSibling(name).normalize())
          .filter(Files::isRegularFile)
          .toList();
    }
  }

  private static Set<String> artifacts(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(ShippedJars::artifact).collect(Collectors.toSet());
    }
  }

  /**
   * {@code log4j-api-2} of {@code log4j-api-2.25.4.jar}: another major version is another library,
   * as Jackson 3 is beside Jackson 2.
   */
  private static String artifact(Path jar) {
    return jar.getFileName().toString().replaceFirst("(-[0-9]+)[^/]*\\.jar$|\\.jar$", "$1");
  }
}
