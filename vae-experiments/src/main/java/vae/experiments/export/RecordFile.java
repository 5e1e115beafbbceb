package vae.experiments.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.zip.CRC32C;

/**
 * Records as TensorFlow frames them: eight bytes of length, the checksum of these, the data, the
 * checksum of the data; all little-endian.
 */
final class RecordFile {

  private static final int MASK = 0xa282ead8;

  private final OutputStream out;

  RecordFile(WritableByteChannel channel) {
    out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
  }

  void add(byte[] data) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(data.length).array());
    out.write(checksum(length.array()));
    out.write(data);
    out.write(checksum(data));
  }

  /** CRC-32C turned and moved, so that a record within a record has another one. */
  private static byte[] checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int masked = Integer.rotateRight((int) crc.getValue(), 15) + MASK;
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(masked).array();
  }

  void end() throws IOException {
    out.flush();
  }
}
