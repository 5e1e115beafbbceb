package vae.experiments.run.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.folder.GrowingFile.Mark;

final class GrowingFileTest {

  @TempDir private Path folder;

  @Test
  void aFileIsCutBackToEachOfItsMarks() throws IOException {
    Path path = folder.resolve("log");
    GrowingFile file = new GrowingFile(FolderFile.at(path));
    Mark nothing = file.force();
    assertFalse(Files.exists(path));
    file.append("one\n");
    Mark one = file.force();
    assertEquals(4, one.bytes());
    assertEquals(Digest.ofFile(path), one.sha256());
    file.append("zwölf\n");
    Mark two = file.force();
    file.append("half a li");
    GrowingFile after = new GrowingFile(FolderFile.at(path));
    after.cut(two);
    assertEquals("one\nzwölf\n", Files.readString(path));
    assertEquals(two, after.force());
    after.cut(one);
    after.append("zwölf\n");
    assertEquals(two, after.force(), "the same content has the same mark");
    after.cut(nothing);
    assertEquals("", Files.readString(path));
    assertEquals(nothing, after.force());
  }

  @Test
  void aFileThatWasAlteredBeforeTheMarkIsRefused() throws IOException {
    Path path = folder.resolve("log");
    GrowingFile file = new GrowingFile(FolderFile.at(path));
    file.append("one\n");
    Mark mark = file.force();
    Files.writeString(path, "two\n");
    assertThrows(CorruptFileException.class, () -> new GrowingFile(FolderFile.at(path)).cut(mark));
    Files.writeString(path, "one");
    assertThrows(CorruptFileException.class, () -> new GrowingFile(FolderFile.at(path)).cut(mark));
    Files.delete(path);
    assertThrows(CorruptFileException.class, () -> new GrowingFile(FolderFile.at(path)).cut(mark));
    Mark wild = new Mark(Long.MAX_VALUE, mark.sha256());
    assertThrows(CorruptFileException.class, () -> new GrowingFile(FolderFile.at(path)).cut(wild));
  }
}
