package vae.experiments.signature;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * OpenSSH's own programs. Without them tests are skipped, or fail where the environment says {@code
 * VAE_REQUIRE_SSH_KEYGEN=1}.
 */
public final class SshKeygen {

  private SshKeygen() {}

  /** Runs a program of OpenSSH; gives its exit code and what it said. */
  public static List<String> run(Path input, String program, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(found(program).toString()));
    Stream.of(arguments).map(Object::toString).forEach(command::add);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    Process process = builder.redirectInput(input.toFile()).start();
    String said = new String(process.getInputStream().readAllBytes());
    return List.of(Integer.toString(process.waitFor()), said);
  }

  /** Where a program of OpenSSH is. */
  static Path found(String program) {
    Optional<Path> found =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(folder -> Path.of(folder, program))
            .filter(Files::isExecutable)
            .findFirst();
    String missing = "no " + program + " on the PATH; on Debian `apt-get install openssh-client`";
    if (found.isEmpty() && "1".equals(System.getenv("VAE_REQUIRE_SSH_KEYGEN"))) {
      fail(missing + " (VAE_REQUIRE_SSH_KEYGEN=1 makes this a failure)");
    }
    Assumptions.assumeTrue(found.isPresent(), missing);
    return found.get();
  }

  /** Makes a key pair; the public half is beside the private one, with {@code .pub} behind. */
  public static Path key(Path folder, String name, String passphrase)
      throws IOException, InterruptedException {
    Path key = folder.resolve(name);
    List<String> made =
        run(
            Path.of("/dev/null"),
            "ssh-keygen",
            "-q",
            "-t",
            "ed25519",
            "-N",
            passphrase,
            "-C",
            name + "@example.org",
            "-f",
            key);
    if (!made.getFirst().equals("0")) {
      fail(made.toString());
    }
    return key;
  }
}
