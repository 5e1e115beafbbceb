package vae.experiments.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.spec.Json;

/**
 * The state of the sources that a run was built from: the commit, and a hash of what differs from
 * it, files that are not in it included.
 */
final class SourceState {

  /** Where code is that a build takes in: sources and build files, not results or notes. */
  private static final List<String> CODE =
      List.of(":(glob)**/src/**", ":(glob)**/pom.xml", ":(glob)pom.xml", "vae");

  private SourceState() {}

  /**
   * Asks git.
   *
   * @param home the folder of the sources
   * @return {@code version}; {@code commit}, {@code unknown} where git knows none; {@code dirty};
   *     and where it is, {@code dirtySha256} over the changes to the commit, then the name and
   *     content of each file of code that is not in it
   */
  static ObjectNode of(Path home) throws IOException {
    ObjectNode json = Json.mapper().createObjectNode();
    String commit = Git.ask(home, List.of("rev-parse", "HEAD"));
    String version = SourceState.class.getPackage().getImplementationVersion();
    json.put("version", version == null ? "development build" : version);
    json.put("commit", commit.isEmpty() ? "unknown" : commit);
    if (commit.isEmpty()) {
      return json.put("dirty", false);
    }
    String changes = Git.ask(home, List.of("diff", "--binary", "HEAD"));
    Path root = Path.of(Git.ask(home, List.of("rev-parse", "--show-toplevel")));
    List<String> untracked = untracked(root);
    boolean dirty = !changes.isEmpty() || !untracked.isEmpty();
    json.put("dirty", dirty);
    if (dirty) {
      MessageDigest digest = Digest.sha256();
      digest.update(changes.getBytes(StandardCharsets.UTF_8));
      for (String name : untracked) {
        digest.update(("\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        if (Files.isRegularFile(root.resolve(name))) {
          digest.update(Digest.ofFile(root.resolve(name)).getBytes(StandardCharsets.UTF_8));
        }
      }
      json.put("dirtySha256", HexFormat.of().formatHex(digest.digest()));
    }
    return json;
  }

  private static List<String> untracked(Path root) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("ls-files", "--others", "--exclude-standard", "-z", "--"));
    arguments.addAll(CODE);
    String names = Git.ask(root, arguments);
    return names.isEmpty() ? List.of() : Stream.of(names.split("\0")).sorted().toList();
  }
}
