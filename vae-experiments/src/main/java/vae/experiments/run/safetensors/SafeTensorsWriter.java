package vae.experiments.run.safetensors;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.experiments.folder.DurableFile;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.safetensors.SafeTensorsHeader.Span;

/** Writes a safetensors file in one step, with the hash of its bytes where it is to be sealed. */
final class SafeTensorsWriter {

  private static final int CHUNK = 1 << 20;

  private final WritableByteChannel channel;
  private final MessageDigest digest = Digest.sha256();

  private SafeTensorsWriter(WritableByteChannel channel) {
    this.channel = channel;
  }

  /** Takes the content of a file. */
  @FunctionalInterface
  interface Target {

    void write(DurableFile.Content content) throws IOException;
  }

  static void write(SafeTensors content, Target target) throws IOException {
    byte[] header = header(content);
    target.write(channel -> new SafeTensorsWriter(channel).write(content, header));
  }

  /** The bytes of the file of a content that is not sealed. */
  static byte[] bytes(SafeTensors content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new SafeTensorsWriter(Channels.newChannel(bytes)).write(content, header(content));
    return bytes.toByteArray();
  }

  private static byte[] header(SafeTensors content) {
    List<Span> spans = new ArrayList<>();
    long at = 0;
    for (Map.Entry<String, SafeTensorsEntry> named : aligned(content)) {
      SafeTensorsEntry entry = named.getValue();
      long end = at + (long) entry.size() * entry.type().bytes();
      spans.add(new Span(named.getKey(), entry.type(), entry.shape(), at, end));
      at = end;
    }
    SortedMap<String, String> metadata = new TreeMap<>(content.metadata());
    metadata.replace(SafeTensors.SEAL_KEY, SafeTensors.NO_SEAL);
    byte[] header = new SafeTensorsHeader(spans, metadata).encode();
    if (header.length > SafeTensorsReader.MAX_HEADER) {
      throw new IllegalArgumentException(
          "expected names and metadata of at most %d bytes, got %d; split the content over files"
              .formatted(SafeTensorsReader.MAX_HEADER, header.length));
    }
    return header;
  }

  /**
   * By the width of their elements, widest first, then by name: as the header ends at a multiple of
   * 8 bytes, each array begins at one of its elements' width, and a mapped file can be read in
   * place.
   */
  private static List<Map.Entry<String, SafeTensorsEntry>> aligned(SafeTensors content) {
    List<Map.Entry<String, SafeTensorsEntry>> entries = new ArrayList<>();
    entries.addAll(content.entries().entrySet());
    entries.sort(Comparator.comparingInt(named -> -named.getValue().type().bytes()));
    return entries;
  }

  private void write(SafeTensors content, byte[] header) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    put(length.putLong(header.length).flip());
    put(ByteBuffer.wrap(header));
    for (Map.Entry<String, SafeTensorsEntry> named : aligned(content)) {
      writeValues(named.getValue());
    }
    if (content.sealed() && channel instanceof SeekableByteChannel file) {
      String seal = HexFormat.of().formatHex(digest.digest());
      file.position(8L + SafeTensorsHeader.seal(header));
      DurableFile.drain(ByteBuffer.wrap(seal.getBytes(StandardCharsets.US_ASCII)), channel);
    }
  }

  private void put(ByteBuffer bytes) throws IOException {
    digest.update(bytes.duplicate());
    DurableFile.drain(bytes, channel);
  }

  private void writeValues(SafeTensorsEntry entry) throws IOException {
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
      put(chunk);
      done += now;
    }
  }
}
