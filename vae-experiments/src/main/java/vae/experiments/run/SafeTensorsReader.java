package vae.experiments.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import vae.experiments.run.SafeTensorsHeader.Span;

/** Reads a safetensors file; every length is checked against the file's size before it is used. */
final class SafeTensorsReader {

  /** The format's own limit on the header. */
  static final long MAX_HEADER = 100_000_000;

  private static final int CHUNK = 1 << 20;

  private final Path file;
  private final FileChannel channel;

  private SafeTensorsReader(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  static SafeTensors read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return new SafeTensorsReader(file, channel).content();
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

    SafeTensors.Builder builder = SafeTensors.builder();
    header.metadata().forEach(builder::metadata);
    for (Span span : spans) {
      builder.entry(span.name(), entry(span, dataStart));
    }
    return builder.build();
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
