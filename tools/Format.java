import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks ({@code --dry-run}) or rewrites ({@code --replace}) every Java source below a folder with
 * google-java-format; the build runs it in its first phase.
 */
final class Format {
  static void main(String[] arguments) throws Exception {
    boolean check = arguments[0].equals("--dry-run");
    List<String> call = new ArrayList<>(check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
    Path root = Path.of(arguments[1]);
    // Not below .git, whose files come and go while git tidies up.
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean skipped = name.equals("target") || (name.startsWith(".") && !folder.equals(root));
            return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java") && file.toString().contains("src")) {
              call.add(file.toString());
            }
            return FileVisitResult.CONTINUE;
          }
        });
    int exit =
        new Main(new PrintWriter(System.out, true), new PrintWriter(System.err, true), System.in)
            .format(call.toArray(String[]::new));
    if (exit != 0) {
      System.err.println("format: the files above are not formatted; `mvn -Pformat validate` rewrites them");
    }
    System.exit(exit);
  }
}
