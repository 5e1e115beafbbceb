package vae.experiments.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder is there whole or not at all. */
final class WholeFolderTest {

  @TempDir private Path root;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(root)) {
      return files.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void whatIsWrittenIsThere() throws IOException {
    Folder made =
        WholeFolder.make(
            Folder.open(root),
            "made",
            empty -> {
              empty.file("a").write("one");
              empty.file("sub/b").write("two");
              assertTrue(names().stream().noneMatch("made"::equals), "not before it is whole");
            });
    assertEquals("two", made.file("sub/b").text(10));
    assertEquals(List.of("made"), names());
  }

  @Test
  void aFailureLeavesNothing() throws IOException {
    Folder folder = Folder.open(root);
    assertThrows(
        IllegalStateException.class,
        () ->
            WholeFolder.make(
                folder,
                "made",
                empty -> {
                  empty.file("a").write("one");
                  throw new IllegalStateException("no more");
                }));
    assertEquals(List.of(), names());
  }

  /** A killed process removes nothing; the next one does, and follows no link on the way. */
  @Test
  void whatAKilledProcessLeftIsRemoved() throws IOException {
    Path left = Files.createDirectory(root.resolve(".vae-0123.tmp"));
    Files.writeString(left.resolve("a"), "half");
    Path outside = Files.createDirectory(root.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "kept");
    Files.createSymbolicLink(left.resolve("link"), outside);
    WholeFolder.make(Folder.open(root), "made", empty -> empty.file("a").write("one"));
    assertEquals(List.of("made", "outside"), names());
    assertTrue(Files.exists(outside.resolve("kept")));
  }

  @Test
  void whatIsThereIsNotReplaced() throws IOException {
    Files.createDirectory(root.resolve("made"));
    Folder folder = Folder.open(root);
    FolderException refused =
        assertThrows(FolderException.class, () -> WholeFolder.make(folder, "made", _ -> {}));
    assertTrue(refused.problem().contains("already"), refused.problem());
  }
}
