package vae.experiments.signature;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The encoding of SSH: big-endian 32-bit numbers, and strings of bytes behind their length. Source:
 * RFC 4251, section 5.
 */
final class SshBytes {

  private SshBytes() {}

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  static byte[] string(byte[] bytes) {
    return join(number(bytes.length), bytes);
  }

  static byte[] string(String text) {
    return string(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes bytes from the front; what they claim is checked against what there is. */
  static final class Reader {

    private final ByteBuffer bytes;
    private final String what;

    Reader(byte[] bytes, String what) {
      this.bytes = ByteBuffer.wrap(bytes);
      this.what = what;
    }

    int number() {
      require(Integer.BYTES);
      return bytes.getInt();
    }

    byte[] string() {
      int length = number();
      require(length);
      return fixed(length);
    }

    String text() {
      return new String(string(), StandardCharsets.UTF_8);
    }

    byte[] fixed(int length) {
      require(length);
      byte[] part = new byte[length];
      bytes.get(part);
      return part;
    }

    boolean atEnd() {
      return !bytes.hasRemaining();
    }

    private void require(int length) {
      if (length < 0 || length > bytes.remaining()) {
        throw new SignatureException(
            what + ": expected " + length + " more bytes, got " + bytes.remaining());
      }
    }
  }
}
