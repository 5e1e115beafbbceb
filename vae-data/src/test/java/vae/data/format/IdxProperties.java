package vae.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class IdxProperties {

  private static final Limits LIMITS = new Limits(1 << 20);

  @Provide
  Arbitrary<ElementKind> kinds() {
    return Arbitraries.of(
        ElementKind.U1,
        ElementKind.I1,
        ElementKind.I2,
        ElementKind.I4,
        ElementKind.F4,
        ElementKind.F8);
  }

  @Property(tries = 200, seed = "11")
  void whatWasWrittenIsRead(
      @ForAll("kinds") ElementKind kind,
      @ForAll @Size(min = 1, max = 4) List<@IntRange(min = 0, max = 7) Integer> extents,
      @ForAll boolean packed,
      @ForAll Random random) {
    int[] shape = extents.stream().mapToInt(Integer::intValue).toArray();
    int size = extents.stream().reduce(1, (a, b) -> a * b);
    double[] values =
        random.ints(size, kind == ElementKind.U1 ? 0 : -128, 128).asDoubleStream().toArray();
    byte[] file = FileBytes.idx(kind, shape, values);
    RawArray array =
        ScratchFile.with(packed ? FileBytes.gzip(file) : file, path -> Idx.read(path, LIMITS));
    assertEquals(kind, array.kind());
    assertArrayEquals(shape, array.shape());
    for (int i = 0; i < size; i++) {
      assertEquals(values[i], array.value(i));
    }
  }

  @Example
  void unsignedBytesStayBytes() {
    byte[] file = FileBytes.idx(ElementKind.U1, new int[] {3}, 0, 128, 255);
    RawArray array = ScratchFile.with(file, path -> Idx.read(path, LIMITS));
    assertArrayEquals(new byte[] {0, (byte) 128, (byte) 255}, array.bytes());
    assertEquals(255f, array.value(2));
  }

  @Example
  void everyTruncationIsRefused() {
    byte[] file = FileBytes.idx(ElementKind.I2, new int[] {2, 3}, 1, 2, 3, 4, 5, 6);
    Damage.everyTruncationIsRefused(file, path -> Idx.read(path, LIMITS));
    Damage.everyTruncationIsRefused(FileBytes.gzip(file), path -> Idx.read(path, LIMITS));
  }

  @Property(tries = 500, seed = "12")
  void flipsNeverSurprise(@ForAll Random random, @ForAll boolean packed) {
    byte[] file = FileBytes.idx(ElementKind.U1, new int[] {2, 3}, 1, 2, 3, 4, 5, 6);
    Damage.flipsNeverSurprise(
        packed ? FileBytes.gzip(file) : file, random, path -> Idx.read(path, LIMITS));
  }
}
