package vae.data.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.FileBytes;
import vae.data.missing.NothingMissing;
import vae.data.transform.NoBinarization;

/** Links in a folder that the user named lead where they lead, or are refused by name (F4, S15). */
final class DataFolderTest {

  @TempDir private Path root;

  private Path file(String path) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  private void link(String path, String target) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.createSymbolicLink(root.resolve(path), Path.of(target));
  }

  private List<String> walked() {
    return DataFolder.walk(root.resolve("data")).files().stream().map(Path::toString).toList();
  }

  @Test
  void linksAreFollowedToFilesAndFolders() throws IOException {
    file("elsewhere/2.png");
    file("data/a/1.png");
    link("data/b", "../elsewhere");
    link("data/c.png", "a/1.png");
    assertEquals(List.of("a/1.png", "b/2.png", "c.png"), walked());
  }

  @Test
  void aLinkedFolderIsTheFolder() throws IOException {
    file("real/a/1.png");
    link("data", "real");
    assertEquals(List.of("a/1.png"), walked());
    file("real/x.npy");
    assertEquals(
        List.of("x.npy"),
        DataFolder.list(root.resolve("data"), ".npy").stream()
            .map(it -> it.getFileName().toString())
            .toList());
  }

  @Test
  void loopsAreCutAndNamed() throws IOException {
    file("data/a/1.png");
    link("data/a/up", "..");
    link("data/a/self", ".");
    link("data/b", "a");
    DataFolder found = DataFolder.walk(root.resolve("data"));
    assertEquals(
        List.of("a/1.png", "b/1.png"), found.files().stream().map(Path::toString).toList());
    assertEquals(
        List.of("a/self", "a/up", "b/self", "b/up"),
        found.loops().stream().map(Path::toString).toList());
  }

  @Test
  void danglingLinksAreRefusedByName() throws IOException {
    file("data/a/1.png");
    link("data/a/2.png", "../../annex/2.png");
    DataException e = assertThrows(DataException.class, this::walked);
    assertTrue(e.file().endsWith("data/a/2.png"), e.getMessage());
    assertTrue(e.problem().contains("target is missing"), e.getMessage());
    link("shards/part.npy", "gone.npy");
    link("shards/readme.txt", "gone.txt");
    e = assertThrows(DataException.class, () -> DataFolder.list(root.resolve("shards"), ".npy"));
    assertTrue(e.file().endsWith("part.npy"), e.getMessage());
    Locations where =
        new Locations(Optional.of(root), Optional.empty(), root.resolve("x"), root.resolve("y"));
    e = assertThrows(DataException.class, () -> where.file("shards/part.npy"));
    assertTrue(e.problem().contains("target is missing"), e.getMessage());
    assertThrows(DataException.class, () -> where.find("shards", List.of("part.npy")));
  }

  @Test
  void hiddenEntriesAreNoData() throws IOException {
    file("data/a.png");
    file("data/.git/objects/b.png");
    link("data/.annex", "gone");
    assertEquals(List.of("a.png"), walked());
  }

  @Test
  void anUnreadableFolderIsATypedError() throws IOException {
    Path closed = file("data/a/1.png").getParent();
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    try {
      Assumptions.assumeFalse(Files.isReadable(closed), "root reads everything");
      DataException e = assertThrows(DataException.class, this::walked);
      assertTrue(e.file().endsWith("data/a"), e.getMessage());
    } finally {
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** What an administrator may always read cannot be tested by permissions alone. */
  @Test
  void whatCannotBeListedIsATypedError() throws IOException {
    file("data");
    DataException e = assertThrows(DataException.class, this::walked);
    assertTrue(e.problem().contains("cannot be read"), e.getMessage());
  }

  @Test
  void shardsBehindALinkAreRead() throws IOException {
    byte[] shard =
        FileBytes.npy(1, ElementKind.F4, false, false, new int[] {3, 1}, new double[] {1, 2, 3});
    Files.createDirectories(root.resolve("real"));
    FileBytes.write(root.resolve("real"), "0.npy", shard);
    link("shards", "real");
    link("real/1.npy", "0.npy");
    Locations where =
        new Locations(Optional.of(root), Optional.empty(), root.resolve("x"), root.resolve("y"));
    NpyFile.Spec spec =
        new NpyFile.Spec(
            "shards",
            "",
            1,
            new NoBinarization.Spec(),
            new SplitSpec(0, 1, 0),
            0,
            new NothingMissing.Spec());
    assertEquals(5, new NpyFile(spec).load(where).train().size());
  }
}
