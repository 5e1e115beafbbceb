package vae.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class NpyProperties {

  private static final Limits LIMITS = new Limits(1 << 20);

  @Property(tries = 300, seed = "21")
  void whatWasWrittenIsRead(
      @ForAll ElementKind kind,
      @ForAll @IntRange(min = 1, max = 3) int version,
      @ForAll boolean bigEndian,
      @ForAll boolean columnMajor,
      @ForAll @Size(max = 4) List<@IntRange(min = 0, max = 5) Integer> extents,
      @ForAll Random random) {
    int[] shape = extents.stream().mapToInt(Integer::intValue).toArray();
    int size = extents.stream().reduce(1, (a, b) -> a * b);
    double[] values =
        random.ints(size, kind.name().startsWith("U") ? 0 : -128, 128).asDoubleStream().toArray();
    byte[] file = FileBytes.npy(version, kind, bigEndian, columnMajor, shape, values);
    RawArray array = ScratchFile.with(file, path -> Npy.read(path, LIMITS));
    assertEquals(kind, array.kind());
    assertArrayEquals(shape, array.shape());
    for (int i = 0; i < size; i++) {
      int inFile = columnMajor ? columnMajorPosition(i, shape) : i;
      assertEquals(values[inFile], array.value(i));
    }
  }

  /** Where the element at a row-major position stands when the first axis varies fastest. */
  private static int columnMajorPosition(int rowMajor, int[] shape) {
    int position = 0;
    int rest = rowMajor;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      int stride = 1;
      for (int a = 0; a < axis; a++) {
        stride *= shape[a];
      }
      position += rest % shape[axis] * stride;
      rest /= shape[axis];
    }
    return position;
  }

  /** More elements than one chunk of the reader, so that chunks must join. */
  @Example
  void largeArraysAreReadInOrder() {
    double[] values = new double[20_000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 0.5;
    }
    byte[] file = FileBytes.npy(1, ElementKind.F8, false, false, new int[] {20_000}, values);
    RawArray array = ScratchFile.with(file, path -> Npy.read(path, LIMITS));
    for (int i = 0; i < values.length; i++) {
      assertEquals((float) values[i], array.value(i));
    }
  }

  @Example
  void everyTruncationIsRefused() {
    byte[] file = FileBytes.npy(1, ElementKind.F4, false, true, new int[] {2, 3}, 1, 2, 3, 4, 5, 6);
    Damage.everyTruncationIsRefused(file, path -> Npy.read(path, LIMITS));
    Damage.everyTruncationIsRefused(FileBytes.gzip(file), path -> Npy.read(path, LIMITS));
  }

  @Property(tries = 1000, seed = "22")
  void flipsNeverSurprise(@ForAll Random random, @ForAll boolean packed) {
    byte[] file = FileBytes.npy(1, ElementKind.F8, true, true, new int[] {2, 2}, 1, 2, 3, 4);
    Damage.flipsNeverSurprise(
        packed ? FileBytes.gzip(file) : file, random, path -> Npy.read(path, LIMITS));
  }

  @Property(tries = 500, seed = "23")
  void headersThatAreNotTheOneLiteralAreRefused(@ForAll Random random) {
    String good = "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }";
    int at = random.nextInt(good.length());
    char other = "{}()[],:'\" xL0-\n".charAt(random.nextInt(16));
    String text = good.substring(0, at) + other + good.substring(at + 1);
    byte[] file = FileBytes.npy(1, text, ElementKind.F4, false, 1.5);
    try {
      RawArray array = ScratchFile.with(file, path -> Npy.read(path, LIMITS));
      assertEquals(1, array.size(), text);
    } catch (DataException e) {
      assertTrue(e.problem().contains("expected"), e.getMessage());
    }
  }

  @Example
  void typesThatAreNotPlainNumbersAreNamed() {
    for (String descr :
        List.of("'|O'", "'<c8'", "'<U3'", "'<M8'", "'=f4'", "'|f4'", "[('a', 'u1')]")) {
      String header = "{'descr': %s, 'fortran_order': False, 'shape': (1,), }".formatted(descr);
      byte[] file = FileBytes.npy(1, header, ElementKind.F4, false, 1);
      DataException e =
          assertThrows(
              DataException.class,
              () -> ScratchFile.with(file, path -> Npy.read(path, LIMITS)),
              descr);
      assertTrue(e.getMessage().contains("astype('float32')"), e.getMessage());
    }
  }

  @Example
  void numbersThatSinglePrecisionWouldChangeAreRefusedWithTheirPlace() {
    byte[] integers =
        FileBytes.npy(1, ElementKind.I8, false, false, new int[] {2}, 1, (1 << 24) + 1);
    DataException e =
        assertThrows(
            DataException.class, () -> ScratchFile.with(integers, p -> Npy.read(p, LIMITS)));
    assertEquals(integers.length - 8, e.offset());
    byte[] doubles = FileBytes.npy(1, ElementKind.F8, false, false, new int[] {2}, 1e300, 1);
    DataException f =
        assertThrows(
            DataException.class, () -> ScratchFile.with(doubles, p -> Npy.read(p, LIMITS)));
    assertEquals(doubles.length - 16, f.offset());
  }
}
