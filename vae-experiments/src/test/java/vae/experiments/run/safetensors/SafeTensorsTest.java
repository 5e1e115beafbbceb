package vae.experiments.run.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.experiments.folder.FolderException;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.folder.Digest;

final class SafeTensorsTest {

  @TempDir private Path folder;

  /** The bytes follow from the format's description alone, so other tools read the file. */
  @Test
  void bytesAreThoseOfTheFormat() throws IOException {
    Path file = folder.resolve("a.safetensors");
    SafeTensors.builder()
        .bytes("b", new byte[] {1, -1}, 2)
        .floats("a", new float[] {1f}, 1, 1)
        .metadata("k", "v")
        .build()
        .write(file);
    String header =
        "{\"__metadata__\":{\"k\":\"v\"},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1,1],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[4,6]}}";
    header += " ".repeat(-header.length() & 7);
    byte[] expected = file(header, new byte[] {0, 0, (byte) 0x80, 0x3f, 1, -1});
    assertArrayEquals(expected, Files.readAllBytes(file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|no array covers the data|expected the end of the file",
        "[]|not an object|start with '{'",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}} x|text after|not JSON",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}|type|unknown dtype",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}|size|needs 8 bytes",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}|sign|from 0 to",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}|float|integer",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}|beyond|within 4",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}|reversed|from data byte"
            + " 0",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[1,4]}}|hole|from data byte 0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}}|key|to be {dtype",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
            + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}}|overlap|data byte 4",
        "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
            + "\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[2,4]}}|twice|not JSON",
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[2147483647,2147483647,2147483647,2147483647],"
            + "\"data_offsets\":[0,4]}}|huge|too many",
        "{\"__metadata__\":{\"k\":1}}|number|to be a string",
      })
  void aHeaderThatDisagreesIsRefused(String header, String why, String message) throws IOException {
    Path file = folder.resolve("bad.safetensors");
    Files.write(file, file(header, new byte[4]));
    CorruptFileException e =
        assertThrows(CorruptFileException.class, () -> SafeTensors.read(file), why);
    assertTrue(e.getMessage().contains(message), e.getMessage());
    assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
  }

  /** Eight bytes that claim an exabyte must cost eight bytes. */
  @Test
  void aHugeHeaderLengthIsRefusedBeforeMemoryIsTaken() throws IOException {
    Path file = folder.resolve("huge.safetensors");
    Files.write(file, ByteBuffer.allocate(8).putLong(-1).array());
    assertThrows(CorruptFileException.class, () -> SafeTensors.read(file));
  }

  /** A sparse file is as long as it says and still takes no memory. */
  @Test
  void arraysBeyondTheMemoryAreRefusedBeforeItIsTaken() throws IOException {
    long count = Integer.MAX_VALUE - 8L;
    long bytes = 8 * count;
    String spans =
        "{\"a\":{\"dtype\":\"F64\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(count, bytes);
    Path file = folder.resolve("sparse.safetensors");
    byte[] start = file(spans, new byte[0]);
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap(start));
      out.write(ByteBuffer.wrap(new byte[1]), start.length + bytes - 1);
    }
    CorruptFileException refused =
        assertThrows(CorruptFileException.class, () -> SafeTensors.read(file));
    assertTrue(refused.getMessage().contains("expected arrays that fit the memory"));
  }

  @Test
  void headersOfUnreasonableSizeAreRefused() throws IOException {
    Path file = folder.resolve("long.safetensors");
    int most = Math.toIntExact(SafeTensorsReader.MAX_HEADER);
    Files.write(file, file("{" + " ".repeat(most), new byte[0]));
    CorruptFileException length =
        assertThrows(CorruptFileException.class, () -> SafeTensors.read(file));
    assertTrue(length.getMessage().contains("expected a header length from 2 to " + most));
    String ones = "1,".repeat(64) + "1";
    Files.write(
        file,
        file(
            "{\"a\":{\"dtype\":\"U8\",\"shape\":[" + ones + "],\"data_offsets\":[0,1]}}",
            new byte[1]));
    CorruptFileException rank =
        assertThrows(CorruptFileException.class, () -> SafeTensors.read(file));
    assertTrue(rank.getMessage().contains("expected at most 64 extents, got 65"));
    Files.write(file, file("{\"a\":" + "[".repeat(100_000), new byte[0]));
    assertThrows(CorruptFileException.class, () -> SafeTensors.read(file));
  }

  /** The seal is SHA-256 of the file with zeros for the seal, so other tools can check it. */
  @Test
  void theSealIsTheHashOfTheFileWithZerosInItsPlace() throws IOException {
    Path file = folder.resolve("sealed.safetensors");
    SafeTensors.builder()
        .ints("sha256", new int[] {7}, 1)
        .metadata("a-sha256", "\"sha256\":\"" + "1".repeat(64))
        .sealed()
        .build()
        .write(file);
    SafeTensors read = SafeTensors.read(file);
    assertTrue(read.sealed());
    String seal = read.metadata().get("sha256");
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    byte[] zeros = text.replace(seal, "0".repeat(64)).getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(HexFormat.of().formatHex(Digest.sha256().digest(zeros)), seal);
    read.write(file); // what was read can be written again
    assertEquals(text, Files.readString(file, StandardCharsets.ISO_8859_1));
  }

  @Test
  void aSealOfAnotherFormIsRefused() throws IOException {
    Path file = folder.resolve("sealed.safetensors");
    for (String seal : List.of("", "0".repeat(64), "0".repeat(65), "x")) {
      Files.write(file, file("{\"__metadata__\":{\"sha256\":\"" + seal + "\"}}", new byte[0]));
      assertThrows(CorruptFileException.class, () -> SafeTensors.read(file), seal);
    }
  }

  @Test
  void anArrayLongerThanOneChunkIsReadBack() throws IOException {
    double[] values = new double[300_001];
    for (int i = 0; i < values.length; i++) {
      values[i] = 1.0 / (i + 1);
    }
    Path file = folder.resolve("long.safetensors");
    SafeTensors.builder().doubles("v", values, values.length).build().write(file);
    assertArrayEquals(values, SafeTensors.read(file).entry("v").doubles());
  }

  @Test
  void writingReplacesTheOldFileAndLeavesNothingElse() throws IOException {
    Path file = folder.resolve("a.safetensors");
    SafeTensors.builder().ints("old", new int[9], 9).build().write(file);
    SafeTensors.builder().ints("new", new int[1], 1).build().write(file);
    assertEquals("[new]", SafeTensors.read(file).entries().keySet().toString());
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void misuseIsNamed() throws IOException {
    SafeTensors content = SafeTensors.builder().bytes("b", new byte[] {-1}, 1).build();
    assertThrows(IllegalStateException.class, () -> content.entry("b").floats());
    assertArrayEquals(new double[] {255}, content.entry("b").toDoubles());
    assertThrows(NoSuchElementException.class, () -> content.entry("c"));
    SafeTensors.Builder builder = SafeTensors.builder().ints("a", new int[1], 1);
    assertThrows(IllegalArgumentException.class, () -> builder.ints("a", new int[1], 1));
    assertThrows(IllegalArgumentException.class, () -> builder.ints("c", new int[2], 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> builder.ints(SafeTensors.METADATA_KEY, new int[1], 1));
    assertThrows(FolderException.class, () -> SafeTensors.read(folder.resolve("absent")));
  }

  private static byte[] file(String header, byte[] data) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .put(data)
        .array();
  }
}
