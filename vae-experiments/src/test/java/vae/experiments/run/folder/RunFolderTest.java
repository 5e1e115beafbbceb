package vae.experiments.run.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.core.spec.SpecException;
import vae.experiments.folder.FolderException;
import vae.experiments.run.ChildJvm;
import vae.experiments.run.FragileRun;

final class RunFolderTest {

  @TempDir private Path root;

  /** A process that tries to own a folder and says how it went. */
  static final class Rival {
    static void main(String[] arguments) throws IOException {
      try (RunFolder folder = RunFolder.own(Path.of(arguments[0]))) {
        System.out.println("owned " + folder.path().getFileName());
      } catch (RunFolderException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** A process that owns a folder until it is killed. */
  static final class Holder {
    static void main(String[] arguments) throws IOException, InterruptedException {
      RunFolder.own(Path.of(arguments[0]));
      System.out.println("owned");
      Thread.sleep(60_000);
    }
  }

  private String rival(Path folder) throws IOException, InterruptedException {
    List<String> command = ChildJvm.shortLived(Rival.class, List.of(folder.toString()));
    return ChildJvm.output(root, Map.of(), command).strip();
  }

  @Test
  void aSecondOwnerInTheSameProcessIsRefused() throws IOException {
    Path path = root.resolve("run");
    try (RunFolder owner = RunFolder.own(path)) {
      RunFolderException refused =
          assertThrows(RunFolderException.class, () -> RunFolder.own(path).close());
      assertTrue(refused.getMessage().startsWith(owner.path() + ": "), refused.getMessage());
      Path detour = Files.createSymbolicLink(root.resolve("link"), path);
      assertThrows(RunFolderException.class, () -> RunFolder.own(detour).close());
    }
    RunFolder.own(path).close();
  }

  /**
   * The lock of the operating system is the process's: a refused owner in the same process must not
   * give it up.
   */
  @Test
  void anotherProcessIsRefusedEvenAfterARefusalInThisOne()
      throws IOException, InterruptedException {
    Path path = root.resolve("run");
    try (RunFolder owner = RunFolder.own(path)) {
      assertThrows(RunFolderException.class, () -> RunFolder.own(path).close());
      owner.write("file.txt", "text");
      owner.writeManifest();
      assertEquals(
          path + ": another process is working on this run; wait for it, or stop it first",
          rival(path));
    }
    assertEquals("owned run", rival(path));
  }

  /** The lock file stays, the lock does not. */
  @Test
  void theFolderOfAKilledProcessIsTakenOver() throws IOException, InterruptedException {
    Path path = root.resolve("run");
    Process holder =
        new ProcessBuilder(ChildJvm.shortLived(Holder.class, List.of(path.toString())))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader said = holder.inputReader()) {
      assertEquals("owned", said.readLine());
      RunFolderException refused =
          assertThrows(RunFolderException.class, () -> RunFolder.own(path).close());
      assertTrue(refused.getMessage().contains("another process is working on this run"));
    } finally {
      holder.destroyForcibly().waitFor();
    }
    assertTrue(Files.exists(path.resolve(".lock")));
    RunFolder.own(path).close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../up", "a/b", "/etc", ".hidden", "a b", "ä", "a\\b"})
  void aNameThatLeadsElsewhereIsRefused(String name) {
    SpecException refused =
        assertThrows(SpecException.class, () -> RunFolder.path(root, name, "0123456789ab"));
    assertEquals("name", refused.path());
  }

  @Test
  void runFoldersAreBelowTheRoot() {
    String name = "A-z_0.9" + "x".repeat(93);
    assertEquals(root.resolve(name + "-0123"), RunFolder.path(root, name, "0123"));
    assertThrows(SpecException.class, () -> RunFolder.path(root, name + "x", "0123"));
  }

  @Test
  void temporaryFilesOfAnEndedProcessAreSwept() throws IOException {
    try (RunFolder folder = RunFolder.own(root.resolve("run"))) {
      folder.write("deep/b.txt", "b");
      Files.writeString(folder.file("deep/.c.txt.tmp"), "half");
      folder.sweep();
      assertEquals(List.of(".lock", "deep/b.txt"), FragileRun.names(folder.path()));
    }
  }

  @Test
  void clearLeavesNothingButTheLock() throws IOException {
    try (RunFolder folder = RunFolder.own(root.resolve("run"))) {
      folder.write("a.txt", "a");
      folder.write("deep/er/b.txt", "b");
      folder.clear();
      try (var left = Files.walk(folder.path())) {
        assertEquals(List.of("run", ".lock"), left.map(it -> it.getFileName().toString()).toList());
      }
      assertThrows(RunFolderException.class, () -> RunFolder.own(folder.path()).close());
    }
  }

  @Test
  void deleteLeavesNothingAndGivesTheNameFree() throws IOException {
    Path path = root.resolve("run");
    try (RunFolder folder = RunFolder.own(path)) {
      folder.write("deep/b.txt", "b");
      folder.delete();
      assertFalse(Files.exists(path));
      RunFolder.own(path).close();
    }
  }

  @Test
  void writingReplacesTheWholeFileAndLeavesNoOther() throws IOException {
    try (RunFolder folder = RunFolder.own(root.resolve("run"))) {
      folder.write("deep/é.txt", "a longer text");
      folder.write("deep/é.txt", "ü");
      assertEquals("ü", Files.readString(folder.file("deep/é.txt"), StandardCharsets.UTF_8));
      try (var files = Files.list(folder.file("deep"))) {
        assertEquals(1, files.count());
      }
    }
  }

  /** Each line is what {@code sha256sum} prints, and what {@code sha256sum --check} reads. */
  @Test
  void manifestHoldsTheHashOfEveryFile() throws IOException, NoSuchAlgorithmException {
    try (RunFolder folder = RunFolder.own(root.resolve("run"))) {
      folder.write("b.txt", "b\n");
      folder.write("a/c.txt", "");
      folder.write("a.txt", "a");
      Files.writeString(folder.file("a/.hidden"), "not listed");
      folder.writeManifest();
      folder.writeManifest(); // is not in itself
      Map<String, String> expected = new TreeMap<>();
      for (String name : List.of("a.txt", "a/c.txt", "b.txt")) {
        byte[] hash =
            MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(folder.file(name)));
        expected.put(name, HexFormat.of().formatHex(hash));
      }
      Map<String, String> found = new TreeMap<>();
      for (String line : Files.readAllLines(folder.file("MANIFEST.sha256"))) {
        assertTrue(line.matches("[0-9a-f]{64}  \\S+"), line);
        assertEquals(null, found.put(line.substring(66), line.substring(0, 64)), line);
      }
      assertEquals(expected, found);
    }
  }

  /** S14: another process may have the folder by then. */
  @Test
  void nothingIsWrittenOnceTheLockIsRemovedOrReplaced() throws IOException {
    Path path = root.resolve("run");
    try (RunFolder folder = RunFolder.own(path)) {
      folder.write("a.txt", "a");
      Files.delete(path.resolve(".lock"));
      assertLost(folder);
      Files.writeString(path.resolve(".lock"), "");
      assertLost(folder);
      assertEquals("a", Files.readString(path.resolve("a.txt")));
    }
  }

  private static void assertLost(RunFolder folder) {
    RunFolderException e = assertThrows(RunFolderException.class, () -> folder.write("a.txt", "b"));
    assertTrue(e.getMessage().contains(".lock was removed or replaced"), e.getMessage());
  }

  /** S1. */
  @Test
  void noManifestIsWrittenOverLinks() throws IOException {
    try (RunFolder folder = RunFolder.own(root.resolve("run"))) {
      Files.createSymbolicLink(folder.file("link"), Path.of("/etc/hostname"));
      assertThrows(FolderException.class, folder::writeManifest);
    }
  }

  @Test
  void aFileInPlaceOfTheFolderIsAnError() throws IOException {
    Path file = Files.writeString(root.resolve("run"), "");
    assertThrows(IOException.class, () -> RunFolder.own(file).close());
  }
}
