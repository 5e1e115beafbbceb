package vae.experiments.run.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.safetensors.SafeTensorsHeader.Span;

/** Reads a safetensors file; every length is checked against the file's size before it is used. */
final class SafeTensorsReader {

  /**
   * Far above any model's header; the format allows 100 MB, which would take gigabytes once parsed.
   */
  static final long MAX_HEADER = 1 << 24;

  private static final int CHUNK = 1 << 20;

  private final Path file;
  private final FileChannel channel;

  /** Over the whole file in the order of its bytes, where it is sealed. */
  private final MessageDigest digest = Digest.sha256();

  private SafeTensorsReader(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static SafeTensors read(FolderFile file) throws IOException {
    try (FileChannel channel = file.channel()) {
      return new SafeTensorsReader(file.path(), channel).content();
    }
  }

  private SafeTensors content() throws IOException {
    long fileSize = channel.size();
    long headerSize = headerSize(fileSize);
    byte[] json = new byte[(int) headerSize];
    fill(ByteBuffer.wrap(json), 8);
    long dataStart = 8 + headerSize;
    SafeTensorsHeader header = SafeTensorsHeader.parse(json, file);
    List<Span> spans = header.checkedSpans(fileSize - dataStart, file, dataStart);
    requireMemory(fileSize - dataStart, dataStart);
    Optional<String> seal = seal(json, header);

    SafeTensors.Builder builder = SafeTensors.builder();
    header.metadata().forEach(builder::metadata);
    for (Span span : spans) {
      builder.entry(span.name(), entry(span, dataStart));
    }
    if (seal.isPresent()) {
      String found = HexFormat.of().formatHex(digest.digest());
      if (!found.equals(seal.get())) {
        throw new CorruptFileException(
            file,
            0,
            "its bytes have SHA-256 %s, it was sealed with %s".formatted(found, seal.get()));
      }
    }
    return builder.build();
  }

  private void requireMemory(long bytes, long dataStart) {
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw new CorruptFileException(
          file,
          dataStart,
          "expected arrays that fit the memory of %d bytes, got %d; give the JVM more with -Xmx"
              .formatted(most, bytes));
    }
  }

  /** The seal as it stands in the file; from here on, its digits count as zeros. */
  private Optional<String> seal(byte[] json, SafeTensorsHeader header) {
    if (!header.metadata().containsKey(SafeTensors.SEAL_KEY)) {
      return Optional.empty();
    }
    int at = SafeTensorsHeader.seal(json);
    if (at < 0) {
      throw new CorruptFileException(file, 8, "expected a seal of 64 hexadecimal digits");
    }
    int digits = SafeTensors.NO_SEAL.length();
    String seal = new String(json, at, digits, StandardCharsets.ISO_8859_1);
    Arrays.fill(json, at, at + digits, (byte) '0');
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    digest.update(length.putLong(json.length).flip());
    digest.update(json);
    return Optional.of(seal);
  }

  private long headerSize(long fileSize) throws IOException {
    if (fileSize < 8) {
      throw new CorruptFileException(
          file, 0, "expected a header length of 8 bytes, got a file of " + fileSize);
    }
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    fill(length, 0);
    long size = length.getLong(0);
    long most = Math.min(MAX_HEADER, fileSize - 8);
    if (size < 2 || size > most) {
      throw new CorruptFileException(
          file,
          0,
          "expected a header length from 2 to %d, got %s"
              .formatted(most, Long.toUnsignedString(size)));
    }
    return size;
  }

  private SafeTensorsEntry entry(Span span, long dataStart) throws IOException {
    int count = span.count();
    ByteBuffer chunk =
        ByteBuffer.allocate((int) Math.min(CHUNK, span.end() - span.begin()))
            .order(ByteOrder.LITTLE_ENDIAN);
    Object values =
        switch (span.type()) {
          case F32 -> new float[count];
          case F64 -> new double[count];
          case I32 -> new int[count];
          case I64 -> new long[count];
          case U8 -> new byte[count];
        };
    int done = 0;
    while (done < count) {
      int now = Math.min(count - done, CHUNK / span.type().bytes());
      chunk.clear().limit(now * span.type().bytes());
      fill(chunk, dataStart + span.begin() + (long) done * span.type().bytes());
      chunk.flip();
      digest.update(chunk.duplicate());
      switch (values) {
        case float[] v -> chunk.asFloatBuffer().get(v, done, now);
        case double[] v -> chunk.asDoubleBuffer().get(v, done, now);
        case int[] v -> chunk.asIntBuffer().get(v, done, now);
        case long[] v -> chunk.asLongBuffer().get(v, done, now);
        case byte[] v -> chunk.get(v, done, now);
        default -> throw new AssertionError(span.type());
      }
      done += now;
    }
    return new SafeTensorsEntry(span.type(), span.shape(), values, count);
  }

  /**
   * Fills {@code buffer} from {@code position} on; the file may have been cut since it was sized.
   */
  private void fill(ByteBuffer buffer, long position) throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      int got = channel.read(buffer, at);
      if (got < 0) {
        throw new CorruptFileException(
            file, at, "expected " + buffer.remaining() + " more bytes, got the file's end");
      }
      at += got;
    }
  }
}
