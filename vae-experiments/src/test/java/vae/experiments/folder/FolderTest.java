package vae.experiments.folder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FolderTest {

  @TempDir private Path root;
  private Path inside;
  private Path outside;
  private Folder folder;

  @BeforeEach
  void make() throws IOException {
    inside = Files.createDirectory(root.resolve("run"));
    outside = Files.createDirectory(root.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    folder = Folder.open(inside);
  }

  private static void pipe(Path path) throws IOException {
    try {
      assertEquals(0, new ProcessBuilder("mkfifo", path.toString()).start().waitFor());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> names(Path path) throws IOException {
    try (Stream<Path> all = Files.list(path)) {
      return all.map(it -> it.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/etc/passwd",
        "../outside/secret",
        "a/../../x",
        "a/..",
        ".",
        "a/./b",
        "a//b",
        "a/",
        ".hidden",
        "a/.hidden/b",
        "a\\b",
        "a\nb",
        "a\u001bb",
        "a\u0000b",
        "a\u0085b"
      })
  void aNameNeverLeadsElsewhereNorIsHidden(String name) {
    assertThrows(FolderException.class, () -> folder.file(name));
    assertThrows(FolderException.class, () -> folder.makeFolder(name));
  }

  @Test
  void complaintsShowNoControlCharacters() {
    String message =
        assertThrows(FolderException.class, () -> folder.file("a\u001b[31m\nb\u202e")).getMessage();
    assertTrue(Printable.isPlain(message), message);
    assertTrue(message.contains("\\u001b[31m\\nb\\u202e"), message);
  }

  /** S3. */
  @Test
  void theFolderItselfMayBeALinkAndKeepsTheNameThatItWasGiven() throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("link"), inside);
    Folder linked = Folder.open(link);
    linked.file("deep/a.txt").write("text");
    assertEquals("text", Files.readString(inside.resolve("deep/a.txt")));
    assertEquals(link.resolve("deep/a.txt"), linked.file("deep/a.txt").path());
    assertEquals("text", linked.file("deep/a.txt").text(10));
  }

  /** S1, S4. */
  @Test
  void whatIsNoRegularFileIsNeitherReadNorReplaced() throws IOException {
    Files.createSymbolicLink(inside.resolve("link"), outside.resolve("secret"));
    Files.createSymbolicLink(inside.resolve("zero"), Path.of("/dev/zero"));
    Files.createSymbolicLink(inside.resolve("dangling"), root.resolve("nowhere"));
    Files.createDirectory(inside.resolve("folder"));
    pipe(inside.resolve("pipe"));
    for (String name : List.of("link", "zero", "dangling", "folder", "pipe")) {
      FolderFile file = folder.file(name);
      assertThrows(FolderException.class, file::exists, name);
      assertThrows(FolderException.class, () -> file.text(100), name);
      assertThrows(FolderException.class, file::channel, name);
      assertThrows(FolderException.class, () -> file.write("x"), name);
      assertThrows(FolderException.class, file::append, name);
      assertThrows(FolderException.class, file::update, name);
    }
    assertEquals("secret", Files.readString(outside.resolve("secret")));
    assertFalse(Files.exists(root.resolve("nowhere")));
  }

  /** S1. */
  @Test
  void nothingIsReadOrWrittenThroughALinkedFolder() throws IOException {
    Files.createSymbolicLink(inside.resolve("figures"), outside);
    FolderFile file = folder.file("figures/secret");
    String message = assertThrows(FolderException.class, () -> file.write("x")).getMessage();
    assertTrue(message.startsWith(inside.resolve("figures") + ": expected a folder"), message);
    assertTrue(message.contains("symbolic link"), message);
    assertThrows(FolderException.class, () -> file.text(100));
    assertThrows(FolderException.class, () -> folder.folder("figures"));
    assertEquals(List.of("secret"), names(outside));
    assertEquals("secret", Files.readString(outside.resolve("secret")));
  }

  /** S1. */
  @Test
  void aPlantedTemporaryFileIsNotWrittenThrough() throws IOException {
    Path planted = inside.resolve(".a.txt.tmp");
    Files.createSymbolicLink(planted, outside.resolve("secret"));
    folder.file("a.txt").write("new");
    folder.sweep();
    assertEquals("secret", Files.readString(outside.resolve("secret")));
    assertTrue(Files.isSymbolicLink(planted), "what is hidden and no leftover of ours stays");
  }

  @Test
  void aFileIsReplacedWholeAndNothingIsLeft() throws IOException {
    FolderFile file = folder.file("deep/er/a.txt");
    file.write("one");
    file.writeLines(Stream.of("two", "three"));
    assertEquals("two\nthree\n", file.text(100));
    assertThrows(
        UnwrittenFileException.class,
        () ->
            file.write(
                _ -> {
                  throw new IOException("no space");
                }));
    assertEquals("two\nthree\n", file.text(100));
    assertEquals(List.of("a.txt"), names(inside.resolve("deep/er")));
  }

  @Test
  void leftoversAreSweptAndOtherHiddenFilesStay() throws IOException {
    Files.createDirectories(inside.resolve("deep"));
    Files.writeString(inside.resolve("deep/.vae-0123456789abcdef0123456789abcdef.tmp"), "half");
    Files.writeString(inside.resolve(".result.json.tmp"), "half, by version 0.1.0");
    Files.writeString(inside.resolve(".keep"), "kept");
    folder.sweep();
    assertEquals(List.of(), names(inside.resolve("deep")));
    assertEquals(List.of(".keep", "deep"), names(inside));
  }

  /** F7. */
  @Test
  void hiddenPathsAreNoPart() throws IOException {
    Files.createDirectories(inside.resolve(".git/deep"));
    Files.writeString(inside.resolve(".git/deep/config"), "x");
    Files.createDirectories(inside.resolve("figures/.ipynb_checkpoints"));
    Files.writeString(inside.resolve("figures/.ipynb_checkpoints/a.svg"), "x");
    Files.writeString(inside.resolve("figures/a.svg"), "x");
    Listing listing = folder.walk();
    assertEquals(List.of("figures/a.svg"), List.copyOf(listing.files()));
    assertEquals(List.of("figures"), List.copyOf(listing.folders()));
    assertEquals(List.of(), listing.irregular());
    folder.clear();
    assertEquals(List.of(".git", "figures"), names(inside));
    assertTrue(Files.exists(inside.resolve("figures/.ipynb_checkpoints/a.svg")));
  }

  /** S4. */
  @Test
  void aListingNamesWhatNoRunMakes() throws IOException {
    Files.createSymbolicLink(inside.resolve("a"), outside);
    pipe(inside.resolve("b"));
    Files.writeString(inside.resolve("c\n"), "x");
    Files.writeString(inside.resolve("d\\e"), "x");
    Listing listing = folder.walk();
    assertTrue(listing.files().isEmpty());
    assertEquals(
        List.of("a", "b", "c\n", "d\\e"),
        listing.irregular().stream().map(Listing.Irregular::name).toList());
    for (Listing.Irregular each : listing.irregular()) {
      assertTrue(Printable.isPlain(each.refused(folder).getMessage()));
    }
  }

  @Test
  void aWalkEndsInBoundedDepth() throws IOException {
    Files.createDirectories(inside.resolve("a/".repeat(200)));
    Listing listing = folder.walk();
    assertEquals(1, listing.irregular().size());
    assertTrue(listing.irregular().getFirst().problem().contains("deeper"));
  }

  @Test
  void clearingRemovesLinksAndNotWhatTheyLeadTo() throws IOException {
    Files.createSymbolicLink(inside.resolve("figures"), outside);
    folder.clear();
    assertEquals(List.of(), names(inside));
    assertEquals(List.of("secret"), names(outside));
  }

  @Test
  void sizesAreBounded() throws IOException {
    Files.writeString(inside.resolve("a"), "12345");
    assertArrayEquals("12345".getBytes(StandardCharsets.US_ASCII), folder.file("a").bytes(5));
    assertThrows(FolderException.class, () -> folder.file("a").bytes(4));
    assertThrows(FolderException.class, () -> folder.file("missing").bytes(4));
    try (RandomAccessFile sparse = new RandomAccessFile(inside.resolve("sparse").toFile(), "rw")) {
      sparse.setLength(Folder.MAX_FILE + 1);
    }
    assertThrows(FolderException.class, () -> folder.file("sparse").input());
    Files.delete(inside.resolve("sparse"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"a\":1,\"a\":2}",
        "{} {}",
        "{\"a\":1e400}",
        "10000000000000000000000000",
        "\"\\ud800\"",
        "{\"\\udc00\":1}",
        "{\"a\":NaN}",
        "\"\u0001\"",
        "nul"
      })
  void malformedJsonIsRefusedByName(String text) throws IOException {
    Files.writeString(inside.resolve("a.json"), text);
    FolderException e =
        assertThrows(FolderException.class, () -> folder.file("a.json").json(Folder.MAX_JSON));
    assertTrue(e.getMessage().startsWith(inside.resolve("a.json").toString()), e.getMessage());
    assertTrue(Printable.isPlain(e.getMessage()), e.getMessage());
  }

  @Test
  void deepJsonIsRefused() throws IOException {
    Files.writeString(inside.resolve("a.json"), "[".repeat(100_000));
    assertThrows(FolderException.class, () -> folder.file("a.json").json(Folder.MAX_JSON));
  }

  @Test
  void linesAreThoseOfTheFile() throws IOException {
    String longLine = "é".repeat(100_000);
    Files.writeString(inside.resolve("a"), "one\r\n\n" + longLine + "\nlast");
    try (LineReader lines = folder.file("a").lines(Folder.MAX_LINE)) {
      assertEquals("one", lines.next());
      assertEquals("", lines.next());
      assertEquals(longLine, lines.next());
      assertTrue(lines.terminated());
      assertEquals("last", lines.next());
      assertFalse(lines.terminated());
      assertEquals(4, lines.number());
      assertEquals(null, lines.next());
      assertEquals(null, lines.next());
    }
  }

  @Test
  void aLineIsBoundedAndItsNumberIsNamed() throws IOException {
    Files.write(inside.resolve("a"), new byte[] {'{', '}', '\n', (byte) 0xff, '\n', 'x', 'y', 'z'});
    try (LineReader lines = folder.file("a").lines(2)) {
      assertTrue(lines.json(lines.next()).isObject());
      assertTrue(
          assertThrows(FolderException.class, lines::next).getMessage().contains("line 2: "));
      String message = assertThrows(FolderException.class, lines::next).getMessage();
      assertTrue(message.contains("line 3: expected at most 2 bytes"), message);
    }
  }

  @Test
  void theGuardIsAskedBeforeEachChange() {
    Folder guarded =
        folder.guardedBy(
            () -> {
              throw new IOException("not yours");
            });
    assertThrows(IOException.class, () -> guarded.file("a").write("x"));
    assertThrows(IOException.class, () -> guarded.file("a").append());
    assertThrows(IOException.class, () -> guarded.makeFolder("b"));
    assertThrows(IOException.class, guarded::clear);
  }
}
