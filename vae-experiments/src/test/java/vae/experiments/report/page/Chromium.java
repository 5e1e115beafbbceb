package vae.experiments.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A browser without a window: needs {@code chromium} on the PATH. Without it tests are skipped, or
 * fail where the environment says {@code VAE_REQUIRE_CHROMIUM=1}.
 */
public final class Chromium {

  private final Path program;
  private final Path scratch;

  private Chromium(Path program, Path scratch) {
    this.program = program;
    this.scratch = scratch;
  }

  /** The browser, which keeps its files below the folder. */
  public static Chromium in(Path scratch) {
    Optional<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "chromium"))
            .filter(Files::isExecutable)
            .findFirst();
    String missing = "no chromium on the PATH; on Debian `apt-get install chromium`";
    if (found.isEmpty() && "1".equals(System.getenv("VAE_REQUIRE_CHROMIUM"))) {
      fail(missing + " (VAE_REQUIRE_CHROMIUM=1 makes this a failure)");
    }
    return new Chromium(found.orElseGet(() -> abort("skipped: " + missing)), scratch);
  }

  /** What the browser says on standard output and error. */
  public record Said(String output, String errors) {}

  /** Opens a page. */
  public Said open(Path page, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString(), "--headless"));
    command.addAll(
        List.of(
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--user-data-dir=" + Files.createTempDirectory(scratch, "profile")));
    command.addAll(List.of(arguments));
    command.add(page.toUri().toString());
    Path output = Files.createTempFile(scratch, "output", ".txt");
    Path errors = Files.createTempFile(scratch, "errors", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    if (!process.waitFor(90, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      fail("chromium did not end within 90 s: " + Files.readString(errors));
    }
    assertEquals(0, process.exitValue(), "chromium failed: " + Files.readString(errors));
    return new Said(Files.readString(output), Files.readString(errors));
  }
}
