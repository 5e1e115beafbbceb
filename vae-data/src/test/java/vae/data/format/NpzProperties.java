package vae.data.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class NpzProperties {

  private static final Limits LIMITS = new Limits(1 << 20);

  private static byte[] zip(Map<String, byte[]> entries, int level) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(level);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static Map<String, byte[]> twoArrays() {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put(
        "x.npy", FileBytes.npy(1, ElementKind.F4, false, false, new int[] {2, 2}, 1, 2, 3, 4));
    entries.put("y.npy", FileBytes.npy(1, ElementKind.U1, false, false, new int[] {2}, 7, 9));
    return entries;
  }

  @Example
  void arraysAreFoundByName() {
    for (int level : new int[] {Deflater.NO_COMPRESSION, Deflater.BEST_COMPRESSION}) {
      byte[] file = zip(twoArrays(), level);
      Map<String, RawArray> all = ScratchFile.with(file, path -> Npz.read(path, LIMITS));
      assertEquals(List.of("x", "y"), List.copyOf(all.keySet()));
      assertEquals(4f, all.get("x").value(3));
      RawArray y = ScratchFile.with(file, path -> Npz.read(path, "y", LIMITS));
      assertEquals(all.get("y"), y);
    }
  }

  @Example
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    byte[] file = zip(twoArrays(), 9);
    DataException e =
        assertThrows(
            DataException.class, () -> ScratchFile.with(file, p -> Npz.read(p, "z", LIMITS)));
    assertTrue(e.problem().contains("[x, y]"), e.getMessage());
  }

  @Example
  void allArraysTogetherKeepTheLimit() {
    byte[] file = zip(twoArrays(), 9);
    int bytes = 4 * 4 + 2;
    ScratchFile.with(file, path -> Npz.read(path, new Limits(bytes)));
    assertThrows(
        DataException.class, () -> ScratchFile.with(file, p -> Npz.read(p, new Limits(bytes - 1))));
  }

  @Example
  void everyTruncationIsRefused() {
    Damage.everyTruncationIsRefused(zip(twoArrays(), 9), path -> Npz.read(path, LIMITS));
  }

  @Property(tries = 1000, seed = "31")
  void flipsNeverSurprise(@ForAll Random random) {
    Damage.flipsNeverSurprise(zip(twoArrays(), 9), random, path -> Npz.read(path, LIMITS));
  }

  /** The JDK does not compare the checksum of an entry; we do. */
  @Example
  void aChangedElementIsNoticed() {
    byte[] file = zip(twoArrays(), Deflater.NO_COMPRESSION);
    String text = new String(file, StandardCharsets.ISO_8859_1);
    int data = text.indexOf("\n", text.indexOf("NUMPY")) + 1;
    file[data + 2] ^= 1;
    DataException e =
        assertThrows(DataException.class, () -> ScratchFile.with(file, p -> Npz.read(p, LIMITS)));
    assertTrue(e.problem().contains("checksum"), e.getMessage());
  }
}
