package vae.data.source;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.FileBytes;
import vae.data.format.Limits;
import vae.data.format.Npy;

/** A mapped file that changes while it is in use (S10, F3). */
final class ChangedFileTest {

  private static final int EXAMPLES = 5;
  private static final int DIMENSION = 4096;

  @TempDir private Path folder;
  private Path file;
  private Dataset data;

  @BeforeEach
  void map() {
    byte[] bytes =
        FileBytes.npy(
            1,
            ElementKind.F4,
            false,
            false,
            new int[] {EXAMPLES, DIMENSION},
            new double[EXAMPLES * DIMENSION]);
    file = FileBytes.write(folder, "x.npy", bytes);
    data = mapped(file);
  }

  private static Dataset mapped(Path file) {
    Content content =
        Content.of(file.toString(), Npy.open(file, new Limits(1 << 20, 0)), 1, Optional.empty());
    Dataset data = Dataset.split("npy", content, new SplitSpec(1, 1, 0), 0);
    data.sha256();
    return data;
  }

  private static void overwrite(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {0, 0, 0x20, 0x41}), channel.size() - 4);
    }
  }

  @Test
  void untouchedDataPass() {
    assertDoesNotThrow(data::requireUnchanged);
    assertDoesNotThrow(data::requireUnchanged);
  }

  @Test
  void otherContentIsRefusedWithBothHashes() throws IOException {
    String expected = data.sha256();
    overwrite(file);
    DataException e = assertThrows(DataException.class, data::requireUnchanged);
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertTrue(e.getMessage().contains("got " + mapped(file).sha256()), e.getMessage());
    assertTrue(e.file().endsWith("x.npy"), e.file());
  }

  /** The file's times go back to what they were: its status change time does not. */
  @Test
  void aTimeThatIsPutBackHidesNothing() throws IOException {
    FileTime old = FileTime.from(Instant.now().minusSeconds(3600));
    Files.setLastModifiedTime(file, old);
    data = mapped(file);
    overwrite(file);
    Files.setLastModifiedTime(file, old);
    assertThrows(DataException.class, data::requireUnchanged);
  }

  @Test
  void otherTimesAndAnotherFileInItsPlaceAreNoChange() throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(9)));
    assertDoesNotThrow(data::requireUnchanged);
    Path other = FileBytes.write(folder, "other.npy", new byte[3]);
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertDoesNotThrow(data::requireUnchanged);
    Files.delete(file);
    assertDoesNotThrow(data::requireUnchanged);
  }

  @Test
  void aShorterFileIsATypedError() throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(4096);
    }
    DataException e = assertThrows(DataException.class, data::requireUnchanged);
    assertTrue(e.getMessage().contains("made shorter"), e.getMessage());
    float[] out = new float[DIMENSION];
    Examples train = data.train();
    int[] last = {train.size() - 1};
    e = assertThrows(DataException.class, () -> train.gather(last, 0, 1, out));
    assertTrue(e.getMessage().contains("made shorter"), e.getMessage());
  }

  @Test
  void dataInMemoryDoNotChange() throws IOException {
    Content content = Content.of("x", Npy.open(file, new Limits(1 << 20)), 1, Optional.empty());
    Dataset read = Dataset.split("npy", content, new SplitSpec(1, 1, 0), 0);
    overwrite(file);
    assertDoesNotThrow(read::requireUnchanged);
  }
}
