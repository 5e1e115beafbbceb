package vae.experiments.run.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manifests of folders that hold what no run makes. */
final class HostileManifestTest {

  private static final String HASH = "0".repeat(64);

  @TempDir private Path root;
  private Path run;

  @BeforeEach
  void make() throws IOException {
    run = root.resolve("run");
    try (RunFolder folder = RunFolder.own(run)) {
      folder.write("a.txt", "a");
      folder.write("figures/b.svg", "b");
      folder.writeManifest();
    }
  }

  private List<String> findings() throws IOException {
    return Manifest.check(run).stream().map(Finding::toString).toList();
  }

  private void list(String name) throws IOException {
    Path manifest = run.resolve(Manifest.FILE);
    Files.writeString(manifest, Files.readString(manifest) + HASH + "  " + name + "\n");
  }

  /** S3: the folder itself may be reached through a link. */
  @Test
  void throughALinkTheFilesAreCheckedAndTheManifestIsNotEmptied() throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("link"), run);
    assertEquals(List.of(), Manifest.check(link));
    String before = Files.readString(run.resolve(Manifest.FILE));
    try (RunFolder folder = RunFolder.own(link)) {
      folder.writeManifest();
    }
    assertEquals(before, Files.readString(run.resolve(Manifest.FILE)));
  }

  /** S4: what is no file is named by its type, and not opened. */
  @Test
  void linksAndDevicesAreFindings() throws IOException, InterruptedException {
    Files.createSymbolicLink(run.resolve("zero"), Path.of("/dev/zero"));
    Files.createSymbolicLink(run.resolve("hosts"), Path.of("/etc/hosts"));
    String pipe = run.resolve("pipe").toString();
    assertEquals(0, new ProcessBuilder("mkfifo", pipe).start().waitFor());
    for (String name : List.of("zero", "hosts", "pipe")) {
      list(name);
    }
    String link = " is a symbolic link, which is not followed";
    assertEquals(
        List.of(
            "hosts" + link,
            "pipe is a named pipe, device or socket, which is not opened",
            "zero" + link),
        findings());
  }

  /** S4: nor is a manifest that is a link. */
  @Test
  void aLinkedManifestIsNotRead() throws IOException {
    Path manifest = run.resolve(Manifest.FILE);
    Files.delete(manifest);
    Files.createSymbolicLink(manifest, Path.of("/dev/zero"));
    assertEquals(1, findings().size());
    assertTrue(findings().getFirst().contains("is a symbolic link"), findings().toString());
  }

  @Test
  void namesThatLeadElsewhereAreMissingAndNeverHashed() throws IOException {
    list("../outside");
    list("/etc/hostname");
    Files.writeString(root.resolve("outside"), "x");
    assertEquals(List.of("../outside is missing", "/etc/hostname is missing"), findings());
  }

  /** F7. */
  @Test
  void hiddenPathsAreNoPart() throws IOException {
    Files.createDirectories(run.resolve(".git"));
    Files.writeString(run.resolve(".git/config"), "x");
    Files.createDirectories(run.resolve("figures/.ipynb_checkpoints"));
    Files.writeString(run.resolve("figures/.ipynb_checkpoints/b.svg"), "x");
    assertEquals(List.of(), findings());
    list(".git/config");
    assertEquals(List.of(".git/config is missing"), findings());
  }
}
