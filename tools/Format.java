import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks ({@code --dry-run}) or rewrites ({@code --replace}) every Java source below a folder with
 * google-java-format; the build runs it in its first phase.
 */
final class Format {
  static void main(String[] arguments) throws Exception {
    boolean check = arguments[0].equals("--dry-run");
    List<String> call = new ArrayList<>(check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
    try (Stream<Path> files = Files.walk(Path.of(arguments[1]))) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("src") && !file.toString().contains("/target/"))
          .sorted()
          .map(Path::toString)
          .forEach(call::add);
    }
    int exit =
        new Main(new PrintWriter(System.out, true), new PrintWriter(System.err, true), System.in)
            .format(call.toArray(String[]::new));
    if (exit != 0) {
      System.err.println("format: the files above are not formatted; `mvn -Pformat validate` rewrites them");
    }
    System.exit(exit);
  }
}
