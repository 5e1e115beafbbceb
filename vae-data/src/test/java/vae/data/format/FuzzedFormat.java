package vae.data.format;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The readers that damaged files are given to, with valid files to begin from. */
enum FuzzedFormat {
  IDX(idx(), file -> Idx.read(file, Limited.READ), FileBytes::gzip),
  IDX_MAPPED(idx(), file -> look(Idx.open(file, Limited.MAPPED)), bytes -> bytes),
  NPY(npy(), file -> Npy.read(file, Limited.READ), FileBytes::gzip),
  NPY_MAPPED(npy(), file -> look(Npy.open(file, Limited.MAPPED)), bytes -> bytes),
  NPZ(
      List.of(zip(npy().get(0)), zip(npy().get(2))),
      file -> Npz.read(file, Limited.READ),
      FuzzedFormat::zip),
  CSV(csv(), file -> Csv.read(file, new Csv.Options(false, "last"), Limited.READ), FileBytes::gzip),
  CSV_WITH_HEADER(
      csv(), file -> Csv.read(file, new Csv.Options(true, "label"), Limited.READ), bytes -> bytes),
  MAT(mat(), file -> Mat.read(file, "x", Limited.READ), FuzzedFormat::packed),
  MAT_NUMBERS(
      mat(), file -> Mat.readNumbers(file, Set.of("x"), Limited.READ), FuzzedFormat::packed),
  AMAT(
      List.of("0 1 0\n1 1 1 \n".getBytes(StandardCharsets.US_ASCII)),
      file -> Amat.read(file, 2, 3, Limited.READ),
      FileBytes::gzip),
  CIFAR(
      List.of(new byte[2 * 3073]),
      file -> CifarBatch.read(file, 2, 10, Limited.READ),
      bytes -> bytes),
  PICTURE(pictures(), FuzzedFormat::decode, FuzzedFormat::checked);

  /** What the readers may take. */
  static final class Limited {
    static final long BYTES = 1 << 20;
    static final Limits READ = new Limits(BYTES);
    static final Limits MAPPED = new Limits(BYTES, 8);

    private Limited() {}
  }

  private final List<byte[]> whole;
  private final Consumer<Path> reader;
  private final UnaryOperator<byte[]> wrapped;

  FuzzedFormat(List<byte[]> whole, Consumer<Path> reader, UnaryOperator<byte[]> wrapped) {
    this.whole = whole;
    this.reader = reader;
    this.wrapped = wrapped;
  }

  /** Valid files. */
  List<byte[]> whole() {
    return whole;
  }

  /** Reads all that the file promises. */
  void read(Path file) {
    reader.accept(file);
  }

  /**
   * A damaged file; half of them in sound wrapping, so that the damage gets past checksums and
   * decompression.
   */
  byte[] damaged(Mutation mutation) {
    boolean wrap = mutation.below(2) == 0;
    List<byte[]> from = wrap && this == NPZ ? npy() : whole;
    byte[] bytes = mutation.of(from);
    return wrap ? wrapped.apply(bytes) : bytes;
  }

  private static void look(Elements elements) {
    if (elements.examples() > 0 && elements.dimension() <= Limited.BYTES) {
      float[] out = new float[elements.dimension()];
      elements.read(0, out, 0);
      elements.read(elements.examples() - 1, out, 0);
    }
  }

  private static List<byte[]> idx() {
    return List.of(
        FileBytes.idx(ElementKind.U1, new int[] {3, 2, 2}, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
        FileBytes.idx(ElementKind.F8, new int[] {4}, 1, -2, 3.5, 1e300),
        FileBytes.idx(ElementKind.I4, new int[] {2, 3}, 1, -2, 3, 4, 1 << 24, 6),
        FileBytes.gzip(FileBytes.idx(ElementKind.I2, new int[] {2, 2}, 1, 2, 3, -4)));
  }

  private static List<byte[]> npy() {
    return List.of(
        FileBytes.npy(1, ElementKind.F4, false, false, new int[] {2, 3}, 1, 2, 3, 4, 5, 6),
        FileBytes.npy(1, ElementKind.F8, true, true, new int[] {3, 2}, 1, 2, 3, 4, 5, 6),
        FileBytes.npy(2, ElementKind.U1, false, false, new int[] {5}, 1, 2, 3, 4, 255),
        FileBytes.npy(3, ElementKind.I8, false, true, new int[] {2, 1, 2}, 1, -2, 3, 4),
        FileBytes.npy(1, ElementKind.F4, false, false, new int[] {0, 46_340, 46_340}),
        FileBytes.npy(1, ElementKind.F4, false, true, new int[] {3, 0, 5}));
  }

  private static List<byte[]> csv() {
    return List.of(
        text("a,b,label\n1,2,0\n3.5,-4e-3,1\n"),
        text("\"a\",\"b\",\"label\"\r\n\"1\", 2 ,0\r\n3.5,1e38,1"),
        text("1,2,3\n4,5,6\n0.1,16777216,.5\n"),
        FileBytes.gzip(text("1,2\n3,4\n")));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> mat() {
    MatBytes little = new MatBytes(false, true);
    MatBytes big = new MatBytes(true, false);
    byte[] pixels = {1, 2, 3, 4, 5, 6};
    byte[] x = little.matrix("x", new int[] {2, 3}, pixels);
    byte[] other = big.matrix("other", new int[] {3, 2}, pixels);
    return List.of(
        little.file(x),
        little.file(little.compressed(x)),
        big.file(other, big.matrix("x", new int[] {6, 1}, pixels)),
        little.file(little.matrix("y", new int[] {2, 3}, pixels), little.compressed(x)));
  }

  /** What follows the header, compressed. */
  private static byte[] packed(byte[] file) {
    MatBytes little = new MatBytes(false, true);
    int header = 128;
    byte[] rest = file.length < header ? file : Arrays.copyOfRange(file, header, file.length);
    return little.file(little.compressed(rest));
  }

  private static byte[] zip(byte[] array) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a.npy"));
      zip.write(array);
      zip.putNextEntry(new ZipEntry("b/c.npy"));
      zip.write(npy().get(0));
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static List<byte[]> pictures() {
    int[] colours = {0xff000000, 0xffff0000, 0xff00ff00, 0xff0000ff, 0xffffffff, 0xff808080};
    return List.of(
        PictureBytes.of("png", BufferedImage.TYPE_3BYTE_BGR, 3, colours),
        PictureBytes.of("png", BufferedImage.TYPE_BYTE_GRAY, 2, colours),
        PictureBytes.of("png", BufferedImage.TYPE_BYTE_INDEXED, 2, colours),
        PictureBytes.of("bmp", BufferedImage.TYPE_3BYTE_BGR, 3, colours),
        PictureBytes.of("bmp", BufferedImage.TYPE_BYTE_BINARY, 3, colours));
  }

  private static void decode(Path file) {
    Picture picture = Picture.open(file, Limited.READ);
    byte[] out = new byte[3 * Math.multiplyExact(picture.width(), picture.height())];
    picture.decode(3, out, 0);
  }

  /** The file with the checksums of its PNG chunks set right, as far as chunks can be found. */
  private static byte[] checked(byte[] file) {
    ByteBuffer png = ByteBuffer.wrap(file);
    int at = Long.BYTES;
    while (at >= 0 && at + 12 <= file.length) {
      int length = png.getInt(at);
      if (length < 0 || length > file.length - at - 12) {
        break;
      }
      CRC32 checksum = new CRC32();
      checksum.update(file, at + 4, 4 + length);
      png.putInt(at + 8 + length, (int) checksum.getValue());
      at += 12 + length;
    }
    return file;
  }
}
