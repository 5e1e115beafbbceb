package vae.experiments.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import vae.experiments.run.SafeTensorsHeader.Span;

/**
 * Writes a safetensors file so that it is never seen half: to a temporary file beside it, forced to
 * the disk, then renamed, then the folder's entry forced too.
 */
final class SafeTensorsWriter {

  private static final int CHUNK = 1 << 20;

  private SafeTensorsWriter() {}

  static void write(SafeTensors content, Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    Path temporary =
        folder.resolve("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        writeContent(content, channel);
        channel.force(true);
      }
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    forceFolder(folder);
  }

  private static void writeContent(SafeTensors content, FileChannel channel) throws IOException {
    List<Span> spans = new ArrayList<>();
    long at = 0;
    for (Map.Entry<String, SafeTensorsEntry> named : content.entries().entrySet()) {
      SafeTensorsEntry entry = named.getValue();
      long end = at + (long) entry.size() * entry.type().bytes();
      spans.add(new Span(named.getKey(), entry.type(), entry.shape(), at, end));
      at = end;
    }
    byte[] header = new SafeTensorsHeader(spans, content.metadata()).encode();
    if (header.length > SafeTensorsReader.MAX_HEADER) {
      throw new IllegalArgumentException(
          "expected names and metadata of at most %d bytes, got %d; split the content over files"
              .formatted(SafeTensorsReader.MAX_HEADER, header.length));
    }
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    drain(length.putLong(header.length).flip(), channel);
    drain(ByteBuffer.wrap(header), channel);
    for (SafeTensorsEntry entry : content.entries().values()) {
      writeValues(entry, channel);
    }
  }

  private static void writeValues(SafeTensorsEntry entry, FileChannel channel) throws IOException {
    int width = entry.type().bytes();
    ByteBuffer chunk =
        ByteBuffer.allocate((int) Math.min(CHUNK, (long) entry.size() * width))
            .order(ByteOrder.LITTLE_ENDIAN);
    int done = 0;
    while (done < entry.size()) {
      int now = Math.min(entry.size() - done, CHUNK / width);
      chunk.clear().limit(now * width);
      switch (entry.values()) {
        case float[] v -> chunk.asFloatBuffer().put(v, done, now);
        case double[] v -> chunk.asDoubleBuffer().put(v, done, now);
        case int[] v -> chunk.asIntBuffer().put(v, done, now);
        case long[] v -> chunk.asLongBuffer().put(v, done, now);
        case byte[] v -> chunk.duplicate().put(v, done, now);
        default -> throw new AssertionError(entry.type());
      }
      drain(chunk, channel);
      done += now;
    }
  }

  private static void drain(ByteBuffer buffer, FileChannel channel) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Makes the rename itself last; systems that cannot open a folder need no such call. */
  private static void forceFolder(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (IOException e) {
      return;
    }
    try (channel) {
      channel.force(true);
    }
  }
}
