package vae.experiments.run.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.tape.Parameter;
import vae.experiments.folder.FolderFile;

/**
 * The digest of a run: SHA-256 over its final parameters and metrics, to the bit.
 *
 * <p>For each parameter in the order of names: the name, a zero byte, the extents, the elements,
 * all numbers little-endian. Then for each metric in the order of names: the name, a zero byte, the
 * 64 bits of the value.
 */
public final class Digest {

  private Digest() {}

  /** {@code sha256:} and 64 hexadecimal digits. */
  public static String of(List<Parameter> parameters, SortedMap<String, Double> metrics) {
    MessageDigest digest = sha256();
    parameters.stream()
        .sorted((a, b) -> a.name().compareTo(b.name()))
        .forEach(parameter -> update(digest, parameter));
    metrics.forEach(
        (name, value) -> {
          update(digest, name);
          ByteBuffer bits = littleEndian(Long.BYTES);
          digest.update(bits.putLong(0, Double.doubleToLongBits(value)));
        });
    return "sha256:" + HexFormat.of().formatHex(digest.digest());
  }

  /** The same of a text's UTF-8 bytes. */
  public static String of(String text) {
    byte[] digest = sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    return "sha256:" + HexFormat.of().formatHex(digest);
  }

  private static void update(MessageDigest digest, String name) {
    digest.update(name.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private static void update(MessageDigest digest, Parameter parameter) {
    update(digest, parameter.name());
    NdArray value = parameter.value();
    int[] extents = value.shape().extents();
    ByteBuffer shape = littleEndian(extents.length * Integer.BYTES);
    shape.asIntBuffer().put(extents);
    digest.update(shape);
    ByteBuffer elements = littleEndian(value.shape().size() * value.type().bytes());
    if (value.type() == DType.F32) {
      elements.asFloatBuffer().put(value.floats());
    } else {
      elements.asDoubleBuffer().put(value.doubles());
    }
    digest.update(elements);
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** SHA-256 of the bytes of a file that a person named, 64 hexadecimal digits. */
  public static String ofFile(Path file) throws IOException {
    return ofFile(FolderFile.at(file));
  }

  /** SHA-256 of a file's bytes, 64 hexadecimal digits. */
  public static String ofFile(FolderFile file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = file.input()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
