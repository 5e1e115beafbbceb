package vae.experiments.run.provenance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.run.folder.Digest;

/**
 * The state of the sources that a run was built from: the commit, and a hash of what differs from
 * it, files that are not in it included.
 */
final class SourceState {

  /** Files of code that git does not have: sources and build files, not results or notes. */
  private static final List<String> UNTRACKED =
      List.of(
          "ls-files",
          "--others",
          "--exclude-standard",
          "-z",
          "--",
          ":(glob)**/src/**",
          ":(glob)**/pom.xml",
          ":(glob)pom.xml",
          "vae");

  private SourceState() {}

  /**
   * Asks git about the product's own checkout and about no other folder: a repository runs the
   * programs that its configuration names, and its commit is not ours.
   *
   * @param home the folder of the product as its launcher names it; empty where nothing named one
   * @return commit {@code unknown} where there is no such checkout or git does not answer; where
   *     the sources are dirty, a hash over the changes to the commit, then the name and content of
   *     each file of code that is not in it
   */
  static RecordedProvenance.Code of(Optional<Path> home) throws IOException {
    String release = SourceState.class.getPackage().getImplementationVersion();
    String version = release == null ? "development build" : release;
    Optional<Path> root = home.isEmpty() ? home : checkout(home.get());
    Optional<String> commit = ask(root, List.of("rev-parse", "HEAD"));
    Optional<String> changes =
        ask(root, List.of("diff", "--no-ext-diff", "--no-textconv", "--binary", "HEAD"));
    Optional<String> untracked = ask(root, UNTRACKED);
    if (commit.isEmpty() || changes.isEmpty() || untracked.isEmpty()) {
      return new RecordedProvenance.Code(version, "unknown", false, "");
    }
    boolean dirty = !changes.get().isEmpty() || !untracked.get().isEmpty();
    String hash = dirty ? hash(root.get(), changes.get(), untracked.get()) : "";
    return new RecordedProvenance.Code(version, commit.get(), dirty, hash);
  }

  /** The folder, if it has our parent pom and launcher and is the top of a repository. */
  private static Optional<Path> checkout(Path home) throws IOException {
    Path pom = home.resolve("pom.xml");
    if (!Files.exists(home.resolve(".git"))
        || !Files.isRegularFile(home.resolve("vae"))
        || !Files.isRegularFile(pom)
        || !Files.readString(pom).contains("<artifactId>vae-parent</artifactId>")) {
      return Optional.empty();
    }
    Path root = home.toRealPath();
    return Git.ask(root, List.of("rev-parse", "--show-toplevel"))
        .map(Path::of)
        .filter(root::equals);
  }

  private static Optional<String> ask(Optional<Path> root, List<String> arguments) {
    return root.flatMap(folder -> Git.ask(folder, arguments));
  }

  private static String hash(Path root, String changes, String untracked) throws IOException {
    MessageDigest digest = Digest.sha256();
    digest.update(changes.getBytes(StandardCharsets.UTF_8));
    if (!untracked.isEmpty()) {
      for (String name : Stream.of(untracked.split("\0")).sorted().toList()) {
        digest.update(("\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
        if (Files.isRegularFile(root.resolve(name))) {
          digest.update(Digest.ofFile(root.resolve(name)).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
