package vae.experiments.wiring;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A class that was compiled against another version: what it misses, whose it is, the way out. */
public final class Mismatch {

  /** The name of the loader of plugins' classes, which stands in stack traces. */
  static final String LOADER = "plugins";

  private static final Pattern CLASS_NAME = Pattern.compile("[\\w$]+(?:[./][\\w$]+)+");

  private Mismatch() {}

  /** What to say of a class that cannot be linked. */
  public static String of(LinkageError e) {
    if (e instanceof UnsupportedClassVersionError) {
      return "was compiled for a later Java than this one, %s: %s\nCompile the plugin with --release %s."
          .formatted(Runtime.version(), e.getMessage(), Runtime.version().feature());
    }
    return "%s: %s: %s\n%s"
        .formatted(
            what(e),
            e.getClass().getSimpleName(),
            e.getMessage(),
            "If it is a plugin's, compile it against this version (docs/plugins.md says what has"
                + " changed) and put its classes into the jar; the manifest's Class-Path names"
                + " further jars.");
  }

  private static String what(LinkageError e) {
    return switch (e) {
      case NoSuchMethodError _ -> "a method is missing: it was compiled against another version";
      case NoSuchFieldError _ -> "a field is missing: it was compiled against another version";
      case AbstractMethodError _ ->
          "it lacks a method that this version calls: it was compiled against another version";
      case IncompatibleClassChangeError _ ->
          "a class has changed: it was compiled against another version";
      default -> "a class is missing, or was compiled against another version";
    };
  }

  /** The names of classes that the problem mentions: those of its stack, then of its message. */
  static Stream<String> classes(Throwable problem) {
    return Stream.concat(
        Arrays.stream(problem.getStackTrace())
            .filter(it -> LOADER.equals(it.getClassLoaderName()))
            .map(StackTraceElement::getClassName),
        CLASS_NAME
            .matcher(String.valueOf(problem.getMessage()))
            .results()
            .map(MatchResult::group)
            .map(name -> name.replace('/', '.')));
  }

  /** The jar that holds a class that the problem mentions; all of them where none does. */
  static String jar(Throwable problem, URLClassLoader loader, List<Path> jars) {
    return classes(problem)
        .flatMap(name -> place(name, loader, jars).stream())
        .findFirst()
        .orElseGet(() -> jars.size() == 1 ? jars.getFirst().toString() : jars.toString());
  }

  private static Optional<String> place(String name, URLClassLoader loader, List<Path> jars) {
    URL found = loader.findResource(name.replace('.', '/') + ".class");
    if (found == null) {
      return Optional.empty();
    }
    Path holder = Path.of(URI.create(found.getPath().replaceFirst("!/.*", "")));
    return jars.stream()
        .filter(it -> it.toAbsolutePath().equals(holder))
        .map(Path::toString)
        .findFirst();
  }
}
