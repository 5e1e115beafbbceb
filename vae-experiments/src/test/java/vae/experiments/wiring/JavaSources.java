package vae.experiments.wiring;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles sources against this class path and packs the classes, as an outside project would. */
public final class JavaSources {

  private JavaSources() {}

  /** Compiles every source below a folder; fails with the compiler's messages. */
  public static void compile(Path sources, Path classes) throws IOException {
    compile(filesBelow(sources).stream().filter(JavaSources::isSource).toList(), classes);
  }

  private static boolean isSource(Path file) {
    return file.toString().endsWith(".java");
  }

  /** Compiles the sources; fails with the compiler's messages. */
  public static void compile(List<Path> sources, Path classes) throws IOException {
    compile(sources, classes, System.getProperty("java.class.path"));
  }

  /**
   * Compiles every source below a folder against classes that stand before ours, such as those of
   * another version.
   */
  public static void compileAgainst(Path other, Path sources, Path classes) throws IOException {
    compile(
        filesBelow(sources),
        classes,
        other + File.pathSeparator + System.getProperty("java.class.path"));
  }

  private static void compile(List<Path> sources, Path classes, String classPath)
      throws IOException {
    Files.createDirectories(classes);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-cp",
              classPath,
              "-d",
              classes.toString(),
              "-proc:none",
              "-Xlint:all,-incubating,-path",
              "-Werror");
      boolean done =
          compiler
              .getTask(
                  messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertTrue(done, messages::toString);
    }
  }

  /** Packs everything below the folders. */
  public static Path jar(Path jar, Path... folders) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Path folder : folders) {
        for (Path file : filesBelow(folder)) {
          zip.putNextEntry(new ZipEntry(folder.relativize(file).toString().replace('\\', '/')));
          Files.copy(file, zip);
          zip.closeEntry();
        }
      }
    }
    return jar;
  }

  /** Every file below the folder, sorted. */
  static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
